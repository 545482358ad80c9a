"""The models of a class held against one plan on the same pictures: cheapest first, which is not
always the one with the most right answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.classroom.after import work_of
from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner, learners_of
from core.classroom.shared_wall import MODEL, hangs
from core.classroom.starting import begins_with
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.stream import Judgement, judgement_of, stream
from core.drivetrain.decide.worth import worths
from core.training.runs import chosen_run

Step = Callable[[int, int], None]


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
class Leaderboard:
    """The models by cost, cheapest first, on `pictures` that none of them learned from; `unit` is
    that of the costs. `left_out` have no model that can be compared."""

    standings: tuple[Standing, ...]
    pictures: int
    unit: str
    left_out: tuple[str, ...]

    @property
    def is_surprise(self) -> bool:
        """Return whether a model that names fewer rightly costs less than the one with the most."""
        most = max(one.accuracy for one in self.standings)
        return self.standings[0].accuracy < most


def leaderboard(of: SchoolClass, step: Step) -> Leaderboard | None:
    """Return the board of those who put their model on it, priced with the plan that all began
    with; None where there are no two to compare on a common picture. `step(done, all)` is told
    after each; what it raises ends it."""
    common = begins_with(of)
    takers = [one for one in learners_of(of.id) if hangs(one, MODEL)]
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
    return Leaderboard(ranked, len(shared), costs.unit, left_out)


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
