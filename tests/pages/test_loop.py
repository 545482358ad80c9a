"""The loop, as a learner meets it: a guess, levers that move lines, and a check that is kept."""

from core.project.project import Project
from core.world.loop.check import loop_checks
from tests.app import open_page, texts
from ui.world.own_labels import CHOICES
from ui.world.really_well import CASES, FIELDS
from ui.world.two_towns import CHOICES as TOWNS


def test_nothing_is_shown_before_the_guess_and_a_lever_changes_the_figures(
    trained: Project,
) -> None:
    page = open_page("/loop", trained)
    assert not page.select_slider
    page.pills(key="guess_rises").set_value(next(iter(CHOICES))).run()
    page.button(key="lock_rises").click().run()
    before = texts(page)
    page.select_slider(key="loop_checked").set_value(0.5).run()
    assert texts(page) != before and not page.exception


def test_pictures_nobody_looked_at_are_trained_first(digits: Project) -> None:
    page = open_page("/loop", digits)
    assert [one for one in page.button if one.key in ("loop_train", "lock_rises")]


def test_two_towns_answer_to_their_levers(trained: Project) -> None:
    page = open_page("/loop", trained)
    row = page.segmented_control(key="loop_part")
    row.set_value(row.options[1]).run()
    page.pills(key="guess_towns").set_value(next(iter(TOWNS))).run()
    page.button(key="lock_towns").click().run()
    before = texts(page)
    page.toggle(key="towns_corrected").set_value(True).run()
    assert texts(page) != before and not page.exception


def test_the_check_is_kept_line_by_line(trained: Project) -> None:
    page = open_page("/loop", trained)
    row = page.segmented_control(key="loop_part")
    row.set_value(row.options[2]).run()
    for case in CASES:
        for field in FIELDS:
            page.text_input(key=f"loop_{case}_{field}_{trained.id}").set_value(f"{field} it").run()
    kept = loop_checks(trained)
    assert list(kept) == list(CASES) and all(check.is_whole for check in kept.values())
    assert page.success
