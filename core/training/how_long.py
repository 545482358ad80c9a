"""How long fine-tunes take on this machine, before they start: an estimate, said as one."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.settings import FineTuneSettings, finetune_settings
from core.vision.recipe import load_recipe, run_recipe

START_S = 15.0  # a process that starts, and one look at every picture at the end
USUAL_S = 5e-6  # for a pixel of a picture in an epoch, as measured on two cores
ENOUGH = 16  # pictures; with fewer the start is all there is to time


class HowLong(NamedTuple):
    """The seconds that trainings take, from `least` to `most`; `measured` where earlier fine-tunes
    of the project say so, else what is usual on a small computer."""

    least: float
    most: float
    measured: bool


def how_long(project: Project, asked: Sequence[FineTuneSettings]) -> HowLong:
    """Return how long these fine-tunes take together, one after the other. A graphics card and a
    busy machine change it: hence a wide range where nothing was measured here."""
    recipe, train = load_recipe(project), len(project.dataset.images(split="train"))
    work = sum(one.all_epochs * one.applied_to(recipe).size ** 2 * train for one in asked)
    paces = [pace for run in project.runs.all() if (pace := _pace(run, train)) is not None]
    starts = START_S * len(asked)
    if paces:
        seconds = starts + median(paces) * work
        return HowLong(seconds * 0.8, seconds * 1.5, measured=True)
    return HowLong((starts + USUAL_S * work) / 2, (starts + USUAL_S * work) * 2, measured=False)


def _pace(run: RunRecord, train: int) -> float | None:
    """Seconds for a pixel of a picture in an epoch; None for what says nothing about it."""
    seconds = run.results.get("seconds") if run.status == "finished" else None
    if run.kind != "finetune" or not seconds or train < ENOUGH:
        return None
    settings = finetune_settings(run)
    if settings.architecture != FineTuneSettings().architecture or settings.small_size:
        return None
    return float(seconds) / (settings.all_epochs * run_recipe(run).size ** 2 * train)
