"""The training to watch is a real one: its figures follow from heads that are fitted here."""

from pathlib import Path

from core.starter.bear_sets import CLASSES
from core.starter.watched import HELD_OUT, SEEN, watched_training


def test_it_learns_from_some_pictures_and_is_judged_on_others(home: Path) -> None:
    seen = watched_training()
    landed = [one.picture for one in seen.landed]
    assert not {*seen.learned} & {*landed}
    assert [step.seen for step in seen.steps] == [len(CLASSES) * each for each in SEEN]
    last = seen.steps[-1]
    assert sum(last.right.values()) == seen.right == sum(one.right for one in seen.landed)
    assert seen.right > 2 * len(landed) / 3 and len(landed) == HELD_OUT * len(CLASSES)
    hardest = seen.hardest(4)
    assert [one.right for one in hardest] == sorted(one.right for one in hardest)
    assert not (home / "workspaces").exists()
