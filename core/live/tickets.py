"""Tickets for live lines: a page shows one, and only its holder's browser can open the line.

A ticket is 128 random bits that stand in the page of one session and nowhere else: who does not see
that page cannot talk to its project. It is good for some hours after the page last showed it, or
a line last used it.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

from core.live.envelope import Letter

GOOD_FOR_S = 4 * 3_600.0
MOST = 4_096


class Talk(Protocol):
    """What answers at the other end of a line; both ways may raise Trouble, and may block."""

    def hello(self) -> dict[str, Any]:
        """What is told first."""

    def look(self, frame: bytes) -> dict[str, Any]:
        """The answer about a frame."""

    def do(self, letter: Letter) -> dict[str, Any]:
        """What is so after something was changed."""


@dataclass
class _Ticket:
    about: Hashable
    who: Hashable
    talk: Callable[[], Talk]
    used: float


class Tickets:
    """The tickets that pages showed, the one used last at the end; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._known: OrderedDict[str, _Ticket] = OrderedDict()

    def show(self, who: Hashable, about: Hashable, talk: Callable[[], Talk]) -> str:
        """A ticket of the learner `who`; what is `about` the same keeps its ticket, and `talk()` is
        what its next line talks to."""
        with self._lock:
            self._forget()
            known = (token for token, one in self._known.items() if one.about == (who, about))
            token = next(known, "") or secrets.token_urlsafe(16)
            self._known[token] = _Ticket((who, about), who, talk, self._clock())
            self._known.move_to_end(token)
        return token

    def take(self, token: str) -> tuple[Hashable, Talk] | None:
        """Whose a ticket is, and what answers; None for one that no page showed."""
        with self._lock:
            self._forget()
            found = self._known.get(token)
            if found is None:
                return None
            found.used = self._clock()
            self._known.move_to_end(token)
        return found.who, found.talk()

    def _forget(self) -> None:
        old = self._clock() - GOOD_FOR_S
        while self._known:
            token, first = next(iter(self._known.items()))
            if first.used > old and len(self._known) < MOST:
                return
            del self._known[token]


TICKETS = Tickets()
