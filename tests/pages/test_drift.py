"""A year at the camp, as a learner meets it: guesses, levers that move figures, a sentence."""

from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.world.drift.kept import monitoring
from tests.app import has, open_page, texts
from ui.world.drift.choose import KIND_WORDS
from ui.world.drift.words import PLANS


def test_a_year_from_the_first_guess_to_the_sentence_that_is_kept(trained: Project, until) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/drift", trained, year=KIND_WORDS["mix"].name)
    until(lambda: has(page.run(), "lock_drift_month"), 90, "the year's pictures, looked at")
    assert page.pills(key="year").value == "mix" and not _has(page, "drift_sign")
    page.button(key="lock_drift_month").click().run()
    before = texts(page)
    page.pills(key="drift_sign").set_value("mix").run()
    assert texts(page) != before

    page.button(key="drift_part_next").click().run()
    page.select_slider(key="drift_labels").set_value(5).run()
    before = texts(page)
    page.pills(key="drift_when").set_value("monthly").run()
    assert texts(page) != before

    page.button(key="drift_part_next").click().run()
    assert not page.dataframe
    page.pills(key="guess_drift_plan").set_value(next(iter(PLANS))).run()
    page.button(key="lock_drift_plan").click().run()
    bill = page.dataframe[-1].value
    assert len(bill) == len(PLANS) and page.select_slider(key="drift_labels").value == 5

    page.button(key="drift_part_next").click().run()
    page.button(key="drift_keep").click().run()
    assert monitoring(trained) and monitoring(trained) in load_plan(trained).success
    assert not page.exception and page.success


def _has(page, key: str) -> bool:  # type: ignore[no-untyped-def]
    return any(one.key == key for one in page.pills)
