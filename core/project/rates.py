"""How often somebody may ask: a bounded table, filled again by the clock."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Left:
    """How many `asks` a name had left, and when that was."""

    asks: float
    at: float


class Rates:
    """At most `a_minute` asks in a minute for each name, and for no more than `names` names.

    A name that did not ask for a while has all of its minute again; the one that asked longest ago
    is forgotten where names are too many. `clock` counts seconds and never runs backwards.
    """

    def __init__(self, names: int = 4_096, clock: Callable[[], float] = time.monotonic) -> None:
        self._names, self._clock = names, clock
        self._left: OrderedDict[str, Left] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, asks: int, a_minute: int) -> int:
        """Take `asks` of a name's minute: 0, or the whole seconds until they would fit (then
        nothing is taken). More than a minute holds never fit; they are said to need one."""
        with self._lock:
            left, seconds = taken(self._now(name, a_minute), asks, a_minute)
            self._left[name] = left
            self._left.move_to_end(name)
            while len(self._left) > self._names:
                self._left.popitem(last=False)
            return seconds

    def left(self, name: str, a_minute: int) -> int:
        """Return how many asks a name has left now."""
        with self._lock:
            return int(self._now(name, a_minute).asks)

    def _now(self, name: str, a_minute: int) -> Left:
        return filled(self._left.get(name), self._clock(), a_minute)


def filled(left: Left | None, now: float, a_minute: int) -> Left:
    """Return what a name has left `now`: all where it is new, or where the clock began again."""
    if left is None or now < left.at:
        return Left(a_minute, now)
    return Left(min(a_minute, left.asks + (now - left.at) * a_minute / 60), now)


def taken(left: Left, asks: int, a_minute: int) -> tuple[Left, int]:
    """Return what is left once `asks` are taken and 0; where they do not fit, what was left and the
    seconds until they would."""
    missing = asks - left.asks
    if missing > 0:
        return left, max(1, min(60, ceil(60 * missing / a_minute)))
    return Left(left.asks - asks, left.at), 0


def person(address: str) -> str:
    """Return who asks: the address; of the newer kind the half that one household shares."""
    with suppress(ValueError):
        found = ipaddress.ip_address(address)
        if found.version == 6:
            return str(ipaddress.ip_network((address, 64), strict=False))
    return address
