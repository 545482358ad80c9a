"""How many workspaces may begin in an hour from one address: no crawler fills the disk."""

import time

from core.content import lesson_text
from core.project.home_rates import HomeRates
from core.project.limits import limits
from core.project.rates import person
from core.words import count_of

NEARLY = 0.2  # from this share left on a page says so
_BEGUN = HomeRates("workspace", clock=lambda: time.monotonic() / 60)  # its minute is an hour


class TooManyBegun(Exception):
    """No more workspaces may begin for now; the text is for the learner."""


def admit(address: str) -> None:
    """Count a workspace that begins; raises TooManyBegun where this address has begun as many in
    the last hour as the server allows."""
    most = limits().new_workspaces
    if most and address and (minutes := _BEGUN.wait(person(address), 1, most)):
        wait = count_of(minutes, "minute")
        raise TooManyBegun(lesson_text("host")["too_many_begun"].format(wait=wait))


def nearly_all_begun(address: str) -> str:
    """Return the sentence that says how many may still begin here; "" while there are plenty."""
    most = limits().new_workspaces
    left = _BEGUN.left(person(address), most) if most and address else most
    if not most or left > NEARLY * most:
        return ""
    return lesson_text("host")["nearly_all_begun"].format(left=count_of(left, "more learner"))
