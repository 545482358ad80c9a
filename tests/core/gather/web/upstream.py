"""A stand-in for the web: every name leads to one server on this machine, which answers as told.

The rules of the transport are in force: only the dialling is replaced, after the judgement.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore
import pytest

from core.gather.web import gate, openverse, transport, wikimedia
from core.gather.web.gate import Gate
from core.gather.web.network import Network

SOMEWHERE = "93.184.216.34"


@dataclass
class Answer:
    """What the server says; `drip` seconds pass between single bytes of its body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "image/png"})
    drip: float = 0.0
    delay: float = 0.0
    length: bool = True


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    body: bytes


def as_json(data: Any, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON."""
    kind = {"Content-Type": "application/json; charset=utf-8"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(json.dumps(data).encode(), status, kind | named)


class Upstream:
    """The running server: what it was asked, which numbers were dialled, how it answers."""

    def __init__(self, port: int) -> None:
        self.answer: Callable[[Request], Answer] = lambda request: Answer(status=404)
        self.requests: list[Request] = []
        self.dialled: list[tuple[str, int]] = []
        self.tls: list[str | None] = []
        self.names: dict[str, list[str]] = {}
        self._port = port

    @property
    def network(self) -> Network:
        """The network on which every name is this server."""
        return Network(self._look_up, self._dial)

    def _look_up(self, host: str, port: int) -> list[str]:
        return self.names.get(host, [SOMEWHERE])

    def _dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        real = httpcore.SyncBackend().connect_tcp("127.0.0.1", self._port, timeout)
        return _Untouched(real, self.tls)


class _Untouched(httpcore.NetworkStream):
    """A connection that only notes that TLS was asked for."""

    def __init__(self, stream: httpcore.NetworkStream, tls: list[str | None]) -> None:
        self._stream, self._tls = stream, tls
        self.read, self.write, self.close = stream.read, stream.write, stream.close  # type: ignore[method-assign]
        self.get_extra_info = lambda info: None  # type: ignore[method-assign,assignment]

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):  # type: ignore[no-untyped-def]
        assert ssl_context.check_hostname and ssl_context.verify_mode.name == "CERT_REQUIRED"
        self._tls.append(server_hostname)
        return self


@contextmanager
def running() -> Iterator[Upstream]:
    """An upstream on a free port of the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.upstream = Upstream(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.upstream  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def in_place_of_the_web(patch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """An upstream that everything is fetched from; no source remembers what was asked before."""
    with running() as upstream:
        patch.setattr(transport, "INTERNET", upstream.network)
        for name, users in {"WIKIMEDIA": (gate, wikimedia), "OPENVERSE": (gate, openverse)}.items():
            source = Gate(getattr(gate, name).name, getattr(gate, name).at_once)
            for user in users:
                patch.setattr(user, name, source)
        gate.gate_of_other.cache_clear()
        openverse.token_of.cache_clear()
        yield upstream


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        upstream: Upstream = self.server.upstream  # type: ignore[attr-defined]
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.headers["Host"], self.path, headers, sent)
        upstream.requests.append(request)
        self._say(upstream.answer(request))

    do_POST = do_GET

    def _say(self, answer: Answer) -> None:
        time.sleep(answer.delay)
        try:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.length and "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if not answer.drip:
                self.wfile.write(answer.body)
            for byte in answer.body if answer.drip else b"":
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(answer.drip)
        except OSError:
            pass  # the other side has hung up, as it should

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
