"""A run under a condition, the line that travels, and what a few pictures from there change."""

from datetime import date

import numpy as np
import pytest
from PIL import Image

from core.drivetrain.card.blocks import Table
from core.evaluation.abroad import (
    ABROAD,
    Abroad,
    NotJudged,
    go_abroad,
    home_outcome,
    judged_abroad,
    standing,
    surely_wrong,
    work_place,
)
from core.evaluation.conditions import CONDITIONS
from core.evaluation.elsewhere import Elsewhere
from core.evaluation.novelty import SCORES, line_at
from core.evaluation.novelty_line import Novelty, keep_line, novelty_of, strangeness
from core.evaluation.taught_abroad import rows_in_turn, taught_abroad
from core.evaluation.tried_abroad import note_tried, tried
from core.learning.report.documents import document
from core.learning.report.facts import facts
from core.production.predictor import load_predictor, television_static
from core.project.project import Project
from core.training.outcome import FILE
from core.training.runs import chosen_run

BLUR = CONDITIONS["blur"]


def run_of(project: Project):  # type: ignore[no-untyped-def]
    run = chosen_run(project)
    assert run is not None
    return run


@pytest.fixture(scope="module")
def blurred(trained_to_read: Project) -> Abroad:
    """The run of `trained_to_read` on blurred pictures."""
    return judged_abroad(trained_to_read, run_of(trained_to_read), Elsewhere("blur"))


def test_under_no_condition_everything_is_as_at_home(trained_to_read: Project) -> None:
    found = judged_abroad(trained_to_read, run_of(trained_to_read), Elsewhere("blur", 0.0))
    np.testing.assert_allclose(found.abroad.probs, found.home.probs, atol=1e-5)
    for name in SCORES:
        np.testing.assert_allclose(found.abroad_scores[name], found.home_scores[name], atol=1e-5)


def test_it_is_the_model_that_is_asked_about_the_changed_pictures(
    trained_to_read: Project, blurred: Abroad
) -> None:
    run = run_of(trained_to_read)
    image_id = blurred.home.image_ids[0]
    with Image.open(trained_to_read.dataset.image_path(image_id)) as stored:
        answer = load_predictor(trained_to_read, run.id).predict(BLUR.of(stored, image_id, 1.0))
    assert list(answer.probs.values()) == pytest.approx(blurred.abroad.probs[0].tolist(), abs=1e-4)
    assert blurred.learned["centroid_cosine"].shape == (run.results["train"],)


def test_standing_counts_the_sure_and_wrong(blurred: Abroad) -> None:
    found = blurred.abroad
    wrong = found.probs.argmax(axis=1) != found.targets
    said = standing(found)
    assert said.score.correct == int((~wrong).sum())
    assert said.sure_and_wrong == int((wrong & (found.probs.max(axis=1) >= 0.9)).sum())
    sure = [found.confidences[row] for row in surely_wrong(found)]
    assert sure == sorted(sure, reverse=True) and len(sure) == int(wrong.sum())


def test_it_runs_behind_the_page_and_says_what_it_is_about(trained: Project) -> None:
    run = run_of(trained)
    go_abroad(trained, run, Elsewhere("blur", 0.5))
    ABROAD.wait(trained, 60, work_place(trained, run, Elsewhere("blur", 0.5)))
    ended = ABROAD.progress(trained, work_place(trained, run, Elsewhere("blur", 0.5)))
    assert ended is not None and ended.state == "finished" and ended.result is not None


def test_a_run_without_its_answers_says_what_to_do(trained: Project) -> None:
    run = run_of(trained)
    (trained.runs.folder(run.id) / FILE).unlink()
    with pytest.raises(NotJudged):
        home_outcome(trained, run)
    keep_line(trained, 0.05)
    assert novelty_of(trained, run) is None


def test_a_line_calls_static_strange_and_keeps_its_promise(trained: Project) -> None:
    run = run_of(trained)
    assert strangeness(trained, run, television_static()) is None, "no line, no word"
    keep_line(trained, 0.05)
    found = strangeness(trained, run, television_static())
    assert found is not None and found.strange
    learned = judged_abroad(trained, run, Elsewhere("blur", 0.0)).learned["centroid_cosine"]
    assert found.line == line_at(learned, 0.05)
    with pytest.raises(ValueError):
        keep_line(trained, 0.7)


def test_the_line_travels_as_json_and_judges_alike(trained: Project) -> None:
    run = run_of(trained)
    keep_line(trained, 0.1)
    novelty = novelty_of(trained, run)
    assert novelty is not None
    again = Novelty.model_validate_json(novelty.model_dump_json())
    lengths = np.linalg.norm(again.middles, axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-4)
    assert np.shape(again.middles) == (len(trained.dataset.classes()), 1280)


def test_what_is_learned_abroad_is_counted_on_the_same_pictures(
    trained_to_read: Project, blurred: Abroad
) -> None:
    run = run_of(trained_to_read)
    taught = taught_abroad(trained_to_read, run, Elsewhere("blur"))
    assert taught.extra == 12
    assert {score.total for score in (*taught.home, *taught.abroad)} == {run.results["valid"]}
    assert taught.abroad[0] == standing(blurred.abroad).score


def test_the_twelve_are_of_all_classes_in_turn() -> None:
    ids, targets = list("hgfedcba"), np.array([0, 0, 0, 0, 0, 1, 1, 2])
    chosen = rows_in_turn(ids, targets, 5)
    assert targets[chosen].tolist() == [0, 1, 2, 0, 1]
    assert [ids[row] for row in chosen] == ["d", "b", "a", "e", "c"]


def test_what_it_was_tested_on_is_kept_once_and_stands_in_the_card(
    trained: Project, blurred: Abroad
) -> None:
    run = run_of(trained)
    for _ in range(2):
        note_tried(trained, run, Elsewhere("blur"), blurred)
    (kept,) = tried(trained, run)
    assert kept.score == standing(blurred.abroad).score
    made = document(facts(trained, date(2026, 1, 1)), "card")
    tables = [b for section in made.sections for b in section.blocks if isinstance(b, Table)]
    assert [one.rows for one in tables if any(kept.score.in_words in row for row in one.rows)]
