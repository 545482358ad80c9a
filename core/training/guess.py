"""The learner's guess before a quick training: how many validation pictures it will get right."""

from __future__ import annotations

import time

from core.project.project import Project
from core.project.records import RunRecord

SETTING = "train_guess"


def chance_level(pictures: int, classes: int) -> int:
    """How many of `pictures` somebody gets right who only guesses among `classes` (≥ 1)."""
    return round(pictures / max(1, classes))


def keep_guess(project: Project, right: int) -> None:
    """Remember a guess; it belongs to the next quick training that ends."""
    project.settings.write(SETTING, {"right": right, "at": time.time()})


def last_guess(project: Project) -> int | None:
    """What the learner guessed last, None before the first time."""
    kept = project.settings.read(SETTING)
    return int(kept["right"]) if kept else None


def guess_about(project: Project, run: RunRecord) -> int | None:
    """The guess made for this run: after the one before it began, before its own end."""
    kept = project.settings.read(SETTING)
    if not kept or kept["at"] > (run.ended or time.time()):
        return None
    earlier = [other for other in project.runs.all() if _ended_before(other, run)]
    seen_one_since = any(kept["at"] < (other.ended or 0) for other in earlier)
    return None if seen_one_since else int(kept["right"])


def _ended_before(other: RunRecord, run: RunRecord) -> bool:
    finished_quick = other.kind == "quick" and other.status == "finished"
    return finished_quick and other.id != run.id and other.created < run.created
