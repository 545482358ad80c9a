"""Seconds in words."""

from __future__ import annotations


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
