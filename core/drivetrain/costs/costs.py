"""What mistakes cost, in the learner's own unit; how often each class turns up; who can look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.content import says
from core.drivetrain.costs.stakes import Stakes

PER = 1000
HIGHEST = 1e9

Cost = Annotated[float, Field(ge=0, le=HIGHEST, allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=1_000)]


class CannotSay(ValueError):
    """A comparison that makes no number; the text is one sentence for the learner."""


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Case(_Said):
    """Taking `action` when the picture really shows `when`."""

    action: Name
    when: Name


class AsBadAs(_Said):
    """A cost in words: `case` is as bad as `times` times `than`."""

    case: Case
    times: Annotated[float, Field(gt=0, le=HIGHEST, allow_inf_nan=False)]
    than: Case


class Costs(_Said):
    """All a learner said about costs. Asking a human has no row of its own: it costs `look`, and
    then whatever the right action costs. `assumed` holds until the learner has changed something.
    """

    unit: Annotated[str, Field(min_length=1, max_length=40)] = "points"
    table: dict[Name, dict[Name, Cost]]
    idle: Name
    rates: dict[Name, Annotated[float, Field(ge=0, le=HIGHEST, allow_inf_nan=False)]]
    ask: Name = "Ask a human"
    look: Cost
    looks_a_day: Annotated[int, Field(ge=0, le=10_000_000)]
    pictures_a_day: Annotated[int, Field(ge=1, le=10_000_000)]
    said: list[AsBadAs] = Field(default_factory=list)
    assumed: bool = True

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.idle not in self.table:
            raise ValueError("doing nothing must be one of the actions")
        if any(row.keys() != self.rates.keys() for row in self.table.values()):
            raise ValueError("every action needs a cost for every class")
        if sum(self.rates.values()) <= 0:
            raise ValueError("some class must turn up")
        return self

    @property
    def classes(self) -> list[str]:
        return list(self.rates)

    @property
    def actions(self) -> list[str]:
        """The actions that are taken without asking anybody."""
        return list(self.table)

    def of(self, case: Case) -> float:
        """The cost of a case; raises KeyError for an action or a class that is not there."""
        return self.table[case.action][case.when]

    def right(self, when: str) -> str:
        """The cheapest action for a class."""
        return min(self.table, key=lambda action: self.table[action][when])

    def mistakes(self) -> list[Case]:
        """Every case that costs more than the right action, dearest first."""
        cases = [Case(action=action, when=when) for action in self.table for when in self.rates]
        wrong = [
            case for case in cases if self.of(case) > self.table[self.right(case.when)][case.when]
        ]
        return sorted(wrong, key=lambda case: (-self.of(case), case.action != self.idle))

    def yardstick(self, case: Case) -> Case:
        """The mildest mistake to hold `case` against: a false alarm with the same right action,
        where that is among the mildest. Raises ValueError when there is no other mistake."""
        alarm = self.right(case.when)
        others = [other for other in self.mistakes() if other != case]
        return min(others, key=lambda other: (self.of(other), other.action != alarm))

    def feared(self, named: Sequence[str] = ()) -> AsBadAs | None:
        """The mistake to speak of first, with its yardstick; None with fewer than two mistakes.

        The last one the learner spoke of; else the one that costs most, and of equals one about
        the first of the classes `named` in the plan.
        """
        mistakes = self.mistakes()
        for words in reversed(self.still_said()):
            if words.case in mistakes and words.than in mistakes:
                return words
        if len(mistakes) < 2:
            return None
        equals = [case for case in mistakes if self.of(case) == self.of(mistakes[0])]
        about = {case.when: case for case in reversed(equals)}
        case = next((about[name] for name in named if name in about), mistakes[0])
        than = self.yardstick(case)
        return AsBadAs(case=case, times=self.of(case) / self.of(than), than=than)

    @property
    def dreaded(self) -> str:
        """The class of the mistake to speak of first; the first class where there is none."""
        words = self.feared()
        return words.case.when if words else self.classes[0]

    def holds(self, words: AsBadAs) -> bool:
        """Whether a sentence said earlier is still true of the numbers."""
        try:
            return bool(np.isclose(self.of(words.case), words.times * self.of(words.than)))
        except KeyError:
            return False

    def still_said(self) -> list[AsBadAs]:
        """The learner's sentences that still hold, in the order they were said."""
        return [words for words in self.said if self.holds(words)]

    def changed(self, **fields: object) -> Costs:
        """These costs with some fields replaced, validated; no longer merely assumed."""
        return Costs.model_validate(self.model_dump() | {"assumed": False} | fields)

    def with_cost(self, case: Case, cost: float) -> Costs:
        """One number of the table replaced; raises ValidationError for a wrong one."""
        table = {action: dict(row) for action, row in self.table.items()}
        table[case.action][case.when] = cost
        return self.changed(table=table)

    def with_words(self, words: AsBadAs) -> Costs:
        """The case priced by the sentence; raises CannotSay when the yardstick costs nothing."""
        if words.case == words.than:
            raise CannotSay(says("costs", "compare_mistake_with"))
        if self.of(words.than) == 0:
            raise CannotSay(says("costs", "second_one_costs"))
        kept = [said for said in self.still_said() if said.case != words.case]
        priced = self.with_cost(words.case, words.times * self.of(words.than))
        return priced.changed(said=[said.model_dump() for said in [*kept, words]])

    def with_right(self, when: str, action: str) -> Costs:
        """`action` made the right one for a class: it swaps its cost with the one that was."""
        was = Case(action=self.right(when), when=when)
        now = Case(action=action, when=when)
        if was == now:
            return self
        lowest = self.of(was)
        other = self.of(now) if self.of(now) > lowest else lowest + 1
        return self.with_cost(was, other).with_cost(now, lowest)

    def with_rate(self, when: str, per_1000: float) -> Costs:
        """One class turning up so often in 1,000 pictures; the others share the rest as before."""
        others = {name: rate for name, rate in self.rates.items() if name != when}
        total, rest = sum(others.values()), PER - per_1000
        scaled = {
            name: rest * (rate / total if total else 1 / len(others))
            for name, rate in others.items()
        }
        return self.changed(rates={n: scaled.get(n, float(per_1000)) for n in self.rates})

    def per_1000(self) -> dict[str, float]:
        """How many of 1,000 real pictures show each class."""
        total = sum(self.rates.values())
        return {name: PER * rate / total for name, rate in self.rates.items()}

    def stakes(self, classes: list[str]) -> Stakes:
        """The numbers for a model with these classes; raises KeyError for an unknown class."""
        rates = np.array([self.rates[name] for name in classes], dtype=np.float64)
        if rates.sum() <= 0:
            rates = np.ones(len(classes))
        return Stakes(
            classes=list(classes),
            actions=self.actions,
            idle=self.actions.index(self.idle),
            table=np.array([[row[name] for name in classes] for row in self.table.values()]),
            rates=rates / rates.sum(),
            look=self.look,
            capacity=min(1.0, self.looks_a_day / self.pictures_a_day),
        )
