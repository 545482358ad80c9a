"""Predict, then reveal on the Clean page: guess, wait, compare; and the score on Bear World."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.content import lesson_text
from core.curation.faults.picture_faults import FAULTS
from core.curation.labels.suspicion import Reason
from core.curation.reveal import Round, keep_round, revealed, round_of, rounds
from core.jobs.background import Progress
from core.project.project import Project
from tests.app import has, open_page, paragraphs, shows
from tests.reading import figures, one_has
from ui.parts.lesson import as_text

BLURRED = Reason("blurry", "blurred", "blurred")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has looked at every picture already; its own tests really start it."""
    monkeypatch.setattr("ui.clean.reveal.start_faults", lambda project: None)


def test_the_model_answers_only_after_the_guess(
    trained: Project, measured: None, until: Callable[..., None]
) -> None:
    page = open_page("/clean", trained, step="Look yourself")
    assert has(page, "reveal_now") and rounds(trained) == []
    page.button(key="reveal_now").click().run()
    until(lambda: rounds(trained) or not page.run())  # it is asked in the background
    assert not has(page.run(), "reveal_now")
    [one] = rounds(trained)
    assert one.revealed
    assert not page.exception


def test_while_pictures_are_measured_it_says_how_far(
    trained: Project, measured: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    halfway = Progress("running", 0.5, "Looking at your pictures: 30 of 60")
    monkeypatch.setattr(FAULTS, "running", lambda project: True)
    monkeypatch.setattr(FAULTS, "progress", lambda project: halfway)
    page = open_page("/clean", trained, step="Look yourself")
    page.button(key="reveal_now").click().run()
    assert not page.exception
    bars = [(bar.proto.value, bar.proto.text) for bar in page.get("progress")]
    assert (50, as_text(halfway.message)) in bars
    assert lesson_text("reveal")["looking"].strip() in paragraphs(page)
    assert rounds(trained) == []


def test_the_groups_and_the_score(trained: Project, measured: None) -> None:
    first = round_of(trained, sorted(trained.dataset.classes())[0])
    a, b, c, *_ = first.pictures
    marked = replace(first, marked=[a, b])
    keep_round(trained, revealed(marked, {b: [BLURRED], c: [BLURRED]}, [frozenset({b})]))
    page = open_page("/clean", trained, step="Look yourself")
    groups = [words for words in paragraphs(page) if words.startswith("**")]
    assert [figures(words) for words in groups].count([1]) == 3, "by both, by one, by the other"
    assert shows(page, len(first.pictures), 1, 1, 1, 1, 1, 1), "planted, found, and not planted"


def test_a_deleted_picture_is_missed_and_nothing_breaks(trained: Project, measured: None) -> None:
    label = sorted(trained.dataset.classes())[0]
    gone = trained.dataset.images(label=label, split="train")[0].id
    keep_round(trained, Round(label, [gone], [gone], True, {gone: [BLURRED]}))
    trained.dataset.remove([gone])
    page = open_page("/clean", trained, step="Look yourself")
    assert not page.exception and one_has([one.value for one in page.caption], 1)
