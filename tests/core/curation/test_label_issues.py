"""Labels that are probably wrong: found without knowing them, and never in the test set."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.curation.labels.label_issues import (
    label_issues,
    middles_say,
    neighbours_say,
    pooled,
    ranked_labels,
    run_label_issues,
)
from core.curation.labels.suspicion import hints_so_far
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import finished_runs

CLASSES = 3
EACH = 20


@pytest.fixture(scope="module")
def clouds() -> tuple[np.ndarray, np.ndarray]:
    """Sixty points around three middles, and the middle each belongs to."""
    chance = np.random.default_rng(0)
    truth = np.repeat(np.arange(CLASSES), EACH)
    middles = chance.normal(size=(CLASSES, 32)) * 3
    return (middles[truth] + chance.normal(size=(len(truth), 32))).astype(np.float32), truth


def judged(targets: np.ndarray, probs: np.ndarray) -> Outcome:
    return Outcome(
        vocab=["black", "grizzly", "teddy"],
        image_ids=[f"p{n}" for n in range(len(targets))],
        splits=["train"] * len(targets),
        targets=targets.astype(np.int64),
        probs=probs.astype(np.float32),
    )


def clueless(count: int) -> np.ndarray:
    """A run that has no idea: alone it would find nothing."""
    return np.full((count, CLASSES), 1 / CLASSES)


def test_embeddings_point_at_the_wrong_label(clouds: tuple[np.ndarray, np.ndarray]) -> None:
    vectors, truth = clouds
    targets = truth.copy()
    targets[[3, 30]] = [2, 0]
    found = label_issues(judged(targets, clueless(len(truth))), vectors)
    assert {issue.image_id: (issue.given, issue.suggested) for issue in found} == {
        "p3": ("teddy", "black"),
        "p30": ("black", "grizzly"),
    }
    assert all(issue.score > 0.5 and issue.suggested in issue.why for issue in found)


def test_no_opinion_knows_the_label_it_judges(clouds: tuple[np.ndarray, np.ndarray]) -> None:
    vectors, truth = clouds
    other = truth.copy()
    other[7] = (truth[7] + 1) % CLASSES
    for opinion in (neighbours_say, middles_say):
        before, after = (opinion(vectors, labels, CLASSES)[7] for labels in (truth, other))
        assert before.argmax() == after.argmax() == truth[7]


def test_an_opinion_that_is_poor_here_is_not_heard(clouds: tuple[np.ndarray, np.ndarray]) -> None:
    _, truth = clouds
    noise = np.random.default_rng(1).normal(size=(len(truth), 32)).astype(np.float32)
    sure = np.eye(CLASSES)[truth] * 0.94 + 0.02
    together = pooled(sure.astype(np.float32), noise, truth)
    assert (together.argmax(axis=1) == truth).all()


def test_without_embeddings_the_run_speaks_alone() -> None:
    targets = np.array([0, 1, 2, 0, 1, 2, 0])
    probs = np.eye(CLASSES)[[0, 1, 2, 0, 1, 2, 2]] * 0.94 + 0.02
    ranked = ranked_labels(judged(targets, probs))
    assert [ranked[0].image_id, ranked[0].suggested] == ["p6", "teddy"]
    assert ranked[0].score == pytest.approx(0.98, abs=0.01)
    assert len(ranked) == 7


def test_the_locked_test_set_is_never_judged(clouds: tuple[np.ndarray, np.ndarray]) -> None:
    vectors, truth = clouds
    targets = truth.copy()
    targets[3] = 2
    outcome = judged(targets, clueless(len(truth)))
    locked = replace(outcome, splits=["test" if n == 3 else "train" for n in range(len(truth))])
    ranked = ranked_labels(locked, np.delete(vectors, 3, axis=0))
    assert "p3" not in {issue.image_id for issue in ranked}
    assert len(ranked) == len(truth) - 1


def test_nothing_to_judge() -> None:
    assert label_issues(judged(np.array([], dtype=int), np.zeros((0, CLASSES)))) == []


def test_a_run_of_a_project_and_labels_changed_since(trained: Project) -> None:
    run = finished_runs(trained)[0]
    moved = trained.dataset.images(split="train")[0]
    other = next(name for name in trained.dataset.classes() if name != moved.label)
    before = {issue.image_id for issue in run_label_issues(trained, run)}
    doubted = [i for i in before if trained.dataset.image(i).split == "train"]
    if not doubted:
        pytest.fail("the digits are easy to mix up: some label is always doubted")
    trained.dataset.move(doubted[:1], other)
    after = {issue.image_id for issue in run_label_issues(trained, run)}
    changed = trained.dataset.label_history(doubted[0])[-1]
    assert (doubted[0] in after) == (changed.old == changed.new)
    trained.runs.delete(run.id)
    assert run_label_issues(trained, run) == []


def test_pictures_nearby_are_heard_as_soon_as_they_were_looked_at(
    trained: Project, home: Path
) -> None:
    run = finished_runs(trained)[0]
    (home / "cache").rename(home / "away")
    alone = run_label_issues(trained, run)
    waiting = hints_so_far(trained, run, "label", patience=120)
    shutil.rmtree(home / "cache", ignore_errors=True)
    (home / "away").rename(home / "cache")
    together = run_label_issues(trained, run)
    assert [issue.why for issue in together] != [issue.why for issue in alone]
    found = hints_so_far(trained, run, "label", patience=120)
    assert waiting is not None and waiting.keys() == {issue.image_id for issue in alone}
    assert found is not None and found.keys() == {issue.image_id for issue in together}
