"""Where a learner's time went: data, labels, training or production, beside an even share.

Times are sums per page in the project's own file and nowhere else. There is no log of visits.
"""

from dataclasses import dataclass

from core.learning.pages import Share, pages_of
from core.project.project import Project
from core.project.settings import Setting

IDLE_S = 300.0  # who does nothing for longer is probably not at the screen
_SPENT = Setting[dict[str, float]]("time.spent", dict[str, float], dict)

PARTS: tuple[Share, ...] = ("data", "labels", "training", "production")
EVEN = 1 / len(PARTS)


@dataclass(frozen=True)
class Watch:
    """When a session last did something, and on which page."""

    project: str
    page: str
    at: float


@dataclass(frozen=True)
class TimeSpent:
    """Seconds for each of the four parts, and `elsewhere` on pages that are none of them."""

    parts: dict[Share, float]
    elsewhere: float

    @property
    def total(self) -> float:
        """Seconds in the four parts together."""
        return sum(self.parts.values())

    @property
    def shares(self) -> dict[Share, float]:
        """Part → its share of the four, from 0 to 1; all 0 before any time was spent."""
        whole = self.total or 1.0
        return {part: seconds / whole for part, seconds in self.parts.items()}

    @property
    def most(self) -> Share:
        """The part that took most time."""
        return max(self.parts, key=self.parts.__getitem__)

    @property
    def least(self) -> Share:
        """The part that took least time."""
        return min(self.parts, key=self.parts.__getitem__)


def tick(project: Project, page: str, now: float, watch: Watch | None) -> Watch:
    """Count the time since the last click for the page it was spent on; returns the new watch.
    `now` is in seconds of any steady clock. Each pause counts up to IDLE_S."""
    if watch is not None and watch.project == project.id:
        _add(project, watch.page, min(max(now - watch.at, 0.0), IDLE_S))
    return Watch(project.id, page, now)


def time_spent(project: Project) -> TimeSpent:
    """The time spent on this project so far."""
    pages = project.settings.get(_SPENT)
    parts = {part: sum(pages.get(page.id, 0.0) for page in pages_of(part)) for part in PARTS}
    return TimeSpent(parts, sum(pages.values()) - sum(parts.values()))


def forget_times(project: Project) -> None:
    """Start counting again from nothing."""
    project.settings.set(_SPENT, {})


def _add(project: Project, page: str, seconds: float) -> None:
    pages = project.settings.get(_SPENT)
    total = round(pages.get(page, 0.0) + seconds, 2)
    project.settings.set_soon(_SPENT, {**pages, page: total})
