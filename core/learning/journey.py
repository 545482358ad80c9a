"""Where a learner is: which stops are done, which page is next, in their own words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from core.content import says
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.rule_words import decision_in_short
from core.drivetrain.plan.plan import Plan, load_plan
from core.learning.pages import HOME, STOPS, PageInfo, page_info, stops_ahead
from core.learning.questions.questionnaire import CHAPTER_QUESTIONS
from core.learning.report.content import own_words
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.training.enough import enough_to_begin
from core.training.runs import finished_runs
from core.words import count_of, listed, percent

State = Literal["done", "next", "to come"]

_VISITED = Setting[list[str]]("visited", list[str], list)


@dataclass(frozen=True)
class Stop:
    """One stop: its page, and `words` for what the learner has there, if anything."""

    page: PageInfo
    state: State
    words: str


class NextPage(NamedTuple):
    """Where to go next, and one sentence why."""

    page: PageInfo
    why: str


@dataclass(frozen=True)
class Journey:
    """All stops in order, what is next, and whether the learner has begun."""

    stops: tuple[Stop, ...]
    next: NextPage
    started: bool

    @property
    def done(self) -> int:
        """How many stops are done."""
        return sum(stop.state == "done" for stop in self.stops)


def journey(project: Project) -> Journey:
    """Where the learner of this project is."""
    facts = _Facts(project)
    following = _next_page(facts, page_info(HOME))
    stops = tuple(Stop(page, _state(facts, page, following), _words(facts, page)) for page in STOPS)
    started = not facts.plan.is_empty or facts.pictures > 0 or facts.answered > 0
    return Journey(stops, following, started)


def next_page(project: Project, page_id: str) -> NextPage:
    """The one way on from a page: the first stop ahead of it that is not done.

    After a change of pictures or labels training comes again first. When nothing ahead is left, it
    is the first stop of all that is not done, which is what the journey itself says.
    """
    return _next_page(_Facts(project), page_info(page_id))


def note_visit(project: Project, page_id: str) -> None:
    """Remember that a page was opened with something to see on it; writes only the first time."""
    page = page_info(page_id)
    if not page.stop or page_id in _RULES:
        return
    visited = project.settings.get(_VISITED)
    if page_id not in visited and _Facts(project).has_what_it_needs(page):
        project.settings.set_soon(_VISITED, [*visited, page_id])


class _Facts:
    """What decides the stops of a project; each is read when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def plan(self) -> Plan:
        return load_plan(self.project)

    @property
    def levers(self) -> list[str]:
        return [lever.name for lever in self.plan.named_levers]

    @cached_property
    def classes(self) -> dict[str, int]:
        return self.project.dataset.classes()

    @cached_property
    def pictures(self) -> int:
        return sum(self.classes.values())

    @property
    def can_train(self) -> bool:
        return enough_to_begin(self.classes)

    @cached_property
    def finished(self) -> list[RunRecord]:
        return [run for run in self.project.runs.all() if run.status == "finished"]

    @cached_property
    def best(self) -> RunRecord | None:
        """The run of the highest valid accuracy that may be seen, the newest of equals."""
        scored = [run for run in finished_runs(self.project) if "accuracy" in run.results]
        return max(scored, key=lambda run: float(run.results["accuracy"]), default=None)

    @cached_property
    def trained_now(self) -> bool:
        """Whether a model has seen the pictures and labels as they are now."""
        now = self.project.versions.now() if self.finished else None
        return now is not None and any(run.version == now.number for run in self.finished)

    @cached_property
    def cleaned(self) -> tuple[int, int] | None:
        """How many pictures the last cleaning deleted and relabelled."""
        cleaning = self.project.cleaning.last()
        return (cleaning.deleted, cleaning.relabelled) if cleaning else None

    @cached_property
    def staged(self) -> int:
        return sum(choice.action != "keep" for choice in self.project.cleaning.staged().values())

    @cached_property
    def answered(self) -> int:
        """How many of the chapter's questions have a mark."""
        return sum(
            answer.mark is not None and not name.startswith(("x-", "mine-"))
            for name, answer in self.project.answers.all().items()
        )

    @cached_property
    def decided(self) -> str:
        decision = load_decision(self.project)
        return decision_in_short(decision) if decision else ""

    @cached_property
    def report(self) -> tuple[str, ...]:
        """What the learner wrote for each prompt of the report, "" for nothing."""
        return tuple(own_words(self.project).values())

    @cached_property
    def visited(self) -> list[str]:
        return self.project.settings.get(_VISITED)

    def has_what_it_needs(self, page: PageInfo) -> bool:
        """Whether there is something to see on the page."""
        if page.needs == "model":
            return self.best is not None
        return page.needs == "nothing" or self.pictures > 0

    def done(self, page: PageInfo) -> bool:
        """Whether a stop is done: by its own rule, or by a visit with something to see."""
        if page.id in _RULES:
            return _RULES[page.id].done(self)
        return page.id in self.visited and self.has_what_it_needs(page)


