"""Which sets there are, that a run is asked once about held-back ones, and who opened the test."""

from dataclasses import replace

from core.evaluation.evidence_sets import (
    evidence_sets,
    is_test_open,
    open_test,
    openings,
    part_outcome,
)
from core.evaluation.held_back import (
    HELD_BACK,
    held_back_pictures,
    held_back_sets,
    judged_held_back,
    own_key,
)
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import chosen_run, outcome_of
from tests.core.project.pictures import pictures


def run_of(project: Project):  # type: ignore[no-untyped-def]
    run = chosen_run(project)
    assert run is not None
    return run


def test_a_project_has_its_own_sets_and_bears_have_held_back_ones(trained: Project) -> None:
    outcome = outcome_of(trained, run_of(trained))
    assert outcome is not None
    sets = evidence_sets(trained, outcome)
    assert list(sets) == ["valid", "train"]
    assert sets["valid"].pictures == len(part_outcome(trained, run_of(trained), "valid").image_ids)
    assert tuple(held_back_sets(trained, ["black", "grizzly", "teddy"])) == HELD_BACK
    assert held_back_sets(trained, ["three", "five", "eight"]) == {}


def test_a_set_that_was_brought_is_judged_and_judged_again_with_every_picture(
    trained: Project,
) -> None:
    run = run_of(trained)
    three = [replace(one, held_back="my aunt's phone") for one in pictures(3, "five", start=90)]
    odd = replace(pictures(1, "nine", start=99)[0], held_back="my aunt's phone")
    trained.dataset.add([*three[:2], odd])
    (key,) = held_back_sets(trained, ["three", "five", "eight"])
    assert key == own_key("my aunt's phone")
    assert held_back_sets(trained, ["nine"]) and not held_back_sets(trained, ["ten"])
    assert len(held_back_pictures(trained, key)) == 3
    first = judged_held_back(trained, run, key)
    assert first.image_ids == [one.id for one in three[:2]], "a class it knows"
    trained.dataset.add(three[2:])
    assert len(judged_held_back(trained, run, key).image_ids) == 3


def test_the_answers_follow_their_file(trained: Project) -> None:
    run = run_of(trained)
    before = outcome_of(trained, run)
    assert before is outcome_of(trained, run)
    (trained.runs.folder(run.id) / "outcome.npz").unlink()
    assert outcome_of(trained, run) is None


def test_opening_the_locked_test_set_is_noted_once_a_run(trained: Project) -> None:
    run = run_of(trained)
    assert not is_test_open(trained, run)
    open_test(trained, run)
    open_test(trained, run)
    assert is_test_open(trained, run)
    assert [opening["run"] for opening in openings(trained)] == [run.id]


def test_held_back_pictures_are_asked_about_once(trained: Project, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from core.evaluation import held_back

    class Asked:
        def __init__(self) -> None:
            self.vocab = ["black", "grizzly", "teddy"]
            self.questions = 0

        def predict(self, picture: object) -> object:
            self.questions += 1
            return type("Answer", (), {"probs": {"black": 0.6, "grizzly": 0.3, "teddy": 0.1}})

    asked = Asked()
    monkeypatch.setattr(held_back, "load_predictor", lambda project, run_id: asked)
    heard: list[tuple[int, int]] = []
    first = judged_held_back(trained, run_of(trained), "night", lambda *step: heard.append(step))
    again = judged_held_back(trained, run_of(trained), "night")
    assert asked.questions == len(first.image_ids) == heard[-1][0] == heard[-1][1]
    assert isinstance(again, Outcome)
    assert (again.probs == first.probs).all()
    asked.vocab = ["teddy", "grizzly", "black"]  # a file that speaks of other classes is not ours
    assert judged_held_back(trained, run_of(trained), "night").vocab == asked.vocab
