"""A run in a learner's words."""

from __future__ import annotations

from datetime import datetime

from core.evaluation.evidence_sets import SinceRun
from core.project.records import RunRecord

NO_BREAK = "\N{NO-BREAK SPACE}"
KINDS = {"quick": "Quick training", "finetune": "Fine-tune"}


def run_name(run: RunRecord) -> str:
    """For example: Quick training, 14:02:31 (12 May), dataset version 3.

    With the second where seconds are all it takes: two in a minute are not the same.
    """
    when = datetime.fromtimestamp(run.ended or run.created)
    kind, clock = KINDS.get(run.kind, run.kind), "%H:%M:%S" if run.kind == "quick" else "%H:%M"
    return f"{kind}, {when:{clock}} ({when.day} {when:%b}), dataset version {run.version}"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """For example: "1 picture", "5 pictures"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; never 100 % for what is not all."""
    if 0.99 < share < 1:
        return f"{share * 100:.1f}{NO_BREAK}%" if share < 0.9995 else f"over 99.9{NO_BREAK}%"
    return f"{share * 100:.0f}{NO_BREAK}%"


def since_words(since: SinceRun) -> str:
    """What changed in the data after a run, as a clause; empty when nothing did."""
    parts = [
        f"{count_of(number, 'picture')} {what}"
        for number, what in (
            (since.relabelled, "relabelled"),
            (since.deleted, "deleted"),
            (since.added, "added"),
        )
        if number
    ]
    return ", ".join(parts)


def in_words(seconds: float) -> str:
    """For example: 0.4 s, 12 s, 1 min 20 s, 2 h 5 min."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def about_left(seconds: float | None) -> str:
    """How long something still takes, rounded as a person would say it."""
    if seconds is None:
        return "time left: not known yet"
    if seconds < 10:
        return "a few seconds left"
    rounded = round(seconds / 5) * 5 if seconds < 90 else round(seconds / 30) * 30
    return f"about {in_words(rounded)} left"
