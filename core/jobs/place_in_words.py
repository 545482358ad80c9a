"""A place in line as a learner reads it."""

from __future__ import annotations

from core.jobs.protocol import Place


def in_line(place: Place) -> str:
    """What a job waits for, how many are before it, and about how long that takes."""
    if place.why:
        return place.why
    if not place.jobs_ahead:
        return "Starting."
    before = "1 training is" if place.jobs_ahead == 1 else f"{place.jobs_ahead} trainings are"
    return f"Waiting: {before} before this one.{_how_long(place.wait_s)}"


def _how_long(wait_s: float | None) -> str:
    if wait_s is None:
        return ""
    if wait_s < 55:
        return " It starts in less than a minute."
    minutes = round(wait_s / 60)
    if minutes > 90:
        return f" It starts in about {round(minutes / 60)} hours."
    return f" It starts in about {minutes} minute{'s' if minutes > 1 else ''}."
