"""The Decide page: costs in, a guess, then strategies, rules and pictures; the decision is kept."""

import time
from collections import Counter

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.decide.groups import groups
from core.drivetrain.decide.policy import action_for
from core.drivetrain.decide.rule_words import decision_words, threshold_words
from core.drivetrain.decide.situation import changed_since, held_against, situation
from core.drivetrain.decide.worth import worths
from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.start_from import start_from
from core.drivetrain.plan.templates import plan_templates
from core.project.guesses import CHEAPEST, save_guess
from core.project.project import Project
from core.training.outcome import FILE, Outcome
from core.training.runs import choose_run, chosen_run
from tests.app import has, hints, open_page, shows, texts, unfold, workspace_of
from tests.core.project.pictures import store_setting
from ui.decide.since import NAMES
from ui.parts.costs_widgets import key_of
from ui.parts.lesson import as_text

PART = "decide_part"


@pytest.fixture
def acting(trained: Project) -> Project:
    """A trained project whose plan has an action for each class."""
    names = trained.dataset.classes()
    save_plan(trained, Plan(levers=[Lever(name=f"Treat as {name}") for name in names]))
    return trained


def moved(page: AppTest, project: Project, name: str, value: float) -> AppTest:
    """The page after one of the select sliders was moved."""
    page.select_slider(key=key_of(project, name)).set_value(value).run()
    assert not page.exception, [error.value for error in page.exception]
    return page


def part(page: AppTest, place: int) -> AppTest:
    """The page on one of its steps: 0 the decision, 1 the rule, 2 pictures, 3 what-ifs, 4 two
    models."""
    return unfold(page, PART, page.segmented_control(key=PART).options[place].split(" :")[0])


def marks(page: AppTest) -> list[str]:
    """The sign at each step, by its icon."""
    return [step.split("/")[-1].rstrip(":") for step in page.segmented_control(key=PART).options]


def less_accurate_run(project: Project) -> str:
    """A second run, half of whose pictures are called something else, chosen as the model."""
    first = chosen_run(project)
    assert first is not None
    said = Outcome.load(project.runs.folder(first.id) / FILE)
    wrong = np.arange(len(said.image_ids)) % 2 == 0
    probs = np.where(wrong[:, None], np.roll(said.probs, 1, axis=1), said.probs)
    worse = project.runs.create("quick", first.settings, first.version)
    outcome = Outcome(said.vocab, said.image_ids, said.splits, said.targets, probs)
    outcome.save(project.runs.folder(worse.id) / FILE)
    project.runs.update(worse.id, status="finished", results=first.results)
    return worse.id


def kept_words(page: AppTest, decision: Decision) -> str:
    """What the page says of the decision that is kept: the text with its hour."""
    hour = time.strftime("%H:%M", time.localtime(decision.at))
    return next(str(one.value) for one in page.markdown if hour in one.value)


def test_without_a_model_one_button_trains_it(digits: Project) -> None:
    page = open_page("/decide", digits)
    assert page.button(key="decide_train")


def test_what_is_assumed_is_said_and_the_costs_wait_for_a_guess(acting: Project) -> None:
    page = open_page("/decide", acting)
    assert len(hints(page)) == 1, "that costs are assumed"
    assert not has(page, "keep_decision")
    page.get("pills")[0].set_value("nothing").run()
    page.button(key="lock_rule").click().run()
    assert not page.exception
    run = chosen_run(acting)
    assert run is not None
    now = situation(acting, run)
    assert now is not None
    assert round(worths(now.stakes, now.pictures)["nothing"].cost) == 1000
    assert shows(page, "Do nothing", 1000)
    assert has(page, "keep_decision") and not has(page, "lock_rule")


def test_a_slider_changes_the_costs_of_the_project_for_good(acting: Project) -> None:
    save_guess(acting, CHEAPEST, None)
    page = moved(open_page("/decide", acting), acting, "slide_times", 500.0)
    costs = load_costs(acting)
    assert costs.of(costs.mistakes()[0]) == 500
    assert not costs.assumed and not hints(page)
    again = open_page("/decide", acting)
    assert again.select_slider(key=key_of(acting, "slide_times")).value == 500
    when = costs.mistakes()[0].when
    moved(again, acting, "slide_rate", 5.0)
    assert round(load_costs(acting).per_1000()[when], 6) == 5


def test_a_mistake_is_priced_in_words(acting: Project) -> None:
    save_guess(acting, CHEAPEST, None)
    page = unfold(open_page("/decide", acting), key_of(acting, "form"))
    page.number_input(key=key_of(acting, "times")).set_value(30.0)
    page.button(key=key_of(acting, "say")).click().run()
    assert not page.exception
    assert shows(page, "Do nothing", 30)
    assert load_costs(acting).of(load_costs(acting).mistakes()[0]) == 30


