"""The Report page: from memory first, then a text to write in, to read and to take along."""

from streamlit.testing.v1 import AppTest

from core.learning.report.content import own_words, report_text
from core.project.guesses import CORRECT, save_guess
from core.project.project import Project
from core.training.runs import outcome_of
from tests.app import open_page, shows


def papers(page: AppTest) -> str:
    """The HTML of every piece of the report on the page."""
    found = [element.proto for element in page.get("bidi_component")]
    return "\n".join(str(one) for one in found if one.component_name.endswith("report_paper"))


def test_an_empty_project_can_be_written_about_and_links_to_what_is_missing(
    project: Project,
) -> None:
    page = open_page("/report", project)
    links = " ".join(link.proto.label for link in page.get("page_link"))
    assert all(name in links for name in ("Objective", "Levers", "Gather", "Train", "Decide"))
    assert len(page.text_area) == 8 and len(page.get("download_button")) == 2


def test_the_report_waits_for_what_is_remembered(trained: Project) -> None:
    outcome = outcome_of(trained, trained.runs.all()[0])
    assert outcome is not None
    valid = outcome.part("valid")
    page = open_page("/report", trained)
    assert shows(page, len(valid.image_ids)) and not papers(page)
    page.number_input[0].set_value(1).run()
    page.button(key="lock_recall").click().run()
    assert not page.exception
    for view in (page, open_page("/report", trained)):
        assert shows(view, 1, len(valid.image_ids), valid.correct)
        assert f"{valid.correct} of {len(valid.image_ids)}" in papers(view)


def test_what_is_written_is_kept_and_read_in_both_texts(trained: Project) -> None:
    save_guess(trained, CORRECT, None, trained.runs.all()[0].id)
    page = open_page("/report", trained)
    key = f"report_words_{trained.id}_manual"
    page.text_area(key=key).set_value("Anna compares for a month").run()
    assert own_words(trained)["manual"] == "Anna compares for a month"
    page.segmented_control(key="text").set_value("post").run()
    assert page.text_area(key=key).value == "Anna compares for a month"
    page.segmented_control(key="report_mode").set_value("Read").run()
    assert not page.exception
    assert "Anna compares for a month" in papers(page) and not page.text_area
    assert len(report_text().prompts) > 1 and shows(page, 1)
