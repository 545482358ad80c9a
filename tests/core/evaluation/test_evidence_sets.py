"""Which sets there are, that a run is asked once about held-back ones, and who opened the test."""

from core.evaluation.evidence_sets import (
    HELD_BACK,
    evidence_sets,
    held_back_sets,
    is_test_open,
    judged_held_back,
    open_test,
    openings,
    part_outcome,
)
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import chosen_run, outcome_of


def run_of(project: Project):  # type: ignore[no-untyped-def]
    run = chosen_run(project)
    assert run is not None
    return run


def test_a_project_has_its_own_sets_and_bears_have_held_back_ones(trained: Project) -> None:
    outcome = outcome_of(trained, run_of(trained))
    assert outcome is not None
    sets = evidence_sets(outcome)
    assert list(sets) == ["valid", "train"]
    assert sets["valid"].pictures == len(part_outcome(trained, run_of(trained), "valid").image_ids)
    assert tuple(held_back_sets(["black", "grizzly", "teddy"])) == HELD_BACK
    assert held_back_sets(["three", "five", "eight"]) == {}


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
    from core.evaluation import evidence_sets

    class Asked:
        def __init__(self) -> None:
            self.vocab = ["black", "grizzly", "teddy"]
            self.questions = 0

        def predict(self, picture: object) -> object:
            self.questions += 1
            return type("Answer", (), {"probs": {"black": 0.6, "grizzly": 0.3, "teddy": 0.1}})

    asked = Asked()
    monkeypatch.setattr(evidence_sets, "load_predictor", lambda project, run_id: asked)
    heard: list[tuple[int, int]] = []
    first = judged_held_back(trained, run_of(trained), "night", lambda *step: heard.append(step))
    again = judged_held_back(trained, run_of(trained), "night")
    assert asked.questions == len(first.image_ids) == heard[-1][0] == heard[-1][1]
    assert isinstance(again, Outcome)
    assert (again.probs == first.probs).all()
    asked.vocab = ["teddy", "grizzly", "black"]  # a file that speaks of other classes is not ours
    assert judged_held_back(trained, run_of(trained), "night").vocab == asked.vocab
