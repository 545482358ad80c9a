"""What holds for every live line: who may open one, whose turn it is, what a message may be."""

import asyncio
import json
import threading
from typing import Any

import pytest

from core.live.desk import MOST_LINES_EACH, Desk
from core.live.envelope import MOST_FRAME, MOST_LETTER, Letter, Trouble, letter
from core.live.tickets import GOOD_FOR_S, Tickets

NONSENSE = [
    b"",
    b"\x00",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff{}",
    b"\x00\x00\x00\x02[]",
    b"\x00\x00\x00\x02{}",
    b"\x00\x00\x00\x05\xff\xfe\xfd\xfc\xfb",
    (1_000).to_bytes(4) + b"[" * 1_000,
    letter({"do": "format the disk"}),
    letter({"do": "look", "n": -1}),
    letter({"do": "look", "n": 2**70}),
    letter({"do": "keep", "label": "x" * 999}),
    letter({"do": "keep", "label": ["x"]}),
    letter({"do": "move", "id": "../" * 40}),
    letter({"do": "look", "more": 1}),
    letter({"do": "keep"}, [b"1"] * 17),
    letter({"do": "look"}, [b"1"]) + b"more",
    letter({"do": "look"}, [b"1" * (MOST_FRAME + 1)]),
    b"1" * (MOST_LETTER + 1),
]


@pytest.mark.parametrize("data", NONSENSE, ids=range(len(NONSENSE)))
def test_what_no_page_of_ours_sends_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Trouble) as refused:
        Letter.opened(data)
    assert json.loads(json.dumps(refused.value.as_json()))["trouble"].endswith(".")


def test_a_letter_comes_back_as_it_was_written() -> None:
    opened = Letter.opened(letter({"do": "keep", "n": 3, "label": "a"}, [b"one", b"two!"]))
    assert opened.pictures == [b"one", b"two!"] and opened.header.label == "a"


class NoTalk:
    def hello(self) -> dict[str, Any]:
        return {}

    def look(self, frame: bytes) -> dict[str, Any]:
        return {}

    def do(self, letter: Letter) -> dict[str, Any]:
        return {}


def test_only_a_ticket_that_was_shown_opens_a_line_and_not_for_ever() -> None:
    now = [0.0]
    tickets = Tickets(clock=lambda: now[0])
    token = tickets.show("mine", "teach", NoTalk)
    assert tickets.show("mine", "teach", NoTalk) == token
    assert tickets.show("others", "teach", NoTalk) != token
    assert tickets.take("made up") is None
    found = tickets.take(token)
    assert found is not None and found[0] == "mine"
    now[0] = GOOD_FOR_S + 1
    assert tickets.take(token) is None


def test_one_learner_with_many_frames_takes_nobody_elses_turn() -> None:
    order: list[str] = []
    begun = threading.Event()

    async def class_of_two() -> None:
        desk = Desk()

        def work(name: str) -> None:
            begun.wait(10)
            order.append(name)

        greedy = [asyncio.create_task(desk.look("a", lambda: work("a"))) for _ in range(40)]
        await asyncio.sleep(0)
        modest = asyncio.create_task(desk.look("b", lambda: work("b")))
        await asyncio.sleep(0.05)
        begun.set()
        await asyncio.gather(*greedy, modest)

    asyncio.run(class_of_two())
    assert order.index("b") <= 2 and len(order) == 41


def test_nobody_has_more_lines_than_few() -> None:
    desk = Desk()
    open_lines = [desk.line("mine") for _ in range(MOST_LINES_EACH)]
    for one in open_lines:
        one.__enter__()
    with pytest.raises(Trouble), desk.line("mine"):
        pass
    with desk.line("others"):
        pass
    open_lines.pop().__exit__(None, None, None)
    with desk.line("mine"):
        pass
