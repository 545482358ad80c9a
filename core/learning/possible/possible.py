"""What deep learning can and cannot do, domain by domain: the validated content of one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from core.content import CONTENT_FOLDER, Content, Text, read, says
from core.drivetrain.plan.templates import PlanTemplate, plan_templates

CONTENT = CONTENT_FOLDER / "possible.yaml"

Verdict = Literal["too little", "too much"]


class Guess(Content):
    """A choice the learner commits to before the page tells more; `right` counts from 0."""

    prompt: Text
    options: tuple[Text, ...] = Field(min_length=2, max_length=4)
    right: int = Field(ge=0)
    because: Text

    @model_validator(mode="after")
    def _right_exists(self) -> Self:
        if self.right >= len(self.options):
            raise ValueError(f"there is no option {self.right}: {self.prompt}")
        return self


class Since(Content):
    """What has changed since the book of 2020: when, what, who says so, and where to read it."""

    date: str = Field(pattern=r"^[A-Z][a-z]+ 20\d\d$")
    text: Text
    source: Text
    url: str = Field(pattern=r"^https://")


class Domain(Content):
    """One kind of task: what works well, what badly, what to watch, who stays in the loop."""

    id: str = Field(pattern=r"^[a-z-]+$")
    title: Text
    line: Text
    guess: Guess
    well: tuple[Text, ...] = Field(min_length=1, max_length=3)
    badly: tuple[Text, ...] = Field(min_length=1, max_length=3)
    watch: Text
    since: tuple[Since, ...] = Field(min_length=1, max_length=3)
    person: Text


class Estimate(Content):
    """A sentence that expects too little or too much of deep learning."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    says: Text
    verdict: Verdict = Field(alias="is")
    because: Text


class Project(Content):
    """A project one could start with, and why one should or should not."""

    text: Text
    because: Text


class Projects(Content):
    """Choosing a project: a guess among some, then the rules; `right` counts from 0."""

    prompt: Text
    options: tuple[Project, ...] = Field(min_length=2)
    right: int = Field(ge=0)
    rules: tuple[Text, ...] = Field(min_length=3)


class Nearest(Content):
    """The worked plans nearest to a kind of input: where mistakes are cheap, and expensive."""

    cheap: Text
    expensive: Text


class Choice(Content):
    """One answer to a question about the learner's idea; `weight` is how much it stands in the
    way (0 not, 1 some, 2 much). `risk` is what people underestimate there, `easier` what they
    overestimate. `begin` is a domain's first step where nothing stands in the way."""

    id: Text
    text: Text
    weight: int = Field(default=0, ge=0, le=2)
    risk: str = ""
    easier: str = ""
    step: str = ""
    begin: str = ""
    templates: Nearest | None = None


class HelperQuestion(Content):
    """One of the five questions of "can it be done?"."""

    id: Text
    ask: Text
    options: tuple[Choice, ...] = Field(min_length=2)


class Possible(Content):
    """Everything the page says."""

    as_of: Text
    domains: tuple[Domain, ...] = Field(min_length=1)
    estimates: tuple[Estimate, ...] = Field(min_length=2)
    projects: Projects
    helper: tuple[HelperQuestion, ...]

    @model_validator(mode="after")
    def _helper_is_whole(self) -> Self:
        names = [question.id for question in self.helper]
        if names != ["domain", "data", "labels", "cost", "person"]:
            raise ValueError(f"the helper asks five questions, not {names}")
        if any(option.templates is None for option in self.helper[0].options):
            raise ValueError("every domain needs its nearest worked plans")
        return self


@cache
def possible() -> Possible:
    """The page's content, read once a process; raises ContentInvalid if it is wrong."""
    return read("possible.yaml", Possible)


Outlook = Literal["start now", "start small", "not like this"]
START = says("journey", "put_pictures_on")
TOO_MUCH = 6


@dataclass(frozen=True)
class Advice:
    """What to expect of an idea, in whole sentences. `risks` are easily underestimated, the gravest
    first; `easier` is what looks harder than it is."""

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
    name = near.cheap if options["cost"].weight == 0 else near.expensive
    return plan_templates()[name]
