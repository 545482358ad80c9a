"""What a teacher asks of the whole class at this moment: one small record, read at every click."""

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

EVERY_PAGE = "*"
TRAIN = "train"
RESULT_TOPICS = ("train_guess", "tour.seconds")  # what a training gets right
_ON_THE_LINE = {"paused", "until", "message", "revealed"}


class Lead(BaseModel):
    """How the class is led. Nothing here: everybody goes at their own pace.

    `up_to` is the last open stop (from 0), None for all. `paused` is the question on everybody's
    screen ("" for a pause without one), None while nobody is held up. `together` counts the calls
    to go to stop `called`. `until` is when a countdown ends (seconds since 1970). Guesses are
    `held` on pages with these ids, or on EVERY_PAGE, those on Train `since` then (seconds since
    1970); the topics that were `revealed` are open. A topic that was asked `again` counts from that
    moment on. With `no_people` learners are reminded that no picture may show anybody.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    up_to: int | None = None
    paused: str | None = None
    together: int = 0
    called: int = 0
    until: float | None = None
    message: str = ""
    held: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()
    again: dict[str, float] = {}
    no_people: bool = False
    since: float = 0.0

    def holds(self, topic: str, page: str) -> bool:
        """Return whether a guess about `topic` on `page` waits for the teacher's word."""
        return topic not in self.revealed and self.holds_on(page)

    def counts(self, topic: str, at: float) -> bool:
        """Return whether a guess made then is one of the round that goes on about a topic."""
        return at >= self.again.get(topic, 0.0)

    @property
    def results_wait(self) -> float | None:
        """Return since when results of trainings wait for the teacher's word; None where they
        do not. Either question about them opens them."""
        held = all(self.holds(topic, TRAIN) for topic in RESULT_TOPICS)
        return self.since if held else None

    def holds_on(self, page: str) -> bool:
        """Return whether guesses on a page are held at all."""
        return EVERY_PAGE in self.held or page in self.held


def called_to(now: Lead, stop: int) -> dict[str, object]:
    """Return what changes when everybody is called to a stop (from 0): it is open then, too."""
    up_to = None if now.up_to is None else max(now.up_to, stop)
    return {"together": now.together + 1, "called": stop, "up_to": up_to}


def only_the_line(before: Lead, after: Lead, asked: Collection[str]) -> bool:
    """Return whether a change shows on the line above a page and nowhere on the page itself, on
    which the guesses about the topics `asked` stand. Thirty pages need not run again then."""
    changed = {name for name in Lead.model_fields if getattr(before, name) != getattr(after, name)}
    opened = set(before.revealed) ^ set(after.revealed)
    page_stays = before.results_wait == after.results_wait and opened.isdisjoint(asked)
    return bool(changed) and changed <= _ON_THE_LINE and page_stays
