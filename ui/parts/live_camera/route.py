"""The websocket of live pages: frames and handfuls come in, answers go out, or a sentence why not.

A line opens only for a ticket that a page of this session showed. Two things are at work on it side
by side: one frame that is looked at, and what changes the project, in order. Whatever is sent, the
answer is JSON, and nothing larger than a handful is kept.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from core.gather.reading.refusal import Refused
from core.live.desk import Desk
from core.live.envelope import MOST_LETTER, Letter, Trouble
from core.live.tickets import TICKETS, Talk
from ui.parts.address import base_path

LOG = logging.getLogger(__name__)
MOST_WAITING = 8
"""Handfuls that may wait on one line."""
MOST_TROUBLES = 50
"""So many messages that make no sense end a line."""
IDLE_S = 180.0
_PATH = "/watch"
_NOT_ALLOWED, _TOO_BIG, _AWAY = 1008, 1009, 1001
DESK = Desk()


def line_address(token: str) -> str:
    """Where a browser opens the line for this ticket, on this server."""
    return f"{base_path()}{_PATH}/{token}"


async def watch(socket: WebSocket) -> None:
    """One line, from the hello of its talk until the browser is gone."""
    await socket.accept()
    found = TICKETS.take(socket.path_params["token"])
    try:
        if found is None:
            raise Trouble("unknown")
        with DESK.line(found[0]):
            await _Line(socket, *found).run()
    except Trouble as trouble:
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_json(trouble.as_json())
            await socket.close(_NOT_ALLOWED)


class _Line:
    """One open websocket."""

    def __init__(self, socket: WebSocket, who: Hashable, talk: Talk) -> None:
        self._socket, self._who, self._talk = socket, who, talk
        self._frames: asyncio.Queue[Letter] = asyncio.Queue(1)
        self._orders: asyncio.Queue[Letter] = asyncio.Queue(MOST_WAITING)
        self._sending = asyncio.Lock()
        self._troubles: Counter[str] = Counter()

    async def run(self) -> None:
        at_work = [
            asyncio.create_task(self._answer(self._frames, self._look)),
            asyncio.create_task(self._answer(self._orders, self._do)),
        ]
        try:
            await self._send(await DESK.teach(self._talk.hello))
            while await self._take_one():
                pass
        except (WebSocketDisconnect, RuntimeError):  # the browser is gone
            pass
        finally:
            for task in at_work:
                task.cancel()

    async def _take_one(self) -> bool:
        """Take the next message; returns whether there may be another."""
        try:
            message = await asyncio.wait_for(self._socket.receive(), IDLE_S)
        except TimeoutError:
            await self._socket.close(_AWAY)
            return False
        if message["type"] == "websocket.disconnect":
            return False
        data = message.get("bytes") or (message.get("text") or "").encode()
        try:
            self._put(Letter.opened(data))
        except Trouble as trouble:
            return await self._refused(trouble, len(data))
        return True

    def _put(self, letter: Letter) -> None:
        queue = self._frames if letter.header.do == "look" else self._orders
        try:
            queue.put_nowait(letter)
        except asyncio.QueueFull as error:
            raise Trouble("one_at_a_time") from error

    async def _refused(self, trouble: Trouble, size: int) -> bool:
        await self._send(trouble.as_json())
        self._troubles["all"] += 1
        if size > MOST_LETTER or self._troubles["all"] >= MOST_TROUBLES:
            await self._socket.close(_TOO_BIG if size > MOST_LETTER else _NOT_ALLOWED)
            return False
        return True

    async def _answer(
        self, queue: asyncio.Queue[Letter], work: Callable[[Letter], Awaitable[dict[str, Any]]]
    ) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                letter = await queue.get()
                of = {"n": letter.header.n} if letter.header.n else {}
                await self._send({**await _said(partial(work, letter)), **of})

    async def _look(self, letter: Letter) -> dict[str, Any]:
        frame = b"".join(letter.pictures)
        return await DESK.look(self._who, partial(self._talk.look, frame))

    async def _do(self, letter: Letter) -> dict[str, Any]:
        return await DESK.teach(partial(self._talk.do, letter))

    async def _send(self, told: dict[str, Any]) -> None:
        async with self._sending:
            await self._socket.send_json(told)


async def _said(work: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """What the work says, or its trouble; whatever breaks is logged and said in a sentence."""
    try:
        return await work()
    except Trouble as trouble:
        return trouble.as_json()
    except Refused as refused:
        return Trouble("refused", why=str(refused)).as_json()
    except Exception:
        LOG.exception("A live line broke")
        return Trouble("broke").as_json()


LINES = (WebSocketRoute(f"{_PATH}/{{token}}", watch),)
