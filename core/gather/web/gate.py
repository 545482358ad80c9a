"""Manners towards one source: so many questions at once, and none while it asks for quiet."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from core.content import says
from core.gather.web.transport import SECONDS, Fetched, NotFetched, fetch
from core.words import about

CONTACT = "DRIVETRAIN_CONTACT"
_NOBODY = "contact: the teacher who runs this server"


def user_agent() -> str:
    """The User-Agent of every request: what we are and, from DRIVETRAIN_CONTACT, whom to write to.

    Wikimedia asks for an address or a page there.
    """
    contact = "".join(c for c in os.environ.get(CONTACT, "") if c.isascii() and c.isprintable())
    return f"DrivetrainLab/0.1 (a teaching app; {contact.strip()[:120] or _NOBODY})"


_QUIET_S = 5.0  # after "too often" without a Retry-After


class Gate:
    """All that this server asks of one source goes through its gate, no matter who asks."""

    def __init__(self, name: str, at_once: int) -> None:
        self.name, self.at_once = name, at_once
        self._turns = threading.BoundedSemaphore(at_once)
        self._quiet_until = 0.0

    def fetch(self, url: str, *, seconds: float = SECONDS, **options: Any) -> Fetched:
        """As `transport.fetch`, when it is our turn; waiting counts towards `seconds`.

        Raises NotFetched at once while the source wants quiet for longer than that.
        """
        deadline = time.monotonic() + seconds
        headers = {"User-Agent": user_agent(), **(options.pop("headers", None) or {})}
        with self._turn(deadline):
            try:
                left = max(0.1, deadline - time.monotonic())
                return fetch(url, seconds=left, headers=headers, **options)
            except NotFetched as failure:
                self._note(failure)
                raise

    @contextmanager
    def _turn(self, deadline: float) -> Iterator[None]:
        self._keep_quiet(deadline)
        if not self._turns.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise NotFetched(says("web", "busy", name=self.name), "slow")
        try:
            yield
        finally:
            self._turns.release()

    def _keep_quiet(self, deadline: float) -> None:
        wait = self._quiet_until - time.monotonic()
        if wait > deadline - time.monotonic() - 1:
            sentence = says("web", "quiet", name=self.name, wait=about(wait))
            raise NotFetched(sentence, "status", status=429, wait=wait)
        if wait > 0:
            time.sleep(wait)

    def _note(self, failure: NotFetched) -> None:
        if failure.status in (429, 503):
            self._quiet_until = time.monotonic() + (failure.wait or _QUIET_S)


WIKIMEDIA = Gate("Wikimedia Commons", 3)
OPENVERSE = Gate("Openverse", 6)


def gate_for(url: str) -> Gate:
    """The gate to the host of `url`; hosts that we know nothing of get four turns at once."""
    host = (urlsplit(url).hostname or "").lower()
    if host == "wikimedia.org" or host.endswith(".wikimedia.org"):
        return WIKIMEDIA
    return OPENVERSE if host == "api.openverse.org" else gate_of_other(host)


@lru_cache(maxsize=256)
def gate_of_other(host: str) -> Gate:
    """The one gate to a host that we know nothing of."""
    return Gate(host or "It", 4)
