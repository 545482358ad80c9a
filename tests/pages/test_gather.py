"""Gather: from an empty page to classes with pictures, by every way in that needs no browser."""

import io
import zipfile
from collections.abc import Callable

import pytest

from core.curation.bias.bias_check import bias_text, looked_at
from core.curation.health.health import Checked, called_fine
from core.curation.health.health_check import HEALTH
from core.gather.intake import INTAKES
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS
from tests.app import has, open_page, sent_by_component, shows, texts, unfold
from tests.core.gather.pictures import as_file, noise
from tests.reading import figures

PHOTOS = [as_file(noise(seed), "JPEG") for seed in range(4)]


def ended(project: Project) -> bool:
    current = INTAKES.progress(project)
    return current is not None and current.state != "running"


def test_one_button_fills_the_empty_page(project: Project) -> None:
    at = open_page("/gather", project)
    assert STARTERS[FIRST].licence in texts(at)
    at.button(key="only_starter").click().run()
    assert not at.exception and not has(at, "only_starter")
    assert set(project.dataset.classes()) == set(STARTERS[FIRST].classes)
    assert all(project.dataset.classes().values()) and not project.runs.all()


def test_a_folder_comes_in_and_what_could_not_is_listed(
    project: Project, until: Callable[..., None]
) -> None:
    at = open_page("/gather", project)
    folder = [
        ("bears/black/1.jpg", PHOTOS[0], "image/jpeg"),
        ("bears/teddy/2.jpg", PHOTOS[1], "image/jpeg"),
        ("bears/teddy/again.jpg", PHOTOS[0], "image/jpeg"),
        ("bears/teddy/notes.txt", b"hello", "text/plain"),
    ]
    at.file_uploader[0].set_value(folder).run()
    until(lambda: ended(project))
    at.run()
    assert not at.exception and has(at, "close_intake") and shows(at, 2)
    assert project.dataset.classes() == {"black": 1, "teddy": 1}
    rows = [list(row) for table in at.dataframe for row in table.value.itertuples(index=False)]
    assert ["teddy/again.jpg", "black"] in rows
    assert "notes" in texts(at)
    assert has(open_page("/gather", project), "close_intake")
    at.button(key="close_intake").click().run()
    assert not has(at, "close_intake")


def test_single_files_wait_for_their_class_and_a_zip_brings_its_own(
    project: Project, until: Callable[..., None]
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("set/grizzly/3.jpg", PHOTOS[2])
    files = [
        ("1.jpg", PHOTOS[0], "image/jpeg"),
        ("set.zip", packed.getvalue(), "application/zip"),
    ]
    at = open_page("/gather", project)
    at.segmented_control(key="gather_way").select("Files or a ZIP").run()
    at.file_uploader[0].set_value(files).run()
    assert len(at.info) == 1 and not project.dataset.images()
    project.dataset.add_class("black")
    at.run()
    at.selectbox(key="gather_class").select("black").run()
    until(lambda: ended(project))
    assert not at.exception and project.dataset.classes() == {"black": 1, "grizzly": 1}


def test_the_guess_is_answered_with_the_learners_own_numbers(digits: Project) -> None:
    at = open_page("/gather", digits)
    assert not shows(at, 60, 180, 33)
    at.segmented_control(key="gather_guess").select(0.95).run()
    assert shows(at, 60, 180, 33)


def test_picked_pictures_move_and_go(digits: Project) -> None:
    ids = [record.id for record in digits.dataset.images()][:2]
    assert {digits.dataset.image(image_id).label for image_id in ids} == {"three"}
    at = open_page("/gather", digits)
    at.session_state["gather_wall"] = {"selected": sent_by_component(ids)}
    at.selectbox(key="gather_move_to").select("five").run()
    next(button for button in at.button if button.label == "Move 2").click().run()
    assert not at.exception and digits.dataset.classes() == {"eight": 60, "five": 62, "three": 58}
    at.session_state["gather_wall"] = {"selected": sent_by_component(ids)}
    at.run()
    next(button for button in at.button if button.label == "Delete 2").click().run()
    assert digits.dataset.classes() == {"eight": 60, "five": 60, "three": 58}


def test_classes_are_added_renamed_and_removed(digits: Project) -> None:
    at = open_page("/gather", digits)
    unfold(at, "edit_classes").text_input[0].set_value(" polar/bear ")
    next(button for button in at.button if button.label == "Add").click().run()
    assert digits.dataset.classes()["polar/bear"] == 0
    at.selectbox(key="class_to_change").select("five").run()
    at.text_input[1].set_value("5")
    next(button for button in at.button if button.label == "Rename").click().run()
    assert digits.dataset.classes()["5"] == 60 and "five" not in digits.dataset.classes()
    at.selectbox(key="class_to_change").select("eight").run()
    assert at.button(key="remove_class").disabled
    at.checkbox(key="sure_eight").check().run()
    at.button(key="remove_class").click().run()
    assert not at.exception and "eight" not in digits.dataset.classes()


def test_a_leak_is_named_opened_and_mended(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check itself is made in the background; its result is given here."""
    train, valid = (
        digits.dataset.images(split="train")[0].id,
        digits.dataset.images(split="valid")[0].id,
    )
    ids = frozenset(record.id for record in digits.dataset.images())
    found = Checked(ids, {train: train, valid: train}, {"dark": [train]}, compared=True)
    HEALTH.note(digits, found)
    at = open_page("/gather", digits)
    worth = at.pills(key="gather_finding")
    assert [figures(option) for option in worth.options] == [[1], [1]]
    dark = worth.options[1]
    at.pills(key="gather_finding").select("split_leak").run()
    at.button(key="one_side").click().run()
    assert not at.exception and digits.dataset.split().kind == "grouped"
    at.pills(key="gather_finding").select("dark").run()
    at.button(key="call_fine").click().run()
    assert called_fine(digits) == {"dark": {train}}
    assert not [pills for pills in at.pills if dark in pills.options]


def test_looking_for_what_classes_do_not_share_is_kept_and_answered(digits: Project) -> None:
    at = open_page("/gather", digits)
    at.session_state["bias_check"] = True
    at.run()
    at.radio(key="bias_story").set_value("light").run()
    assert bias_text().story.told[:60] in texts(at)
    at.pills(key=f"bias_background_{digits.id}_eight").select("plain").run()
    at.pills(key=f"bias_class_{digits.id}").select("five").run()
    at.pills(key=f"bias_background_{digits.id}_five").select("room").run()
    assert not at.exception
    assert shows(at, "eight", "five", bias_text().aspects["background"].seen["room"])
    assert looked_at(digits)["five"].seen["background"] == ["room"]
