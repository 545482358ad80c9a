"""Websockets and requests that no page of ours would send, and visits by nobody in particular."""

from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from random import Random

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.exceptions import ConnectionClosed

from bench.app_server import Server
from bench.attack.found import MB, Found
from bench.attack.watching import health, memory, size_of
from bench.door_visitor import line_to, opens, session

FOREIGN = (
    "https://evil.example",
    "http://localhost:1",
    "http://127.0.0.1",
    "http://[::1]:1",
    "null",
    "",
    "http://[",
    "file://",
)
PROXIES = (  # an Origin, and what a proxy would have said that does not go with it
    ("https://evil.example", {"X_Forwarded_Host": "lab.school.example"}),
    ("https://lab.example@evil.example", {"X_Forwarded_Host": "lab.example"}),
    ("http://localhost:1", {"X_Forwarded_Host": "localhost:2, localhost:1"}),
)
MANY = 150
GARBAGE = 60


def attack(server: Server, found: Found, visits: int) -> None:
    """All of them on a server that runs; it must go on answering everybody else."""
    assert server.process
    with session(server):
        pass  # what every first visit loads is not counted
    with memory(server.process.pid) as peak, health(server.port) as longest:
        _foreign(server, found)
        _many(server, found)
        _garbage(server, found)
        _visits(server, found, visits)
    found.felt("sockets", over=peak[0], frozen_s=longest[0])
    found.expect(opens(server, server.url), "a page of ours opens no session any more")


def _foreign(server: Server, found: Found) -> None:
    """Pages of other addresses, and Hosts that do not go with the Origin."""
    for origin in FOREIGN:
        found.expect(not opens(server, origin), f"Origin {origin!r} opened a session")
        status = _post(server, origin)
        found.expect(status == 403, f"Origin {origin!r} changed the memory: {status}")
    for origin, headers in PROXIES:
        found.expect(not opens(server, origin, **headers), f"{origin!r} with {headers}")


def _post(server: Server, origin: str) -> int:
    asking = HTTPConnection("localhost", server.port, timeout=60)
    asking.request("POST", "/remember", "x" * 22, {"Origin": origin})
    return asking.getresponse().status


def _many(server: Server, found: Found) -> None:
    """Many sockets that open and say nothing."""
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(line_to(server, server.url))
        found.expect(opens(server, server.url), f"{MANY} sockets keep others out")


def _garbage(server: Server, found: Found) -> None:
    """Messages that no browser sends: noise, and half of one that is right."""
    chance = Random(7)
    whole = BackMsg(rerun_script=ClientState(query_string="w=" + "x" * 200)).SerializeToString()
    for number in range(GARBAGE):
        noise = chance.randbytes(chance.choice((1, 10, 1_000, 1_000_000)))
        with line_to(server, server.url) as line:
            try:
                line.send(noise if number % 2 else whole[: chance.randrange(1, len(whole))])
                line.send("words" if number % 3 else b"")
            except ConnectionClosed:
                pass  # that is an answer, too
        found.tried += 1
    found.expect(server.answers(), "noise took the server away")


def _visits(server: Server, found: Found, count: int) -> None:
    """Visitors without a cookie who only look: no folder and no byte comes of them."""
    workspaces = server.home / "workspaces"
    before, bytes_before = _names(workspaces), _bytes_beside_logs(server.home)
    for _ in range(count):
        with session(server):
            found.tried += 1
    made = len(_names(workspaces) - before)
    found.expect(made == 0, f"{count} visits made {made} workspaces")
    grown = _bytes_beside_logs(server.home) - bytes_before
    found.expect(grown <= MB, f"{count} visits took {grown} bytes")
    found.beside |= {"visits": count, "visits_made": made, "visits_took_bytes": grown}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def _bytes_beside_logs(home: Path) -> int:
    return size_of(home) - sum(file.stat().st_size for file in home.glob("*.log"))
