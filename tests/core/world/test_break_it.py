"""Finds of Break it: the rules, the points, and that nothing learns from them."""

import pytest
from PIL import Image

from core.evaluation.held_back import BREAK_IT, held_back_sets, own_key
from core.production.predictor import television_static
from core.project.project import Project
from core.training.runs import chosen_run
from core.world import break_it
from core.world.break_it import (
    NOT_KNOWN,
    NOT_SURE,
    NOT_WRONG,
    SECONDS,
    Attempt,
    Find,
    attempt,
    finds,
    in_this_round,
    keep_find,
    points,
    seconds_left,
    start_round,
)


class _Sure:
    vocab = ("five", "three")

    def __init__(self, share: float) -> None:
        self.share = share

    def predict(self, picture: Image.Image) -> object:
        probs = {"five": self.share, "three": 1 - self.share}
        return type("Answer", (), {"label": max(probs, key=probs.__getitem__), "probs": probs})


@pytest.mark.parametrize(
    ("share", "label", "why_not"),
    [(0.97, "three", ""), (0.97, "five", NOT_WRONG), (0.97, "nine", NOT_KNOWN)],
)
def test_only_what_is_wrong_and_sure_counts(  # type: ignore[no-untyped-def]
    trained: Project, monkeypatch, share: float, label: str, why_not: str
) -> None:
    monkeypatch.setattr(break_it, "load_predictor", lambda project, run: _Sure(share))
    said = attempt(trained, chosen_run(trained), television_static(), label)  # type: ignore[arg-type]
    assert (said.called, said.confidence, said.why_not) == ("five", share, why_not)


def test_a_find_becomes_a_test_picture_and_is_kept_once(trained: Project) -> None:
    run, picture = chosen_run(trained), television_static()
    assert run is not None
    before = len(trained.dataset.images())
    start_round(trained, now=1000.0)
    made = Attempt("three", "five", 0.93, "")
    assert keep_find(trained, run, picture, Attempt("three", "five", 0.4, NOT_SURE), "a") is None
    kept = keep_find(trained, run, picture, made, "a", now=1060.0)
    assert kept is not None and kept.points == 93
    assert keep_find(trained, run, picture, made, "a", now=1061.0) is None, "the same picture"
    assert len(trained.dataset.images()) == before
    assert trained.dataset.held_back_sets() == {BREAK_IT: 1}
    assert own_key(BREAK_IT) in held_back_sets(trained, ["three", "five"])
    assert in_this_round(trained, finds(trained)) == finds(trained) == [kept]
    trained.dataset.remove_held_back([kept.image])
    assert finds(trained) == []


def test_of_each_photo_only_the_surest_find_counts() -> None:
    def found(origin: str, sure: float) -> Find:
        return Find(
            image="0" * 64, label="a", called="b", confidence=sure, origin=origin, run="r", at=0
        )

    assert points([found("x", 0.6), found("x", 0.9), found("y", 0.7)]) == 160
    assert points([]) == 0


def test_a_round_ends_after_two_minutes(project: Project) -> None:
    assert seconds_left(project) == 0
    start_round(project, now=50.0)
    assert seconds_left(project, now=50.0 + SECONDS - 1) == 1
    assert seconds_left(project, now=50.0 + SECONDS) == 0 == seconds_left(project, now=49.0)
