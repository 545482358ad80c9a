"""Names become numbers here, numbers become connections, and both are judged in between."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

from core.content import says
from core.gather.reading.refusal import Refused
from core.gather.web.addresses import is_open

_TRIED = 3  # of the numbers that a name has
_DIAL_S = 3.0  # for each but the last: a network may have IPv6 that leads nowhere


def _look_up(host: str, port: int) -> list[str]:
    """The numbers of `host` in the order of the system's resolver; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _dial(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


@dataclass(frozen=True)
class Network:
    """How names are looked up and numbers dialled; the tests put their own in its place."""

    look_up: Callable[[str, int], list[str]] = _look_up
    dial: Callable[[str, int, float], httpcore.NetworkStream] = _dial


INTERNET = Network()


class Pinned(httpcore.NetworkBackend):
    """Connects to a number that was judged, never to a name, and all before one deadline."""

    def __init__(self, network: Network, deadline: float) -> None:
        self._network, self._deadline = network, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first number of `host` that answers; raises Refused for a private one."""
        numbers = self._numbers(host, port)
        if not all(is_open(number) for number in numbers):
            raise Refused(says("web", "private"))
        return _Timed(self._first_to_answer(numbers[:_TRIED], port), self._deadline)

    def _first_to_answer(self, numbers: list[str], port: int) -> httpcore.NetworkStream:
        for number in numbers[:-1]:
            try:
                return self._network.dial(number, port, min(_DIAL_S, _left(self._deadline)))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._network.dial(numbers[-1], port, _left(self._deadline))

    def _numbers(self, host: str, port: int) -> list[str]:
        """Looked up in a thread: a resolver of the system knows no deadline."""
        answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._network.look_up(host, port))
            except (OSError, UnicodeError) as error:
                answer.put(error)

        threading.Thread(target=ask, daemon=True, name="look-up").start()
        try:
            numbers = answer.get(timeout=_left(self._deadline))
        except queue.Empty as error:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from error
        if isinstance(numbers, Exception) or not numbers:
            raise httpcore.ConnectError("the name has no number")
        return numbers


class _Timed(httpcore.NetworkStream):
    """A stream all of whose waiting ends at one moment, whatever single steps would be given."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        safe = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(safe, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole exchange is over")
    return left
