"""What a page says goes to its browser in handfuls: all of it, in its order, and to nobody else."""

import asyncio
from collections.abc import Sequence

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from bench.door_visitor import line_to
from bench.spied_server import SpiedServer
from ui.frame.door.together import MOST_TOGETHER, Handful, Handfuls

LONG_PAGE = "levers"
FINISHED = "script_finished"


def said(server: SpiedServer, pages: Sequence[str]) -> list[list[ForwardMsg]]:
    """The messages of each page that a fresh visitor opens one after the other."""
    heard = []
    with line_to(server, server.url) as line:
        for page in pages:
            state = ClientState(page_script_hash=calc_hash(page) if page else "", page_name=page)
            line.send(BackMsg(rerun_script=state).SerializeToString())
            messages: list[ForwardMsg] = []
            while not messages or messages[-1].WhichOneof("type") != FINISHED:
                one = ForwardMsg()
                one.ParseFromString(bytes(line.recv(timeout=120, decode=False)))
                messages.append(one)
            heard.append(messages)
    return heard


def test_a_page_of_many_messages_comes_whole_and_in_its_order(spied_server: SpiedServer) -> None:
    _, page, again = said(spied_server, ["", LONG_PAGE, LONG_PAGE])
    assert len(page) > MOST_TOGETHER
    kinds = [one.WhichOneof("type") for one in page]
    assert kinds.count("new_session") == kinds.count(FINISHED) == 1
    assert kinds.index("new_session") < kinds.index("delta")
    paths = [tuple(one.metadata.delta_path) for one in page if one.WhichOneof("type") == "delta"]
    for number, path in enumerate(paths):  # whatever stands in a box comes after the box
        inside = path[:-1]
        assert len(inside) < 2 or inside in paths[:number]
    places = {tuple(one.metadata.delta_path) for one in again if one.metadata.delta_path}
    assert places == set(paths)


async def taken_twice(line: Handfuls) -> tuple[object, object]:
    """What is taken from a line on which two wait, and then, later, from one that waits for one."""
    line.put_nowait(b"1")
    line.put_nowait(b"2")
    first = await line.get()
    later = asyncio.create_task(line.get())
    await asyncio.sleep(0)
    line.put_nowait(b"3")
    return first, await later


def test_all_that_waits_for_a_browser_is_taken_at_once_in_its_order() -> None:
    first, later = asyncio.run(taken_twice(Handfuls(3)))
    assert isinstance(first, Handful)
    assert (first, later) == ([b"1", b"2"], [b"3"])


def test_a_browser_that_takes_nothing_is_given_no_more_than_before() -> None:
    line = Handfuls(2)
    line.put_nowait(b"1")
    line.put_nowait(b"2")
    with pytest.raises(asyncio.QueueFull):
        line.put_nowait(b"3")
