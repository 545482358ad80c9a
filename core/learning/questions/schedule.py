"""When a question comes again: spaced repetition by FSRS, kept in the project."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from fsrs import Card, Rating, Scheduler

from core.project.project import Project
from core.project.settings import Setting

CARDS = Setting[dict[str, dict[str, Any]]]("learning.cards", dict[str, dict[str, Any]], dict)
MISSED = "not yet"
RATINGS = {"knew": Rating.Good, "partly": Rating.Hard, MISSED: Rating.Again}
SAME_SITTING = timedelta(minutes=10)
WANTED_RETENTION = 0.9

# No steps of minutes: a card comes back after whole days, or on the same day when it was missed.
_scheduler = Scheduler(
    desired_retention=WANTED_RETENTION,
    learning_steps=(),
    relearning_steps=(),
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Schedule:
    """Every question that has been answered once: id → its card; `missed` are those marked
    "not yet" the last time."""

    cards: dict[str, Card]
    missed: frozenset[str] = frozenset()

    def due(self, now: datetime) -> list[str]:
        """The ids to repeat by the end of this day, the longest overdue first."""
        until = end_of_day(now)
        waiting = [(card.due, name) for name, card in self.cards.items() if card.due < until]
        return [name for _, name in sorted(waiting)]

    def forecast(self, now: datetime, days: int = 14) -> list[int]:
        """How many are due on each of the next days; today counts what is overdue as well."""
        ends = [end_of_day(now) + timedelta(days=day) for day in range(days)]
        up_to = [sum(card.due < end for card in self.cards.values()) for end in ends]
        return [up_to[0], *(late - early for early, late in pairwise(up_to))]

    def retention(self, now: datetime) -> float | None:
        """The share (0…1) the learner probably still knows today; None before the first answer.

        FSRS takes an answer that was just read for known; a missed question counts as not known
        until it is answered.
        """
        chances = [
            0.0 if name in self.missed else _scheduler.get_card_retrievability(card, now)
            for name, card in self.cards.items()
        ]
        return sum(chances) / len(chances) if chances else None


def schedule(project: Project, known: Iterable[str] | None = None) -> Schedule:
    """The project's cards, only those of `known` ids where given (a question can be dropped)."""
    saved = _saved(project)
    wanted = set(saved if known is None else known)
    entries = {name: entry for name, entry in saved.items() if name in wanted}
    missed = (name for name, entry in entries.items() if entry.get("mark") == MISSED)
    cards = {name: Card.from_dict(entry["card"]) for name, entry in entries.items()}
    return Schedule(cards, frozenset(missed))


def reviewed(project: Project, name: str, mark: str, now: datetime | None = None) -> datetime:
    """Note how well a question was known and return when it comes again.

    Another mark within ten minutes replaces the last one: somebody changed their mind, and did
    not recall the answer twice. Raises KeyError for an unknown mark.
    """
    now = now or datetime.now(UTC)
    saved = _saved(project)
    before = _card_before(saved.get(name), now)
    card, _ = _scheduler.review_card(before, RATINGS[mark], now)
    saved[name] = {
        "card": card.to_dict(),
        "before": before.to_dict(),
        "at": now.isoformat(),
        "mark": mark,
    }
    project.settings.set(CARDS, saved)
    due: datetime = card.due
    return due


def end_of_day(now: datetime) -> datetime:
    """The next midnight, in the time zone of `now`."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _card_before(entry: dict[str, Any] | None, now: datetime) -> Card:
    if entry is None:
        return Card(card_id=0)
    again = now - datetime.fromisoformat(entry["at"]) < SAME_SITTING
    return Card.from_dict(entry["before" if again else "card"])


def _saved(project: Project) -> dict[str, Any]:
    return project.settings.get(CARDS)
