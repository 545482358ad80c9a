"""Thirty nights, as a learner meets them: rules first, nights by hand, and what they decided."""

import pytest
from streamlit.testing.v1 import AppTest

from core.learning.pages import page_info
from core.learning.report.content import own_words
from core.project.project import Project
from core.training.runs import chosen_run
from core.world.rollout import expansion
from core.world.rollout.camp import A_NIGHT, BY_HAND, SUPERVISED
from core.world.rollout.diary import diary
from core.world.rollout.protocol import LINES, STEPS, kept_protocol
from core.world.rollout.rules import Rules, kept_rules
from tests.app import has, open_page, texts
from ui.clean.steps import STEPS as STEPS_OF_CLEAN
from ui.world.night_desk.night_desk import keys_of, read_night
from ui.world.rollout.worth import WAYS


def _part(page: AppTest, number: int) -> AppTest:
    row = page.segmented_control(key="rollout_part")
    return row.set_value(row.options[number]).run()


def test_rules_come_before_nights_and_every_night_decides(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "EACH_VIEW", A_NIGHT)  # as many as one night needs
    run = chosen_run(trained)
    assert run is not None
    page = _part(open_page("/rollout", trained), 1)
    assert not has(page, "lock_rollout_misses")
    page = _part(page, 0)
    page.slider(key="first_go").set_value(40).run()
    page.button(key="keep_rules").click().run()
    assert kept_rules(trained) == Rules(go=40)

    page = _part(page, 1)
    page.button(key="lock_rollout_misses").click().run()
    assert not page.metric
    page.button(key=f"colleague_{BY_HAND}").click().run()
    assert len(diary(trained, run, 1).nights) == BY_HAND and page.metric
    page.button(key="skip_rollout_quiet").click().run()
    before = texts(page)
    page.slider(key="quiet_nights").set_value(9).run()
    assert texts(page) != before

    page = _part(page, 2)
    assert has(page, "red_button")
    page.button(key="red_button").click().run()
    assert diary(trained, run, 1).red_button == BY_HAND and page.warning
    page.button(key=f"colleague_{SUPERVISED}").click().run()

    page = _part(page, 3)
    expansion.EXPANSION.wait(trained, 90, expansion.place(trained, run))
    page.run()
    page.button(key="skip_rollout_when").click().run()
    page.toggle(key="rollout_anyway").set_value(True).run()
    assert not page.exception

    page = _part(page, 4)
    page.pills(key="guess_way").set_value(next(iter(WAYS))).run()
    page.button(key="lock_rollout_way").click().run()
    before = texts(page)
    page.slider(key="rule_checked").set_value(36).run()
    assert texts(page) != before
    page.button(key="take_rules").click().run()
    assert kept_protocol(trained).rules == Rules(go=40, checked=36)

    page = _part(page, 5)
    for name in LINES:
        page.text_input(key=f"protocol_{name}_{trained.id}").set_value(f"{name} zq").run()
    page.button(key="fill_report").click().run()
    assert all("zq" in own_words(trained)[step] for step in STEPS) and page.success


def test_a_night_is_taken_as_a_desk_of_that_night_sends_it() -> None:
    classes, said = ["a", "b"], ["a", "b"] * (A_NIGHT // 2)
    whole = {"night": "run-1-0", "said": said}
    assert read_night(whole, "run-1-0", A_NIGHT, classes) == said
    for odd in (None, {}, {**whole, "night": "run-1-1"}, {**whole, "said": said[1:]}):
        assert read_night(odd, "run-1-0", A_NIGHT, classes) == []
    assert read_night({**whole, "said": ["c"] * A_NIGHT}, "run-1-0", A_NIGHT, classes) == []
    assert keys_of(["0", "7"]) == {"0": "0", "7": "7"}
    assert keys_of(["black", "teddy"]) == {"black": "1", "teddy": "2"}
    assert set(keys_of([f"class {n}" for n in range(12)]).values()) == {*"123456789", ""}


def test_the_parts_keep_apart_from_the_steps_of_clean(trained: Project) -> None:
    """Both rows were one widget: each page showed none of its own after the other."""
    page = open_page("/clean", trained, step="Review")
    page.switch_page(page_info("rollout").file).run()
    row = page.segmented_control(key="rollout_part")
    assert row.value == row.options[0]
    page = _part(page, len(row.options) - 1)
    page.switch_page(page_info("clean").file).run()
    steps = page.segmented_control(key="step")
    assert steps.value in STEPS_OF_CLEAN