def test_the_decision_is_kept_and_says_what_to_do(acting: Project) -> None:
    save_guess(acting, CHEAPEST, None)
    page = open_page("/decide", acting)
    page.button(key="keep_decision").click().run()
    assert not page.exception
    decision, run = load_decision(acting), chosen_run(acting)
    assert decision is not None and run is not None
    assert (decision.run_id, decision.costs) == (run.id, load_costs(acting))
    fresh = kept_words(page, decision)
    assert marks(page) == ["check"] * 5
    before = situation(acting, run)
    assert before is not None and changed_since(decision, before) == []
    sure = {name: 0.98 if name == "five" else 0.01 for name in decision.classes}
    advice = action_for(acting, sure)
    assert advice is not None
    assert (advice.action, advice.other_model) == ("Treat as five", False)
    moved(page, acting, "slide_times", 100.0)
    assert kept_words(page, decision) != fresh, "that something has moved since is said"
    after = situation(acting, run)
    assert after is not None and changed_since(decision, after) == ["costs"]
    assert NAMES["costs"] in texts(page) and marks(page) == ["history"] * 5
    assert all(NAMES["costs"] in texts(part(page, step)) for step in (1, 4))


def test_two_models_are_held_against_the_same_costs(acting: Project) -> None:
    choose_run(acting, less_accurate_run(acting))
    save_guess(acting, CHEAPEST, None)
    page = part(open_page("/decide", acting), 4)
    labels = Counter(metric.label for metric in page.metric)
    assert 2 in labels.values(), "the cost of each model"


def test_two_widgets_changed_in_one_go_are_both_kept(acting: Project) -> None:
    page = unfold(open_page("/decide", acting), key_of(acting, "form"))
    unfold(page, key_of(acting, "tabs"), "Who looks")
    page.number_input(key=key_of(acting, "look")).set_value(3.5)
    page.number_input(key=key_of(acting, "looks_a_day")).set_value(7)
    page.run()
    costs = load_costs(acting)
    assert (costs.look, costs.looks_a_day) == (3.5, 7)


def test_costs_can_be_said_before_there_is_a_model(digits: Project) -> None:
    """The panel alone: the project's own classes, kept at once."""

    def panel(key: str) -> None:
        from core.project.workspace import Workspace
        from ui.plan.costs_form import costs_form

        costs_form(Workspace.open(key).current())

    save_plan(digits, Plan(levers=[Lever(name="Ring the bell")]))
    page = AppTest.from_function(panel, args=(workspace_of(digits).key,), default_timeout=180).run()
    assert not page.exception
    assert len(hints(page)) == 1
    unfold(page, key_of(digits, "form"))
    unfold(page, key_of(digits, "tabs"), "In numbers")
    page.text_input(key=key_of(digits, "unit")).set_value("minutes").run()
    assert load_costs(digits).unit == "minutes"
    assert not hints(page)


def test_without_actions_they_are_asked_for_in_place(trained: Project) -> None:
    page = open_page("/decide", trained)
    assert not hints(page) and not has(page, "lock_rule"), "nothing is priced yet"
    page.text_input(key=key_of(trained, "first_action_0")).set_value(" Ring the bell ")
    page.text_input(key=key_of(trained, "first_action_1")).set_value("ring the bell")
    page.button(key=key_of(trained, "first_actions")).click().run()
    assert len(page.info) == 1, "the same action twice is one"
    page.text_input(key=key_of(trained, "first_action_1")).set_value("Do nothing")
    page.button(key=key_of(trained, "first_actions")).click().run()
    assert not page.exception
    levers = [lever.name for lever in load_plan(trained).named_levers]
    assert levers == ["Ring the bell", "Do nothing"]
    assert load_costs(trained).actions == levers and has(page, "lock_rule")


def test_a_plan_of_other_classes_is_matched_in_place(trained: Project) -> None:
    """The campsite and digits: which is which is asked before anything is priced."""
    start_from(trained, plan_templates()["bears"])
    before = trained.dataset.classes()
    page = open_page("/decide", trained)
    assert not has(page, "lock_rule")
    keys = [key_of(trained, f"match_{i}_{name}") for i, name in enumerate(before)]
    page.selectbox(key=keys[0]).set_value("grizzly")
    page.button(key=key_of(trained, "match")).click().run()
    assert not page.exception and has(page, "lock_rule")
    costs = load_costs(trained)
    assert costs.table["Do nothing"][next(iter(before))] == 500
    assert trained.dataset.classes() == before, "a plan makes no class"