class _Rule(NamedTuple):
    """When a stop counts as done, and how the learner's own work there is put into words."""

    done: Callable[[_Facts], bool]
    words: Callable[[_Facts], str]


def _next_page(facts: _Facts, here: PageInfo) -> NextPage:
    ahead = stops_ahead(here)
    again = [page_info("train")] if facts.best and here.stop > page_info("train").stop else []
    others = (page for page in STOPS if page.id != here.id)
    for page in (*again, *ahead, *others):
        if not facts.done(page):
            usual = here.id != HOME and page in ahead[:1]
            return NextPage(page, _why(facts, page, (page.lead_in if usual else "") or page.about))
    if here.id == HOME or not ahead:
        return NextPage(STOPS[0] if here.id == HOME else page_info(HOME), page_info(HOME).lead_in)
    return NextPage(ahead[0], ahead[0].lead_in or ahead[0].about)


def _why(facts: _Facts, page: PageInfo, otherwise: str) -> str:
    if page.id == "train" and facts.best is not None:
        return says("journey", "why_again")
    if page.id == "clean" and facts.staged:
        return says("journey", "why_apply", choices=count_of(facts.staged, "choice"))
    return otherwise


def _state(facts: _Facts, page: PageInfo, following: NextPage) -> State:
    if facts.done(page):
        return "done"
    return "next" if page == following.page else "to come"


def _words(facts: _Facts, page: PageInfo) -> str:
    return _RULES[page.id].words(facts) if page.id in _RULES else ""


def _picture_words(facts: _Facts) -> str:
    if not facts.pictures:
        return ""
    each = [says("journey", "class_count", name=n, count=c) for n, c in facts.classes.items()]
    return says("journey", "pictures", all=count_of(facts.pictures, "picture"), each=listed(each))


def _train_words(facts: _Facts) -> str:
    if facts.best is None:
        return ""
    return says("journey", "right", right=percent(float(facts.best.results["accuracy"])))


def _report_words(facts: _Facts) -> str:
    done = sum(bool(words) for words in facts.report)
    return says("journey", "parts", done=done, all=len(facts.report)) if done else ""


def _clean_words(facts: _Facts) -> str:
    if facts.staged:
        return says("journey", "not_applied", choices=count_of(facts.staged, "choice"))
    if facts.cleaned is None:
        return ""
    return says("journey", "cleaned", deleted=facts.cleaned[0], relabelled=facts.cleaned[1])


def _answered_words(facts: _Facts) -> str:
    counts = {"answered": facts.answered, "all": CHAPTER_QUESTIONS}
    return says("journey", "answered", **counts) if facts.answered else ""


_RULES = {
    "objective": _Rule(lambda f: f.plan.has_objective, lambda f: f.plan.objective.strip()),
    "levers": _Rule(lambda f: bool(f.levers), lambda f: " · ".join(map(str.strip, f.levers))),
    "gather": _Rule(lambda f: f.can_train, _picture_words),
    "train": _Rule(lambda f: f.trained_now, _train_words),
    "clean": _Rule(lambda f: f.cleaned is not None and not f.staged, _clean_words),
    "decide": _Rule(lambda f: bool(f.decided), lambda f: f.decided),
    "report": _Rule(lambda f: all(f.report), _report_words),
    "questionnaire": _Rule(lambda f: f.answered >= CHAPTER_QUESTIONS, _answered_words),
}
