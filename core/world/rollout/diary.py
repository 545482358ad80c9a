"""The learner's own nights 1 to 20: what came by, what they said, and what that cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.drivetrain.costs.stakes import Stakes
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.world.rollout.camp import A_NIGHT, BY_HAND, SUPERVISED, Pool, Rows
from core.world.rollout.rules import Rules, alone_after

Id = Annotated[str, Field(max_length=64)]
Label = Annotated[str, Field(max_length=1000)]


class Night(BaseModel):
    """The pictures of one night, and the class somebody said of each; `by_colleague`: a colleague
    who answers as the labels say."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pictures: Annotated[list[Id], Field(max_length=A_NIGHT)] = []
    said: Annotated[list[Label], Field(max_length=A_NIGHT)] = []
    by_colleague: bool = False


class Diary(BaseModel):
    """All nights so far; `red_button` is the night after which the learner stopped the model, 0
    while they have not."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    nights: Annotated[list[Night], Field(max_length=SUPERVISED)] = []
    red_button: Annotated[int, Field(ge=0, le=SUPERVISED)] = 0


DIARY = Setting[Diary]("rollout_diary_", Diary, Diary, family=True)  # about a run and a seed


def place(run: RunRecord, seed: int) -> str:
    """Whose nights a diary tells: a run's, with the pictures of one seed."""
    return f"{run.id}-{seed}"


def diary(project: Project, run: RunRecord, seed: int) -> Diary:
    """What was written so far."""
    return project.settings.get(DIARY, place(run, seed))


def keep(project: Project, run: RunRecord, seed: int, kept: Diary) -> None:
    """Write it down."""
    project.settings.set(DIARY, kept, place(run, seed))


def with_night(kept: Diary, pool: Pool, rows: Rows, said: Sequence[str]) -> Diary:
    """One night more: the pictures in `rows` of the pool, with the class said of each."""
    pictures = [pool.shots[row].id for row in rows]
    night = Night(pictures=pictures, said=list(said))
    return kept.model_copy(update={"nights": [*kept.nights, night]})


def with_colleague(kept: Diary, pool: Pool, nights: Rows, until: int) -> Diary:
    """The nights up to `until` done by a colleague, who says what the labels say; `nights` (20,
    A_NIGHT) are rows of the pool."""
    more = [
        Night(
            pictures=[pool.shots[row].id for row in rows],
            said=[pool.vocab[pool.targets[row]] for row in rows],
            by_colleague=True,
        )
        for rows in nights[len(kept.nights) : until]
    ]
    return kept.model_copy(update={"nights": [*kept.nights, *more]})


@dataclass(frozen=True)
class Answer:
    """One picture: its `row` in the pool, the night (1 … 20), and what was said of it."""

    row: int
    night: int
    said: int
    by_colleague: bool


def answers(kept: Diary, pool: Pool, first: int = 1, last: int = SUPERVISED) -> list[Answer]:
    """Everything said on nights `first` to `last` about pictures and classes that are there."""
    return [
        Answer(pool.row_of[picture], number, pool.vocab.index(label), night.by_colleague)
        for number, night in enumerate(kept.nights, 1)
        for picture, label in zip(night.pictures, night.said, strict=False)
        if first <= number <= last and picture in pool.row_of and label in pool.vocab
    ]


@dataclass(frozen=True)
class Tally:
    """Counts of pictures: all; where the model's answer was another; who was right there; the
    model's misses, and where it would have asked. `caught` are its misses on which the person said
    the right class. `cost` is in the learner's unit."""

    pictures: int
    differ: int
    you_right: int
    model_right: int
    misses: int
    asks: int
    caught: int
    cost: float


def tally(said: Sequence[Answer], pool: Pool, stakes: Stakes) -> Tally:
    """Count it; each answer costs a look and then what its action costs."""
    rows = np.array([one.row for one in said], np.int64)
    own = np.array([one.said for one in said], np.int64)
    truth, model = pool.targets[rows], pool.said[rows]
    differ, missed = own != model, pool.missed[rows]
    costs = stakes.look + stakes.table[stakes.right_action[own], truth]
    return Tally(
        pictures=len(rows),
        differ=int(differ.sum()),
        you_right=int((differ & (own == truth)).sum()),
        model_right=int((differ & (model == truth)).sum()),
        misses=int(missed.sum()),
        asks=int(pool.asks[rows].sum()),
        caught=int((missed & (own == truth)).sum()),
        cost=float(costs.sum()),
    )


def misses_by_night(kept: Diary, pool: Pool) -> list[int]:
    """How often the model missed on each night so far."""
    counts = [0] * len(kept.nights)
    for one in answers(kept, pool):
        counts[one.night - 1] += bool(pool.missed[one.row])
    return counts


def is_stopped(kept: Diary, pool: Pool, rules: Rules) -> int:
    """The night (11 … 20) after which the model was stopped, by the learner or by their rule; 0
    where it was not."""
    by_rule = [
        night
        for night, misses in enumerate(misses_by_night(kept, pool), 1)
        if night > BY_HAND and misses >= rules.stop
    ]
    nights = [*by_rule[:1], *([kept.red_button] if kept.red_button else [])]
    return min(nights, default=0)


def goes_on(kept: Diary, pool: Pool, rules: Rules) -> bool:
    """Whether the rule lets the model begin after the ten nights by hand."""
    return sum(misses_by_night(kept, pool)[:BY_HAND]) <= rules.go


def alone_next(kept: Diary, pool: Pool, rules: Rules) -> int:
    """On how many cameras the model works alone on night 21, after the learner's own twenty."""
    misses = np.array([misses_by_night(kept, pool)])
    if kept.red_button and goes_on(kept, pool, rules):
        return 0
    return int(alone_after(misses[:, :BY_HAND].sum(axis=1), misses[:, BY_HAND:], rules)[0])
