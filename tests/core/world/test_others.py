"""A class of other pictures, on digits: what it learned it knows, and it costs little at home."""

from core.project.project import Project
from core.training.runs import chosen_run
from core.world.others import ASKED, LEARNED, other_kinds, other_pictures, with_others


def test_other_kinds_are_none_of_the_classes() -> None:
    assert other_kinds(["three", "five"]) == ["static", "sounds", "bears"]
    assert "bears" not in other_kinds(["grizzly", "cat"])
    assert len(other_pictures("digits")) == LEARNED + ASKED


def test_it_calls_other_what_is_like_the_others_it_saw(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    found = with_others(trained, run, "static")
    assert found.called["static"].accuracy > 0.9
    assert {score.total for score in found.called.values()} == {ASKED}
    assert all(score.accuracy > 0.9 for score in found.beyond.values()), "far from every digit"
    assert found.home[0].total == found.home[1].total == run.results["valid"]