def test_three_classes_have_a_triangle_and_walls_for_each_action(acting: Project) -> None:
    save_guess(acting, CHEAPEST, None)
    page = part(open_page("/decide", acting), 1)
    run = chosen_run(acting)
    assert run is not None
    now = situation(acting, run)
    assert now is not None
    alts = [chart.proto.alt for chart in page.get("plotly_chart")]
    assert sum(all(name in alt for name in now.rule.classes) for alt in alts) == 1
    found = groups(now.rule, now.pictures)
    assert sum(len(group.rows) for group in found) == len(now.judged.image_ids)
    walls = texts(part(page, 2))
    assert all(as_text(group.action) in walls for group in found)


def test_two_models_are_counted_on_the_same_pictures(acting: Project) -> None:
    """One that judged all, one that judged a part: the part, for both."""
    yours = chosen_run(acting)
    assert yours is not None
    said = Outcome.load(acting.runs.folder(yours.id) / FILE)
    part = acting.runs.create("finetune", yours.settings, yours.version)
    said.save(acting.runs.folder(part.id) / FILE)
    acting.runs.update(part.id, status="finished", results=yours.results)
    pair = held_against(acting, yours, acting.runs.get(part.id))
    assert pair is not None
    valid = said.part("valid").image_ids
    assert pair.mine.judged.image_ids == pair.other.judged.image_ids == valid
    assert (pair.shared, pair.all_mine) == (len(valid), len(said.part("train", "valid").image_ids))
    again = held_against(acting, yours, yours)
    whole = situation(acting, yours)
    assert again is not None and whole is not None
    same, here = (worths(one.stakes, one.pictures)["policy"] for one in (again.mine, whole))
    assert same == here, "one model has one cost"


def run_with_classes(project: Project, vocab: list[str]) -> None:
    """A finished run that knows these classes and said random things, chosen as the model."""
    first = chosen_run(project)
    assert first is not None
    images = [image for image in project.dataset.images() if image.label in vocab]
    draw = np.random.default_rng(1)
    said = Outcome(
        vocab,
        [image.id for image in images],
        ["valid"] * len(images),
        np.array([vocab.index(image.label) for image in images]),
        draw.dirichlet(np.ones(len(vocab)), len(images)).astype(np.float32),
    )
    other = project.runs.create("quick", first.settings, first.version)
    said.save(project.runs.folder(other.id) / FILE)
    project.runs.update(other.id, status="finished", results=first.results)
    choose_run(project, other.id)
    save_guess(project, CHEAPEST, None)


def test_two_classes_have_thresholds(acting: Project) -> None:
    run_with_classes(acting, ["eight", "three"])
    page = part(open_page("/decide", acting), 1)
    run = chosen_run(acting)
    assert run is not None
    now = situation(acting, run)
    assert now is not None
    found = threshold_words(now.rule, now.costs.dreaded)
    assert len(found) >= 2 and all(words in texts(page) for words in found)
    assert not [slider for slider in page.slider if str(slider.key).startswith("try_")]


def test_five_classes_have_a_picture_whose_chances_can_be_moved(acting: Project) -> None:
    vocab = ["eight", "five", "nine", "seven", "three"]
    run_with_classes(acting, vocab)
    page = part(open_page("/decide", acting), 1)
    sliders = [slider for slider in page.slider if str(slider.key).startswith("try_")]
    assert [slider.label for slider in sliders] == vocab
    for slider in sliders:
        slider.set_value(100 if slider.label == "nine" else 0)
    page.run()
    assert not page.exception
    run = chosen_run(acting)
    assert run is not None
    now = situation(acting, run)
    assert now is not None
    sure = np.array([[float(name == "nine") for name in vocab]])
    best = now.rule.names[int(now.rule.chosen(sure)[0])]
    assert shows(page, f"**{as_text(best)}**", now.rule.sums(sure).min())


def test_a_decision_of_before_is_shown_with_the_right_rule(acting: Project) -> None:
    """Decisions kept before November 2026 have rules in words; those are not printed any more."""
    save_guess(acting, CHEAPEST, None)
    open_page("/decide", acting).button(key="keep_decision").click().run()
    kept = load_decision(acting)
    assert kept is not None
    older = kept.model_dump(mode="json", exclude={"pictures", "expected"})
    store_setting(acting, "decision", {**older, "rules": ["Chance of five above 7 %: Shout"]})
    page = open_page("/decide", acting)
    assert "Shout" not in texts(page)
    assert all(as_text(words) in kept_words(page, kept) for words in decision_words(kept))
