"""The models of a class held against one plan on the same pictures: cheapest first, which is not
always the one with the most right answers."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np
from pydantic import TypeAdapter, ValidationError

from core.classroom import tables
from core.classroom.after import work_of
from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner, learners_of
from core.classroom.shared_wall import BOARD, MODEL, hangs, take_board_down
from core.classroom.starting import begins_with
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.stream import Judgement, judgement_of, stream
from core.drivetrain.decide.worth import worths
from core.training.runs import chosen_run

Step = Callable[[int, int], None]
MOST_DIFFER = 12  # pictures that are shown of those where two models differ


@dataclass(frozen=True)
class Standing:
    """One learner's model: what its decisions cost for 1,000 pictures with the likely range (95 %),
    and the share it names rightly (0…1)."""

    nickname: str
    cost: float
    low: float
    high: float
    accuracy: float


@dataclass(frozen=True)
class Differing:
    """A picture that one of two models named right and the other did not: its id, its label, and
    what each called it, in the order of the board."""

    image: str
    label: str
    called: tuple[str, str]


@dataclass(frozen=True)
class Leaderboard:
    """The models by cost, cheapest first, on `pictures` that none of them learned from; `unit` is
    that of the costs. `left_out` have no model that can be compared. Of two models alone, `differ`
    are the first pictures that only one of them named right, of as many as `only` says for each."""

    standings: tuple[Standing, ...]
    pictures: int
    unit: str
    left_out: tuple[str, ...] = ()
    differ: tuple[Differing, ...] = ()
    only: tuple[int, int] = (0, 0)

    @property
    def is_surprise(self) -> bool:
        """Return whether a model that names fewer rightly costs less than the one with the most."""
        most = max(one.accuracy for one in self.standings)
        return self.standings[0].accuracy < most

    @property
    def is_level(self) -> bool:
        """Return whether all cost the same and are right as often, as the models are that a class
        trains from the pictures that it began with."""
        return len({(one.cost, one.accuracy) for one in self.standings}) == 1


_STORED = TypeAdapter(Leaderboard)


def on_board(of: SchoolClass) -> list[Learner]:
    """Return the learners who chose to have their model compared in front of their class."""
    return [one for one in learners_of(of.id) if hangs(one, MODEL)]


def leaderboard(of: SchoolClass, step: Step, who: Collection[str] = ()) -> Leaderboard | None:
    """Return the board of those who put their model on it, or of the learners with the ids `who`,
    priced with the plan that all began with; None where there are no two to compare on a common
    picture. `step(done, all)` is told after each; what it raises ends it."""
    common = begins_with(of)
    takers = [one for one in learners_of(of.id) if one.id in who] if who else on_board(of)
    if common is None:
        return None
    found: dict[str, Judgement] = {}
    classes = sorted(common.dataset.classes())
    for done, learner in enumerate(takers, 1):
        judged = _judged(learner)
        if judged is not None and sorted(judged.classes) == classes:
            found[learner.nickname] = judged
        step(done, len(takers))
    labels = {image.id: image.label for image in common.dataset.images()}
    left_out = tuple(one.nickname for one in takers if one.nickname not in found)
    return compared(found, labels, load_costs(common), left_out)


def compared(
    found: dict[str, Judgement],
    labels: dict[str, str],
    costs: Costs,
    left_out: tuple[str, ...] = (),
) -> Leaderboard | None:
    """Return the board of these answers (by nickname) on the pictures that all of them were asked
    about and `labels` (by id) knows; None for fewer than two, or without such a picture."""
    asked = [set(judged.image_ids) for judged in found.values()]
    shared = set(labels).intersection(*asked) if len(found) > 1 else set()
    if not shared:
        return None
    standings = [_standing(name, found[name], shared, labels, costs) for name in found]
    ranked = tuple(sorted(standings, key=lambda one: (one.cost, one.nickname)))
    board = Leaderboard(ranked, len(shared), costs.unit, left_out)
    return _with_differences(board, found, shared, labels) if len(ranked) == 2 else board


def show_board(of: SchoolClass, board: Leaderboard) -> None:
    """Let the whole class see a board, instead of the one before. It goes when the teacher or one
    of those on it takes it down, and with the class. Raises ValueError where somebody on it did not
    choose to be compared."""
    if {one.nickname for one in board.standings} - {one.nickname for one in on_board(of)}:
        raise ValueError("Somebody on this board did not choose to be compared.")
    take_board_down(of.id)
    values = ("", f"{BOARD}:{of.id}", of.id, BOARD, _STORED.dump_json(board), b"", time.time())
    with tables.writing() as table:
        table.execute("INSERT INTO wall VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def shown_board(class_id: str) -> Leaderboard | None:
    """Return the board that the class sees; None while there is none."""
    with tables.reading() as table:
        row = table.execute(
            "SELECT said FROM wall WHERE learner = '' AND what = ?", (f"{BOARD}:{class_id}",)
        ).fetchone()
    try:
        return None if row is None else _STORED.validate_json(row[0])
    except ValidationError:
        return None


def _with_differences(
    board: Leaderboard, found: dict[str, Judgement], shared: set[str], labels: dict[str, str]
) -> Leaderboard:
    first, second = (_called(found[one.nickname], shared) for one in board.standings)
    differ = [
        Differing(image, labels[image], (first[image], second[image]))
        for image in sorted(shared)
        if (first[image] == labels[image]) != (second[image] == labels[image])
    ]
    sides = [[one for one in differ if one.called[at] == one.label] for at in (0, 1)]
    some = [one for side in sides for one in side[: MOST_DIFFER // 2]]
    return replace(board, differ=tuple(some), only=(len(sides[0]), len(sides[1])))


def _called(judged: Judgement, shared: set[str]) -> dict[str, str]:
    said = zip(judged.image_ids, judged.predicted, strict=True)
    return {image: judged.classes[int(place)] for image, place in said if image in shared}


def _standing(
    name: str, judged: Judgement, shared: set[str], labels: dict[str, str], costs: Costs
) -> Standing:
    """All are held against the labels that everybody began with."""
    some = judged.only(shared)
    assert some is not None
    truth = np.array([some.classes.index(labels[image]) for image in some.image_ids])
    some, stakes = replace(some, targets=truth), costs.stakes(some.classes)
    worth = worths(stakes, stream(some, stakes))["policy"]
    return Standing(name, worth.cost, worth.low, worth.high, some.accuracy)


def _judged(learner: Learner) -> Judgement | None:
    project = work_of(learner)
    run = None if project is None else chosen_run(project)
    return None if project is None or run is None else judgement_of(project, run)
