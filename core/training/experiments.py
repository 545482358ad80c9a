"""Ready-made experiments: a question, and pairs of trainings that differ in one thing only.

What they ask and how they train is content (assets/content/compare.yaml); here they are started,
one training after the other, and found again when they have ended.
"""

import time
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pydantic import Field

from core.content import Content, read
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.training.finetune.finetune import (
    active_finetune,
    look_after,
    start_finetune,
    stop_finetune,
)
from core.training.finetune.from_quick import quick_run_to_start_from
from core.training.finetune.settings import CannotFineTune, FineTuneSettings, finetune_settings
from core.training.quick.quick import TRAINING, start_quick
from core.vision.recipe import Recipe, load_recipe, run_recipe

Kind = Literal["quick", "finetune"]
StepState = Literal["missing", "running", "finished", "broken"]


class Arm(Content):
    """One of the trainings: its name on screen, and what it is asked."""

    name: str
    kind: Kind = "finetune"
    settings: FineTuneSettings = FineTuneSettings()


class Experiment(Content):
    """`question` is asked before, `lesson` says afterwards what to look at. `arms` are two, or
    several pairs: the same two after ever more epochs. Of those `guesses` are what a learner can
    guess, in the order of `Answer` (core/evaluation/runs/variety.py)."""

    name: str
    question: str
    about: str
    lesson: str
    arms: tuple[Arm, ...] = Field(min_length=2)
    guesses: tuple[str, ...] = ()

    @property
    def in_pairs(self) -> bool:
        """Whether it is more than one pair of trainings."""
        return len(self.arms) > 2

    @property
    def needs_quick(self) -> bool:
        """Whether a training of it begins with the quick model's head."""
        return any(arm.kind == "finetune" and arm.settings.quick_head for arm in self.arms)


@dataclass(frozen=True)
class Step:
    """One training of an experiment: its run, once there is one, and how it stands."""

    arm: Arm
    state: StepState
    run: RunRecord | None = None


@cache
def experiments() -> dict[str, Experiment]:
    """The experiments by key, in the order in which they are offered."""
    return read("compare.yaml", dict[str, Experiment], "experiments")


def steps(project: Project, experiment: Experiment) -> list[Step]:
    """All trainings, as they stand on the pictures and the recipe of now."""
    return [_step(project, arm) for arm in experiment.arms]


def begin(project: Project, key: str) -> None:
    """Start the experiment's missing trainings, as many as the line takes; `advance` the rest.
    Raises CannotFineTune with a sentence where the pictures are too few."""
    _keep(project, _Begun(key, time.time()))
    advance(project)


def under_way(project: Project) -> str | None:
    """The key of the experiment that was begun and has not come to its end."""
    begun = _begun(project)
    return begun.key if begun and not begun.over else None


def refusal(project: Project, key: str) -> str:
    """Why a training of this experiment could not start, when it was begun last; else ""."""
    begun = _begun(project)
    return begun.refusal if begun and begun.key == key else ""


def advance(project: Project) -> None:
    """Note what has ended and start what can start; call it as often as you like.

    The experiment is over when all trainings have a model, or when one broke off. Raises
    CannotFineTune as `begin` does; the experiment is over then, too.
    """
    key = under_way(project)
    if key is None:
        return
    look_after(project)
    experiment = experiments()[key]
    now = [*_first(project, experiment), *steps(project, experiment)]
    states = {step.state for step in now}
    if "broken" in states or states == {"finished"}:
        _over(project)
    else:
        _start_missing(project, now)


def leave(project: Project) -> None:
    """Stop the experiment and its trainings; what is finished stays."""
    key = under_way(project)
    _over(project)
    experiment = experiments()[key] if key else None
    for step in [*_first(project, experiment), *steps(project, experiment)] if experiment else ():
        if step.state == "running" and step.run is not None:
            stop_finetune(project, step.run.id)
        elif step.state == "running":
            TRAINING.stop(project)


@dataclass(frozen=True)
class _Begun:
    """The experiment begun last; `quick`: it started a quick training, `refusal`: why it ended."""

    key: str
    at: float
    quick: bool = False
    over: bool = False
    refusal: str = ""


_BEGUN = Setting[_Begun | None]("experiment", _Begun | None, lambda: None)


def _begun(project: Project) -> _Begun | None:
    kept = project.settings.get(_BEGUN)
    return kept if kept and kept.key in experiments() else None


def _keep(project: Project, begun: _Begun) -> None:
    project.settings.set(_BEGUN, begun)


def _over(project: Project, refusal: str = "") -> None:
    if begun := _begun(project):
        _keep(project, replace(begun, over=True, refusal=refusal))


def _first(project: Project, experiment: Experiment) -> list[Step]:
    """The quick training that has to come before an arm that begins with its head."""
    if not experiment.needs_quick:
        return []
    arm = Arm(name="", kind="quick")
    quick = quick_run_to_start_from(project)
    return [Step(arm, "finished", quick) if quick else _quick_step(project, arm)]


def _start_missing(project: Project, now: list[Step]) -> None:
    """Start in this order; the first that has to wait makes those after it wait, too."""
    for step in now:
        if step.arm.kind == "quick" and step.state != "finished":
            _start_quick(project, step)
            return
        if step.state == "missing" and not _started(project, step.arm.settings):
            return


def _start_quick(project: Project, step: Step) -> None:
    begun = _begun(project)
    if step.state == "missing" and begun is not None:
        start_quick(project)
        _keep(project, replace(begun, quick=True))


def _started(project: Project, settings: FineTuneSettings) -> bool:
    """Whether the fine-tune got a place in the line; not while others of this project fill it."""
    try:
        start_finetune(project, settings)
    except CannotFineTune as reason:
        if active_finetune(project) is not None:
            return False
        _over(project, str(reason))
        raise
    return True


def _step(project: Project, arm: Arm) -> Step:
    recipe, begun = load_recipe(project), _begun(project)
    alike = [run for run in _of_today(project) if _is_of(run, arm, recipe)]
    done = next((run for run in alike if run.status == "finished"), None)
    if done is not None:
        return Step(arm, "finished", done)
    if arm.kind == "quick":
        return _quick_step(project, arm)
    going = next((run for run in alike if run.status not in ENDED), None)
    if going is not None:
        return Step(arm, "running", going)
    broken = next((run for run in alike if begun and run.created >= begun.at), None)
    return Step(arm, "broken", broken) if broken else Step(arm, "missing")


def _quick_step(project: Project, arm: Arm) -> Step:
    """How the quick training of now stands; one that broke off before the experiment is no part."""
    now, begun = TRAINING.progress(project), _begun(project)
    if now is not None and now.state == "running":
        return Step(arm, "running")
    broke = now is not None and now.state in {"failed", "stopped"}
    return Step(arm, "broken" if broke and begun and begun.quick else "missing")


def _of_today(project: Project) -> list[RunRecord]:
    """The runs that saw the pictures, labels and split as they are now, newest first."""
    version = project.versions.now()
    return [run for run in project.runs.all() if version and run.version == version.number]


def _is_of(run: RunRecord, arm: Arm, recipe: Recipe) -> bool:
    """Whether this run is that training on this recipe."""
    if run.kind != arm.kind:
        return False
    seen = run_recipe(run)
    if arm.kind == "quick":
        return seen.preprocess() == recipe.preprocess()
    asked = finetune_settings(run)
    return asked == arm.settings and asked.applied_to(seen) == asked.applied_to(recipe)
