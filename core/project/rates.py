"""How often somebody may ask: a bounded table in memory, filled again by the clock."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil


@dataclass
class _Left:
    asks: float
    at: float


class Rates:
    """At most `a_minute` asks in a minute for each name, and for no more than `names` names.

    A name that did not ask for a while has all of its minute again; the one that asked longest ago
    is forgotten where names are too many. `clock` counts seconds and never runs backwards.
    """

    def __init__(self, names: int = 4_096, clock: Callable[[], float] = time.monotonic) -> None:
        self._names, self._clock = names, clock
        self._left: OrderedDict[str, _Left] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, asks: int, a_minute: int) -> int:
        """Take `asks` of a name's minute: 0, or the whole seconds until they would fit (then
        nothing is taken). More than a minute holds never fit; they are said to need one."""
        with self._lock:
            left = self._filled(name, a_minute)
            missing = asks - left.asks
            if missing > 0:
                return max(1, min(60, ceil(60 * missing / a_minute)))
            left.asks -= asks
            return 0

    def left(self, name: str, a_minute: int) -> int:
        """Return how many asks a name has left now."""
        with self._lock:
            return int(self._filled(name, a_minute).asks)

    def _filled(self, name: str, a_minute: int) -> _Left:
        now = self._clock()
        left = self._left.setdefault(name, _Left(a_minute, now))
        self._left.move_to_end(name)
        left.asks = min(a_minute, left.asks + (now - left.at) * a_minute / 60)
        left.at = now
        while len(self._left) > self._names:
            self._left.popitem(last=False)
        return left


def person(address: str) -> str:
    """Return who asks: the address; of the newer kind the half that one household shares."""
    with suppress(ValueError):
        found = ipaddress.ip_address(address)
        if found.version == 6:
            return str(ipaddress.ip_network((address, 64), strict=False))
    return address
