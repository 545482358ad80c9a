"""Simulators: guess before the figures, levers that change them, a path, a link to one's plan."""

import pytest

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.drivetrain.simulators.content import simulators_text
from core.project.guesses import SIMULATED, save_guess
from core.project.project import Project
from tests.app import has, open_page, shows, texts
from ui.simulators import bookshop as sim_shop
from ui.simulators import campsite as sim_camp
from ui.simulators import insurer as sim_insurer

MODULES = (sim_shop, sim_insurer, sim_camp)
TITLES = {"pricing": "Car insurer", "campsite": "Campsite"}


def reveal(project: Project) -> None:
    """No guesses, everything shown."""
    for name, text in simulators_text().simulators.items():
        for guess in text.guesses:
            save_guess(project, SIMULATED, None, f"{name}.{guess}")


def test_the_figures_come_after_the_guess(project: Project) -> None:
    page = open_page("/simulators", project)
    guesses = simulators_text().simulators["recommendation"].guesses
    assert has(page, "lock_recommendation_ranking") and not page.metric
    page.button_group(key="guess_recommendation_ranking").set_value("purchase").run()
    page.button(key="lock_recommendation_ranking").click().run()
    options = guesses["ranking"].choices
    assert shows(page, options["purchase"]) and has(page, "skip_recommendation_lots")
    page.button(key="skip_recommendation_lots").click().run()
    assert not has(page, "skip_recommendation_lots")
    assert not page.exception


@pytest.mark.parametrize("name", ["pricing", "campsite"])
def test_every_world_opens_by_its_address(project: Project, name: str) -> None:
    reveal(project)
    page = open_page("/simulators", project, sim=TITLES[name])
    assert simulators_text().simulators[name].story in texts(page)
    assert not page.exception and not has(page, f"lock_{name}")


def test_an_address_shares_the_levers_and_nonsense_in_it_does_no_harm(project: Project) -> None:
    reveal(project)
    page = open_page("/simulators", project, shop_lots="3,000", shop_town="2")
    assert page.select_slider(key="shop_lots").value == 3_000
    assert page.number_input(key="shop_town").value == 2
    page = open_page("/simulators", project, shop_lots="all", shop_habit="none", shop_town="-4")
    assert page.select_slider(key="shop_lots").value == 1_000


def test_the_path_sets_the_levers_and_starting_over_puts_them_back(project: Project) -> None:
    save_guess(project, SIMULATED, None, "recommendation.ranking")
    page = open_page("/simulators", project)
    for _ in range(2):
        page.button(key="step_recommendation").click().run()
    assert page.select_slider(key="shop_lots").value == 0
    assert "Step 2 of 5" in texts(page)
    page.button(key="reset_recommendation").click().run()
    assert page.select_slider(key="shop_lots").value == 1_000
    assert any((button.key or "").startswith("lock_") for button in page.button)


def test_the_learners_own_levers_stand_beside_the_question(project: Project) -> None:
    save_plan(project, Plan(levers=[Lever(name="Ring <b>twice</b>", note="once a week")]))
    page = open_page("/simulators", project)
    assert "once a week" in texts(page)
    assert "<b>twice" not in texts(page)


@pytest.mark.parametrize("name", simulators_text().simulators)
def test_a_step_is_read_after_its_guess_only(project: Project, name: str) -> None:
    """Before, its charts are not there, and it would say what the guess asks."""
    text = simulators_text().simulators[name]
    page = open_page("/simulators", project, sim=text.title)
    page.button(key=f"step_{name}").click().run()
    assert text.path[0].look not in texts(page)
    reveal(project)
    page.run()
    assert text.path[0].look in texts(page)


def test_every_step_of_a_path_comes_after_a_guess_that_is_asked() -> None:
    for text in simulators_text().simulators.values():
        assert {step.after for step in text.path} <= set(text.guesses)


def test_every_step_of_a_path_sets_levers_that_exist() -> None:
    for module in MODULES:
        for step in simulators_text().simulators[module.NAME].path:
            assert set(step.set) <= set(module.DEFAULTS)


def test_without_looks_all_ways_to_spend_them_are_a_tie(project: Project) -> None:
    """And none is called the answer: the two others stand beside the guess."""
    save_guess(project, SIMULATED, "lot", "campsite.looks")
    page = open_page("/simulators", project, sim=TITLES["campsite"], camp_looks="0")
    assert shows(page, *simulators_text().simulators["campsite"].guesses["looks"].choices.values())
