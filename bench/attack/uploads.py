"""Uploads that no page asked for, that are more than was promised, and many at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.app_server import Server
from bench.attack.found import MB, Found
from bench.attack.watching import health, memory
from bench.door_visitor import Visitor, session

OF_A_SESSION, IN_ALL = 40, 80  # the budgets, in MB, with which the attacked server is started
MADE_UP, EACH = 25, 20 * MB
AT_ONCE, OF_EACH = 16, 10 * MB
ROUNDS = 3
KEPT = 204


def attack(server: Server, found: Found) -> None:
    """All of them on a server with the budgets above; the memory it takes is what it was given."""
    assert server.process
    with session(server), memory(server.process.pid) as peak, health(server.port) as longest:
        _made_up(server, found)
        _over_budget(server, found)
        for _ in range(ROUNDS):
            _at_once(server, found)
    found.felt("uploads", over=peak[0], frozen_s=longest[0])
    with session(server) as after:
        kept = after.put(after.asked_for(1)[0], MB) == KEPT
    found.expect(kept, "nobody can bring anything afterwards")


def _made_up(server: Server, found: Found) -> None:
    with session(server) as visitor:
        place = visitor.asked_for(1)[0]
        for number in range(MADE_UP):
            status = visitor.put(f"{place.rsplit('/', 1)[0]}/{number:032x}", EACH)
            found.expect(status == 403, f"a made-up id: {status}")
        status = visitor.put(f"{place.rsplit('/', 2)[0]}/{0:032x}/{place.rsplit('/', 1)[1]}", 10)
        found.expect(status == 403, f"a made-up session: {status}")


def _over_budget(server: Server, found: Found) -> None:
    with session(server) as visitor:
        one, two, three = visitor.asked_for(3)
        declared = visitor.put(one, (OF_A_SESSION + 1) * MB)
        found.expect(declared == 413, f"too much, and said so: {declared}")
        hidden = visitor.put(two, (OF_A_SESSION + 1) * MB, chunked=True)
        found.expect(hidden == 413, f"too much, and not said: {hidden}")
        found.expect(visitor.put(three, MB) == KEPT, "what fits is kept")


def _at_once(server: Server, found: Found) -> None:
    """Many sessions that each bring what it may: together no more than the server holds."""
    all_have_brought = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = sum(pool.map(lambda _: _bring(server, all_have_brought), range(AT_ONCE)))
    found.tried += AT_ONCE
    found.expect(taken * OF_EACH <= IN_ALL * MB, f"{taken} uploads of {OF_EACH} bytes were kept")


def _bring(server: Server, all_have_brought: Barrier) -> int:
    """How many of two uploads of one session were kept; it stays open until all have brought."""
    with session(server) as visitor:
        kept = sum(_put(visitor, place) == KEPT for place in visitor.asked_for(2))
        all_have_brought.wait(timeout=300)
        return kept


def _put(visitor: Visitor, place: str) -> int:
    try:
        return visitor.put(place, OF_EACH)
    except OSError:  # it hung up before all was sent, which is an answer
        return 413
