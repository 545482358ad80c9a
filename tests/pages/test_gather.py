"""Gather: from an empty page to classes with pictures, by every way in that needs no browser."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.curation.bias.bias_check import bias_text, looked_at
from core.curation.health.health import Checked, called_fine
from core.curation.health.health_check import HEALTH
from core.gather.as_read import from_folder
from core.gather.intake import INTAKES, take_in
from core.gather.staging import stage, staged
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS
from tests.app import has, open_page, sent_by_component, shows, texts, unfold, workspace_of
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
    assert not project.dataset.images() and shows(at, "black", 1, "teddy", 2)
    at = open_page("/gather", project)
    at.button(key="keep_arrival").click().run()
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


def test_photos_and_a_zip_wait_together_until_they_are_kept(
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
    at.selectbox(key="gather_way").select("Files or a ZIP").run()
    at.file_uploader[0].set_value(files).run()
    assert not at.exception and not project.dataset.images()
    at.button(key="keep_arrival").click().run()
    until(lambda: ended(project))
    assert project.dataset.classes() == {"grizzly": 1}
    [waiting] = project.dataset.unlabelled()
    assert waiting.name == "1.jpg" and not staged(project)


def test_single_files_with_a_class_come_in_at_once(
    project: Project, until: Callable[..., None]
) -> None:
    project.dataset.add_class("black")
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Files or a ZIP").run()
    at.selectbox(key="gather_class").select("black").run()
    at.file_uploader[0].set_value([("1.jpg", PHOTOS[0], "image/jpeg")]).run()
    until(lambda: ended(project))
    assert not at.exception and project.dataset.classes() == {"black": 1}


def brought(project: Project, *files: tuple[str, bytes]) -> AppTest:
    """Gather, after these files waited for the learner's word."""
    stage(project, [(name, io.BytesIO(data)) for name, data in files], "files")
    return open_page("/gather", project)


