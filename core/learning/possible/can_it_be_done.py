"""Five answers about an idea, and what follows: the nearest worked plan, risks, a first step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.drivetrain.plan.templates import PlanTemplate, plan_templates
from core.learning.possible.possible import Choice, HelperQuestion, possible

Outlook = Literal["start now", "start small", "not like this"]
START = "Put the pictures you have on Gather and train once: ten minutes, the whole way through."
TOO_MUCH = 6


@dataclass(frozen=True)
class Advice:
    """What to expect of an idea, in whole sentences.

    `risks` are easily underestimated, the gravest first; `easier` is what looks harder than it is.
    """

    outlook: Outlook
    template: PlanTemplate
    risks: tuple[str, ...]
    easier: tuple[str, ...]
    first_step: str


def advise(answers: Mapping[str, str]) -> Advice | None:
    """The advice for question id → option id; None while one of the five is open or unknown."""
    chosen = {question.id: _option(question, answers) for question in possible().helper}
    if None in chosen.values():
        return None
    options = {name: option for name, option in chosen.items() if option is not None}
    by_weight = sorted(options.values(), key=lambda option: -option.weight)
    return Advice(
        outlook=_outlook(options),
        template=_nearest(options),
        risks=tuple(option.risk for option in by_weight if option.risk),
        easier=tuple(option.easier for option in options.values() if option.easier),
        first_step=_first_step(options["domain"], by_weight),
    )


def _first_step(domain: Choice, by_weight: Sequence[Choice]) -> str:
    """The step past the greatest obstacle; without one, the way to begin in this domain."""
    steps = (option.step for option in by_weight if option.step)
    return next(steps, domain.begin or START)


def _option(question: HelperQuestion, answers: Mapping[str, str]) -> Choice | None:
    return next((one for one in question.options if one.id == answers.get(question.id)), None)


def _outlook(options: Mapping[str, Choice]) -> Outlook:
    acts_alone_and_harms = options["cost"].weight == 2 and options["person"].weight == 2
    total = sum(option.weight for option in options.values())
    if acts_alone_and_harms or total >= TOO_MUCH:
        return "not like this"
    return "start small" if total >= 2 else "start now"


def _nearest(options: Mapping[str, Choice]) -> PlanTemplate:
    near = options["domain"].templates
    assert near is not None  # the content is refused without
    name = near.cheap if options["cost"].weight == 0 else near.dear
    return plan_templates()[name]
