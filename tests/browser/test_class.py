"""A lesson in three browsers: two learners join, guess, wait, see the reveal, and are led."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.app_server import Server
from core.classroom.classes import class_of_code, lead
from core.classroom.learners import learners_of
from core.learning.pages import page_info
from tests.browser.choose import choose
from tests.browser.conftest import drawn, go, new_window
from tests.core.gather.pictures import as_file, noise

pytestmark = pytest.mark.browser
PAUSE = "dialog.pause[open]"


@pytest.fixture
def people(browser: Browser) -> Iterator[list[Page]]:
    """A teacher and two learners, each in a browser of their own."""
    windows = [new_window(browser) for _ in range(3)]
    yield [window.new_page() for window in windows]
    for window in windows:
        window.close()


def click(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    drawn(page)


def part(page: Page, name: str) -> None:
    page.get_by_role("radiogroup").first.get_by_text(name, exact=True).click()
    drawn(page)


def begin(teacher: Page, url: str) -> str:
    """A new class; returns its code."""
    teacher.goto(f"{url}/teach")
    drawn(teacher)
    click(teacher, "create_class")
    click(teacher, "class_key_saved")
    return teacher.locator(".st-key-class_code h1").inner_text()


def come(learner: Page, url: str, code: str, place: int) -> None:
    """Join, and go to the first stop."""
    learner.goto(f"{url}/join?code={code}")
    drawn(learner)
    learner.locator(".st-key-nickname button").nth(place).click()
    drawn(learner)
    click(learner, "join_now")
    click(learner, "go_to_stop")


def guess(learner: Page, place: int) -> None:
    learner.locator("[class*=st-key-guess_] label:has(input)").nth(place).click()
    drawn(learner)
    learner.locator("[class*=st-key-lock_guess_] button").click()
    expect(learner.locator("[class*=st-key-waits_]")).to_be_visible()


def test_a_lesson_from_the_code_to_going_together(
    people: list[Page], phone: Page, server: Server
) -> None:
    teacher, *learners = people
    code = begin(teacher, server.url)
    for place, learner in enumerate(learners):
        come(learner, server.url, code, place)
    part(teacher, "Guesses")
    part_of_hold = teacher.locator(".st-key-class_held").get_by_text("Every guess", exact=True)
    part_of_hold.click()
    drawn(teacher)
    for place, learner in enumerate(learners):
        learner.locator(".st-key-domain button").first.click()
        drawn(learner)
        guess(learner, place)
    reveal = teacher.locator("[class*=st-key-reveal_] button")
    expect(teacher.locator("[class*=st-key-topic_] tr")).to_have_count(3)
    reveal.first.click()
    for learner in learners:
        expect(learner.locator("[class*=st-key-class_guess_] tr")).to_have_count(3)
    part(teacher, "Now")
    expect(teacher.locator("table.board tbody tr")).to_have_count(2)
    teacher.locator(".st-key-pause_question input").fill("Who was right, and why?")
    teacher.locator(".st-key-pause_question input").press("Enter")
    drawn(teacher)
    click(teacher, "class_pause")
    for learner in learners:
        expect(learner.locator(PAUSE)).to_contain_text("Who was right, and why?")
        learner.keyboard.press("Escape")
        learner.keyboard.press("Escape")
        expect(learner.locator(PAUSE)).to_be_visible()
    click(teacher, "class_go_on")
    for learner in learners:
        expect(learner.locator(PAUSE)).to_have_count(0)
    go_together(teacher, learners)
    lead(class_of_code(code).id, lambda now: {"no_people": True})
    photo_of_a_classmate(learners[1], phone, server.url)
    whose_work(learners[0], server.url)
    assert len(learners_of(class_of_code(code).id)) == 2


def go_together(teacher: Page, learners: list[Page]) -> None:
    """From the first stop, which the teacher's list begins with, to the second."""
    teacher.locator(".st-key-class_lead summary").click()
    drawn(teacher)
    stops = teacher.locator(".st-key-together_stop input").first
    stops.wait_for()
    teacher.wait_for_timeout(1000)  # the panel has opened, and what it holds stays where it is
    stops.click()
    teacher.get_by_role("option").nth(1).click()
    drawn(teacher)
    click(teacher, "class_together")
    for learner in learners:
        learner.wait_for_url("**/objective?*")


def photo_of_a_classmate(learner: Page, phone: Page, url: str) -> None:
    """By the link that a learner shows, a photo waits on Gather, and is in once it is accepted."""
    go(learner, page_info("gather"))
    choose(learner, "A phone")
    drawn(learner)
    learner.get_by_role("radiogroup").get_by_text("Classmates' phones", exact=True).click()
    drawn(learner)
    click(learner, "begin_phone")
    address = learner.locator("[data-testid=stCode]").first.inner_text().strip()
    phone.goto(f"{url}{urlsplit(address).path}")
    expect(phone.locator(".people")).to_be_visible()
    expect(phone.locator("#classes input:checked")).to_have_count(1)
    photo = {"name": "leaf.png", "mimeType": "image/png", "buffer": as_file(noise(5))}
    nothing = {"name": "note.png", "mimeType": "image/png", "buffer": b"no picture"}
    phone.set_input_files("#choose", [photo, nothing])
    expect(phone.locator("#sent .bad")).to_have_count(1)
    click(learner, "accept_one")
    expect(learner.locator(".st-key-tray")).to_have_count(0)
    click(learner, "end_phone")
    expect(phone.get_by_role("alert")).to_be_visible()
    assert phone.context.cookies() == []


def whose_work(learner: Page, url: str) -> None:
    """The bare address asks who sits here, and opens that work."""
    learner.goto(url)
    click(learner, "i_am_0")
    expect(learner).to_have_url(re.compile(r"/\?w="))