def zipped(*names: str) -> bytes:
    """A ZIP with a picture under each name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(name, PHOTOS[number % len(PHOTOS)])
    return packed.getvalue()


def test_another_reading_is_one_click_away(project: Project, until: Callable[..., None]) -> None:
    nested = zipped(
        "cat/monday/1.jpg", "cat/tuesday/2.jpg", "dog/monday/3.jpg", "dog/tuesday/4.jpg"
    )
    at = brought(project, ("pets.zip", nested))
    assert shows(at, "cat", 2, "dog", 2)
    at.radio(key="arrival_way_0").set_value("folders:1").run()
    assert shows(at, "monday", 2, "tuesday", 2)
    at.button(key="keep_arrival").click().run()
    until(lambda: ended(project))
    assert project.dataset.classes() == {"monday": 2, "tuesday": 2}


def test_a_test_folder_is_asked_about_once(project: Project, until: Callable[..., None]) -> None:
    names = [
        f"set/{side}/{name}/{n}.jpg" for side in ("train", "test") for name in "ab" for n in "1"
    ]
    at = brought(project, ("set.zip", zipped(*names)))
    at.checkbox(key="arrival_test_0").uncheck().run()
    at.button(key="keep_arrival").click().run()
    until(lambda: ended(project))
    assert project.dataset.classes() == {"a": 2, "b": 2} and not project.dataset.test_locked()


def test_two_spellings_are_one_class_when_the_learner_says_so(
    project: Project, until: Callable[..., None]
) -> None:
    at = brought(project, ("set.zip", zipped("Bear/1.jpg", "bear/2.jpg", "fox/3.jpg")))
    at.checkbox(key="arrival_spelling_0_0").check().run()
    at.button(key="keep_arrival").click().run()
    until(lambda: ended(project))
    assert sorted(project.dataset.classes().values()) == [1, 2]


def test_what_waits_can_be_dropped(project: Project) -> None:
    at = brought(project, ("set.zip", zipped("a/1.jpg", "b/2.jpg")))
    at.button(key="drop_arrival").click().run()
    assert not at.exception and not staged(project) and not project.dataset.images()
    assert not has(at, "keep_arrival")


def test_a_table_alone_labels_what_has_no_label(project: Project) -> None:
    take_in(project, from_folder([(f"{n}.jpg", photo) for n, photo in enumerate(PHOTOS)]))
    assert len(project.dataset.unlabelled()) == 4
    at = brought(project, ("labels.csv", b"file,label\n0.jpg,cat\n1.jpg,dog\n2.jpg,cat\n"))
    at.button(key="label_by_table").click().run()
    assert not at.exception and project.dataset.classes() == {"cat": 2, "dog": 1}
    assert len(project.dataset.unlabelled()) == 1


def test_a_saved_project_dropped_on_gather_is_opened(project: Project, tmp_path: Path) -> None:
    take_in(project, from_folder([("a/1.jpg", PHOTOS[0]), ("b/2.jpg", PHOTOS[1])]))
    saved = save_archive(project, tmp_path / "saved.zip").read_bytes()
    workspace = workspace_of(project)
    empty = workspace.new_project("Empty")
    at = brought(empty, ("saved.zip", saved))
    assert not has(at, "keep_arrival")
    at.button(key="open_saved").click().run()
    assert not at.exception
    opened = workspace.current()
    assert opened.id not in (project.id, empty.id)
    assert opened.dataset.classes() == {"a": 1, "b": 1} and not staged(empty)


def test_unlabelled_pictures_are_labelled_and_deleted(project: Project) -> None:
    take_in(project, from_folder([(f"{n}.jpg", photo) for n, photo in enumerate(PHOTOS)]))
    one, two, *_ = (picture.id for picture in project.dataset.unlabelled())
    at = open_page("/gather", project)
    at.session_state["unlabelled_wall"] = {"selected": sent_by_component([one])}
    project.dataset.add_class("cat")
    at.run()
    at.selectbox(key="unlabelled_into").select("cat").run()
    at.button(key="unlabelled_label").click().run()
    assert not at.exception and project.dataset.classes() == {"cat": 1}
    at.session_state["unlabelled_wall"] = {"selected": sent_by_component([two], 2)}
    at.run()
    at.button(key="unlabelled_delete").click().run()
    assert len(project.dataset.unlabelled()) == 2


def test_the_guess_is_answered_with_the_learners_own_numbers(digits: Project) -> None:
    at = open_page("/gather", digits)
    assert not shows(at, 60, 180, 33)
    at.radio(key="gather_guess").set_value(4).run()
    assert shows(at, 60, 180, 33)


def test_picked_pictures_move_and_go(digits: Project) -> None:
    ids = [record.id for record in digits.dataset.images()][:2]
    assert {digits.dataset.image(image_id).label for image_id in ids} == {"three"}
    at = open_page("/gather", digits)
    assert not has(at, "gather_delete")
    at.session_state["gather_wall"] = {"selected": sent_by_component(ids)}
    at.run()
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
    at.radio(key="bias_story").set_value(list(bias_text().story.choices).index("light")).run()
    assert bias_text().story.told[:60] in texts(at)
    at.pills(key=f"bias_background_{digits.id}_eight").select("plain").run()
    at.pills(key=f"bias_class_{digits.id}").select("five").run()
    at.pills(key=f"bias_background_{digits.id}_five").select("room").run()
    assert not at.exception
    assert shows(at, "eight", "five", bias_text().aspects["background"].seen["room"])
    assert looked_at(digits)["five"].seen["background"] == ["room"]


def test_a_new_class_that_may_be_an_old_one_is_asked_about(digits: Project) -> None:
    at = unfold(open_page("/gather", digits), "edit_classes")
    for answer, there in (("spelling_two", True), ("spelling_one", False)):
        at.text_input[0].set_value("Eights")
        next(button for button in at.button if button.label == "Add").click().run()
        assert digits.dataset.classes()["Eights"] == 0 and has(at, "spelling_one")
        at.button(key=answer).click().run()
        assert not at.exception and not has(at, "spelling_one")
        assert ("Eights" in digits.dataset.classes()) == there
        digits.dataset.remove_class("Eights")
    assert digits.dataset.classes()["eight"] == 60
