"""A page that was left says nothing any more: the one that was opened after it stays."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from bench.app_server import Server
from bench.visitor import Visitor

pytestmark = pytest.mark.browser
QUIET_S = 3.0


def test_a_part_of_a_left_page_does_not_run_after_the_next_page(server: Server, page: Page) -> None:
    del page  # as in the other tests: Playwright has a running loop here
    with ThreadPoolExecutor(1) as beside:
        opened = beside.submit(asyncio.run, _pages_drawn_after_leaving(server.url)).result()
    assert opened == [calc_hash("predict")]


async def _pages_drawn_after_leaving(url: str) -> list[str]:
    """Leave Gather for Predict, and let a part of Gather speak up before the answer."""
    async with Visitor(url) as visitor:
        await visitor.visit("")
        assert visitor.socket
        await visitor.socket.send(visitor.request("gather"))
        [part, *_] = [m.delta.fragment_id async for m in _run(visitor) if m.delta.fragment_id]
        await visitor.socket.send(visitor.request("predict"))
        await visitor.socket.send(_late_word(visitor, part))
        return [
            message.new_session.page_script_hash
            async for message in _until_quiet(visitor)
            if message.WhichOneof("type") == "new_session"
        ]


def _late_word(visitor: Visitor, part: str) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = visitor.query
    message.rerun_script.page_script_hash = calc_hash("gather")
    message.rerun_script.fragment_id = part
    return bytes(message.SerializeToString())


async def _run(visitor: Visitor) -> AsyncIterator[ForwardMsg]:
    """What the server sends up to the end of a run."""
    async for message in _until_quiet(visitor, 60):
        yield message
        if message.WhichOneof("type") == "script_finished":
            return


async def _until_quiet(visitor: Visitor, seconds: float = QUIET_S) -> AsyncIterator[ForwardMsg]:
    """What the server sends until it has sent nothing for so long."""
    assert visitor.socket
    while True:
        try:
            async with asyncio.timeout(seconds):
                packed = await visitor.socket.recv(decode=False)
        except TimeoutError:
            return
        message = ForwardMsg.FromString(bytes(packed))
        visitor.note(message)
        yield message
