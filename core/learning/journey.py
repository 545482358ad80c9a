"""Where a learner is: which stops are done, which one is next, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.drivetrain.decide.decision import load_decision
from core.drivetrain.plan.plan import Plan, load_plan
from core.learning.report.own_words import own_words
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting

State = Literal["done", "next", "to come"]

MINIMUM_PICTURES = 4
QUESTIONS = 27  # of the chapter's 28 questions the last one is a thought experiment
_VISITED = Setting[list[str]]("visited", list[str], list)
_MAIN_ROAD = (
    "objective",
    "levers",
    "gather",
    "train",
    "evaluate",
    "clean",
    "decide",
    "predict",
    "report",
    "questionnaire",
)


@dataclass(frozen=True)
class Stop:
    """One stop: what it is about, and `words` for what the learner has there, if anything."""

    key: str
    state: State
    about: str
    words: str


@dataclass(frozen=True)
class Journey:
    """All stops in order, what is next, and why."""

    stops: tuple[Stop, ...]
    next_key: str
    why: str
    started: bool

    @property
    def done(self) -> int:
        """Return how many stops are done."""
        return sum(stop.state == "done" for stop in self.stops)


@dataclass(frozen=True)
class _Facts:
    plan: Plan
    classes: dict[str, int]
    best: RunRecord | None
    trained_now: bool
    cleaned: tuple[int, int] | None
    staged: int
    answered: int
    visited: frozenset[str]
    decided: str
    report: tuple[str, ...]

    @property
    def pictures(self) -> int:
        return sum(self.classes.values())

    @property
    def can_train(self) -> bool:
        filled = [count for count in self.classes.values() if count]
        return len(filled) >= 2 and self.pictures >= MINIMUM_PICTURES


def journey(project: Project) -> Journey:
    """Return where the learner of this project is."""
    facts = _facts(project)
    done = _done(facts)
    words = _words(facts)
    next_key, why = _next(facts, done)
    stops = tuple(
        Stop(key, _state(key, next_key, done[key]), _ABOUT[key], words[key]) for key in done
    )
    started = not facts.plan.is_empty or facts.pictures > 0 or facts.answered > 0
    return Journey(stops, next_key, why, started)


def note_visit(project: Project, key: str) -> None:
    """Remember that a page was opened with something to see on it; writes only the first time."""
    visited = project.settings.get(_VISITED)
    if key and key not in visited and _worth_noting(project, key):
        project.settings.set(_VISITED, [*visited, key])


def _worth_noting(project: Project, key: str) -> bool:
    """Pages about pictures or models count once there are some."""
    if key in ("datablock", "augment"):
        return bool(project.dataset.images())
    return key in ("evaluate", "predict") and _best(project.runs.all()) is not None


def _facts(project: Project) -> _Facts:
    runs = project.runs.all()
    finished = [run for run in runs if run.status == "finished"]
    now, visited = project.versions.now(), project.settings.get(_VISITED)
    cleaning = project.cleaning.last()
    return _Facts(
        plan=load_plan(project),
        classes=project.dataset.classes(),
        best=_best(runs),
        trained_now=any(now is not None and run.version == now.number for run in finished),
        cleaned=(cleaning.deleted, cleaning.relabelled) if cleaning else None,
        staged=sum(choice.action != "keep" for choice in project.cleaning.staged().values()),
        answered=sum(
            answer.mark is not None and not name.startswith(("x-", "mine-"))
            for name, answer in project.answers.all().items()
        ),
        visited=frozenset(visited),
        decided=_decision_words(project),
        report=tuple(own_words(project).values()),
    )


def _best(runs: list[RunRecord]) -> RunRecord | None:
    """Return the finished run of the highest valid accuracy, the newest of equals."""
    finished = [run for run in runs if run.status == "finished" and "accuracy" in run.results]
    return max(finished, key=lambda run: float(run.results["accuracy"]), default=None)


def _done(facts: _Facts) -> dict[str, bool]:
    trained = facts.best is not None
    return {
        "objective": facts.plan.has_objective,
        "levers": bool(facts.plan.named_levers),
        "gather": facts.can_train,
        "datablock": "datablock" in facts.visited,
        "augment": "augment" in facts.visited,
        "train": trained and facts.trained_now,
        "evaluate": trained and "evaluate" in facts.visited,
        "clean": facts.cleaned is not None and not facts.staged,
        "decide": bool(facts.decided),
        "predict": trained and "predict" in facts.visited,
        "report": all(facts.report),
        "questionnaire": facts.answered >= QUESTIONS,
    }


def _state(key: str, next_key: str, done: bool) -> State:
    if key == next_key:
        return "next"
    return "done" if done else "to come"


def _next(facts: _Facts, done: dict[str, bool]) -> tuple[str, str]:
    key = next((key for key in _MAIN_ROAD if not done[key]), "predict")
    if key == "train" and facts.best is not None:
        return key, "Your pictures or labels changed since the last training. See what it changed."
    if key == "clean" and facts.staged:
        return key, f"{_count(facts.staged, 'choice')} of yours wait to be applied."
    return key, _ABOUT[key]


_ABOUT = {
    "objective": "Say what should happen in the world. The model comes last.",
    "levers": "Name what you can really do about it.",
    "gather": "Bring at least two kinds of pictures, a few of each.",
    "datablock": "Answer the four questions fastai has about your pictures.",
    "augment": "See one picture the way the model will see it, many times over.",
    "train": "Train on your pictures: in seconds, or as fastai does it.",
    "evaluate": "See which classes your model mixes up, and in which pictures.",
    "clean": "Let the model point at pictures that may be wrong, and decide yourself.",
    "decide": "Weigh the mistakes, and let the costs choose the lever.",
    "predict": "Show your model a picture it has never seen.",
    "report": "Say what you made, what it can do and where it fails, for others to read.",
    "questionnaire": "Write down what you understood, then compare.",
}


def _words(facts: _Facts) -> dict[str, str]:
    return {
        "objective": facts.plan.objective.strip(),
        "levers": " · ".join(lever.name.strip() for lever in facts.plan.named_levers),
        "gather": _picture_words(facts),
        "datablock": "",
        "augment": "",
        "train": _train_words(facts.best),
        "evaluate": "",
        "clean": _clean_words(facts),
        "decide": facts.decided,
        "predict": "",
        "report": _report_words(facts.report),
        "questionnaire": f"{facts.answered} of {QUESTIONS} answered" if facts.answered else "",
    }


def _decision_words(project: Project) -> str:
    decision = load_decision(project)
    return " · ".join(decision.rules[:3]) if decision else ""


def _picture_words(facts: _Facts) -> str:
    if not facts.pictures:
        return ""
    names = ", ".join(f"{name} {count}" for name, count in facts.classes.items())
    return f"{_count(facts.pictures, 'picture')}: {names}"


def _train_words(best: RunRecord | None) -> str:
    if best is None:
        return ""
    right = 100 * float(best.results["accuracy"])
    return f"{right:.0f} % right on pictures it had not seen, at best"


def _report_words(written: tuple[str, ...]) -> str:
    done = sum(bool(words) for words in written)
    return f"{done} of {len(written)} parts written" if done else ""


def _clean_words(facts: _Facts) -> str:
    if facts.staged:
        return f"{_count(facts.staged, 'choice')} not applied yet"
    if facts.cleaned is None:
        return ""
    deleted, relabelled = facts.cleaned
    return f"{relabelled} relabelled, {deleted} deleted"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
