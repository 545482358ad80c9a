"""What the papers say, checked when it is read: a plan has the stops and minutes of its path."""

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from core.content import Content, Text, read
from core.learning.glossary.glossary import glossary
from core.learning.pages import PageId
from core.learning.paths.paths import guided_paths
from core.learning.tour.content import tour

PathName = Literal["tour", "class", "course"]
PLANS: tuple[PathName, ...] = ("tour", "class", "course")
ASK_EXPLAIN: tuple[PathName, ...] = ("class", "course")  # the stops of the tour ask nothing of it
LEVELS = 4


def stops_of(path: PathName) -> list[tuple[str, int]]:
    """Return page and minutes of every stop of a path, in its order."""
    if path == "tour":
        return [(stop.page, stop.minutes) for stop in tour().stops]
    return [(stop.page, stop.minutes) for stop in guided_paths()[path].stops]


class Part(Content):
    """Some stops in a row: their minutes together, what to say, what learners see, where it goes
    wrong, and what a good answer to each stop's Explain says, where the path asks for one."""

    pages: tuple[PageId, ...] = Field(min_length=1)
    minutes: int = Field(ge=1)
    say: Text
    see: Text
    wrong: Text
    explain: tuple[Text, ...] = ()


class PlanB(Content):
    """What to do without a camera, and without a network."""

    camera: Text
    network: Text


class LessonPlan(Content):
    """One lesson plan; refuses one whose parts are not the stops and minutes of its path, or that
    does not leave out as much as it adds around the stops."""

    path: PathName
    title: Text
    line: Text
    aim: tuple[Text, ...] = Field(min_length=1)
    before: tuple[Text, ...] = Field(min_length=1)
    around: dict[Text, int]
    leave_out: tuple[PageId, ...]
    blocks: tuple[Part, ...] = Field(min_length=1)
    plan_b: PlanB
    end: Text

    @property
    def minutes(self) -> int:
        """Return how long the stops take together."""
        return sum(part.minutes for part in self.blocks)

    @property
    def left_out_minutes(self) -> int:
        """Return the minutes of the stops that a short lesson leaves out."""
        return sum(took for page, took in stops_of(self.path) if page in self.leave_out)

    @model_validator(mode="after")
    def _follows_its_path(self) -> Self:
        stops = stops_of(self.path)
        at = 0
        for part in self.blocks:
            here = stops[at : at + len(part.pages)]
            at += len(part.pages)
            if [page for page, _ in here] != list(part.pages):
                raise ValueError(f"{part.pages} are not the next stops of {self.path}")
            if sum(took for _, took in here) != part.minutes:
                raise ValueError(f"{part.pages} do not take {part.minutes} minutes")
            if len(part.explain) != (len(part.pages) if self.path in ASK_EXPLAIN else 0):
                raise ValueError(f"{part.pages} need one answer to each Explain")
        if at != len(stops):
            raise ValueError(f"{len(stops) - at} stops of {self.path} are missing")
        if sum(self.around.values()) > self.left_out_minutes:
            raise ValueError("what is left out is shorter than what comes around the stops")
        return self


class Worksheet(Content):
    """A paper with tasks, and one answer to each, to be filled by its key."""

    title: Text
    intro: Text
    tasks: tuple[Text, ...] = Field(min_length=1)
    answers: tuple[Text, ...]

    @model_validator(mode="after")
    def _one_answer_each(self) -> Self:
        if len(self.tasks) != len(self.answers):
            raise ValueError("every task needs one answer")
        return self


class ResizePaper(Content):
    """A photo in squares."""

    wide: int = Field(ge=2, le=20)
    high: int = Field(ge=2, le=20)


class ThresholdPaper(Content):
    """What a needless alarm and a missed bear cost, the chance of a bear for each picture (0–1),
    and whether there was one."""

    alarm: float = Field(gt=0)
    miss: float = Field(gt=0)
    chances: tuple[float, ...] = Field(min_length=3)
    bear: tuple[bool, ...]


class MatrixPaper(Content):
    """Pictures as pairs: what it is, what it was called."""

    classes: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...]


class CostPaper(Content):
    """Chances of each class (0–1) for some pictures."""

    pictures: tuple[dict[str, float], ...]


class ResizeSheet(Worksheet):
    """The paper about making a square."""

    numbers: ResizePaper


class ThresholdSheet(Worksheet):
    """The paper about the chance from which on to act."""

    numbers: ThresholdPaper


class MatrixSheet(Worksheet):
    """The paper about the confusion matrix."""

    numbers: MatrixPaper


class CostSheet(Worksheet):
    """The paper about costs."""

    numbers: CostPaper


class Worksheets(Content):
    """All four."""

    resize: ResizeSheet
    threshold: ThresholdSheet
    matrix: MatrixSheet
    costs: CostSheet


def _known_term(name: str) -> str:
    if glossary().term(name) is None:
        raise ValueError(f"the glossary has no {name!r}")
    return name


class Asked(Content):
    """A question of the exit ticket and what a good answer has."""

    asks: Text
    answer: Text


class Criterion(Content):
    """What counts in a report, from the lowest to the highest level."""

    what: Text
    levels: tuple[Text, ...] = Field(min_length=LEVELS, max_length=LEVELS)


class ClassPapers(Content):
    """Words to keep, the exit ticket, and how a report is judged."""

    terms: tuple[Annotated[str, AfterValidator(_known_term)], ...]
    ticket: tuple[Asked, ...]
    levels: tuple[Text, ...] = Field(min_length=LEVELS, max_length=LEVELS)
    rubric: tuple[Criterion, ...]


class Facts(Content):
    """One heading of the page for parents and what stands under it."""

    title: Text
    items: tuple[Text, ...]


class Consent(Content):
    """The page for school and parents."""

    title: Text
    line: Text
    sections: tuple[Facts, ...]
    keeps_always: Text
    keeps_days: Text


@cache
def lesson_plan(path: PathName) -> LessonPlan:
    """Return the plan for a path; raises ContentInvalid."""
    return read(f"teaching/{path}.yaml", LessonPlan)


@cache
def worksheets() -> Worksheets:
    """Return the four papers; raises ContentInvalid."""
    return read("teaching/worksheets.yaml", Worksheets)


@cache
def class_papers() -> ClassPapers:
    """Return words, exit ticket and rubric; raises ContentInvalid."""
    return read("teaching/class_papers.yaml", ClassPapers)


@cache
def consent() -> Consent:
    """Return the page for school and parents; raises ContentInvalid."""
    return read("teaching/consent.yaml", Consent)
