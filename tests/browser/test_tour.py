"""The tour, walked by a new user from the first page to the card: every stop points at its control,
answers what was tapped, and shows a figure of the learner's own."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.app_server import Server
from core.learning.deeds import deeds
from core.learning.tour.content import tour
from core.learning.tour.place import tour_place
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.bear_sets import CLASSES, faults_found
from core.training.runs import finished_runs
from tests.browser.choose import choose
from tests.browser.conftest import with_motion

pytestmark = pytest.mark.browser

SLOW = 240_000
RING = "[data-tour-ring]"
CHOICES = {"wish": 1, "bears": 0, "seconds": 2, "mistakes": 0, "label": 1, "price": 2, "night": 1}
CORRECTED = 6
KEYS = {name: str(place) for place, name in enumerate(CLASSES, 1)}


def button(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} button").first


def ringed(page: Page, stop_id: str, step: int) -> Locator:
    """The control that this step points at; the pointer names it."""
    name = next(stop for stop in tour().stops if stop.id == stop_id).steps[step].name
    control = page.locator(f'[data-tour-ring="{name}"]')
    expect(control).to_be_in_viewport(timeout=SLOW)
    return control


def press(page: Page, stop_id: str, step: int = 0) -> None:
    ringed(page, stop_id, step).locator("button").first.click()


def correct_labels(page: Page) -> None:
    """Relabel the first pictures of the wall as the model says, then apply and retrain."""
    ringed(page, "label", 0)
    wall = page.get_by_role("listbox", name="Pictures to sort, most suspicious first")
    for place in range(CORRECTED):
        card = wall.get_by_role("option").nth(place)
        said = re.search(r"model: (\w+)", card.inner_text())
        assert said
        card.click()
        wall.press(KEYS[said[1]])
    review = page.locator('[data-tour-ring="Review and Apply"] button').first
    review.click(timeout=SLOW)
    button(page, "apply_cleaning").click(timeout=SLOW)
    press(page, "label", 2)


def move_the_price(page: Page) -> None:
    slider = ringed(page, "price", 0).get_by_role("slider")
    slider.press("End")
    press(page, "price", 1)


def look_at_night(page: Page) -> None:
    ringed(page, "night", 1).wait_for()
    choose(page, "Fog", "What is different?")


def ask_another(page: Page) -> None:
    ringed(page, "gate", 0).locator("label").nth(1).click()


DO = {
    "label": correct_labels,
    "price": move_the_price,
    "night": look_at_night,
    "gate": ask_another,
}


def the_project(page: Page) -> Project:
    key = re.search(r"[?&]w=([A-Za-z0-9_-]+)", page.url)
    assert key, page.url
    return Workspace.open(key[1]).current()


def test_a_newcomer_walks_the_whole_tour_and_keeps_a_card(server: Server, page: Page) -> None:
    with_motion(page).goto(server.url)
    button(page, "watch_it_learn").click()
    expect(page.locator(".choices button").first).to_be_visible(timeout=SLOW)
    page.locator(".choices button").first.click()
    expect(page.locator(".answer")).not_to_be_empty()
    page.emulate_media(reduced_motion="reduce")
    button(page, "take_tour").click()
    for stop in tour().stops:
        choice = button(page, f"tour_choice_{CHOICES.get(stop.id, 0)}")
        expect(choice).to_be_visible(timeout=SLOW)
        if stop.id == "night":  # it survives a reload, in another tab too
            page.reload()
        choice.click(timeout=SLOW)
        if stop.id in DO:
            DO[stop.id](page)
        else:
            press(page, stop.id)
        expect(button(page, "tour_next")).to_be_visible(timeout=SLOW)
        expect(page.locator(".st-key-tour_dock").get_by_test_id("stMetricValue")).to_be_visible()
        expect(page.locator(RING)).to_have_count(0)
        button(page, "tour_next").click()
    card = page.locator(".st-key-tour_card")
    expect(card).to_be_visible(timeout=SLOW)
    project = the_project(page)
    assert tour_place(project).finished and len(finished_runs(project)) == 2
    assert faults_found(project)["wrong label"].found == CORRECTED
    assert len(deeds(project)) >= 3
    with page.expect_download() as download:
        button(page, "tour_pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
