"""What a teacher asks of the whole class at this moment: one small record, read at every click."""

from pydantic import BaseModel, ConfigDict

EVERY_PAGE = "*"


class Lead(BaseModel):
    """How the class is led. Nothing here: everybody goes at their own pace.

    `up_to` is the last open stop (from 0), None for all. `paused` is the question on everybody's
    screen ("" for a pause without one), None while nobody is held up. `together` counts the calls
    to go to stop `called`. `until` is when a countdown ends (seconds since 1970). Guesses are
    `held` on pages with these ids, or on EVERY_PAGE; the topics that were `revealed` are open.
    With `no_people` learners are reminded that no picture may show anybody.
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
    no_people: bool = False

    def holds(self, topic: str, page: str) -> bool:
        """Return whether a guess about `topic` on `page` waits for the teacher's word."""
        return topic not in self.revealed and self.holds_on(page)

    def holds_on(self, page: str) -> bool:
        """Return whether guesses on a page are held at all."""
        return EVERY_PAGE in self.held or page in self.held
