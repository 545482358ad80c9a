"""What a page says within one moment goes to its browser together."""

from asyncio import AbstractEventLoop, BaseTransport, Queue
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple
from weakref import ref

from starlette.websockets import WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.session_manager import ActiveSessionInfo
from streamlit.web.server.starlette.starlette_websocket import StarletteSessionClient
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

MOST_TOGETHER = 50  # the line to a browser takes 500 that wait; after so many they are sent on


class Event(NamedTuple):
    """One thing that a run of a page tells its session, mostly one message for the browser."""

    runner: ScriptRunner | None
    kind: ScriptRunnerEvent
    message: ForwardMsg | None
    more: dict[str, Any]


class Waiting:
    """The events of one session that the thread which answers has not heard yet, oldest first;
    `is_called`: it was woken for them."""

    def __init__(self) -> None:
        self.events: deque[Event] = deque()
        self.is_called = False


class Line:
    """The line to one browser: what is written in one moment goes out in one piece."""

    def __init__(self, transport: Any, loop: AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        """Everything else is the transport's own."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write, with all that is written before anything else happens."""
        if not self._waiting:
            self._loop.call_soon(self._write_all)
        self._waiting.append(data)

    def close(self) -> None:
        """Write what waits, and close."""
        self._write_all()
        self._transport.close()

    def _write_all(self) -> None:
        written, self._waiting = b"".join(self._waiting), []
        if written:
            self._transport.write(written)


class Together(list[ForwardMsg]):
    """Messages for one browser, handed on as if they were one."""


class Handful(list[bytes]):
    """Messages, written out, that go down the line to one browser as if they were one: alone, each
    passes a dozen functions of Starlette and Uvicorn."""


class Handfuls(Queue[bytes]):
    """What waits to go down a line; who takes from it gets all there is."""

    def _get(self) -> Any:
        handful = Handful(self._queue)  # type: ignore[attr-defined]
        self._queue.clear()  # type: ignore[attr-defined]
        return handful


_SESSION, _WAITING = "_session_of_runner", "_waiting_of_session"
_flush, _send = AppSession.flush_browser_queue, Runtime._send_message
_begin, _say_by_signal = AppSession._create_scriptrunner, ScriptRunner._enqueue_forward_msg
_made, _write_one = WebSocketsSansIOProtocol.connection_made, WebSocketsSansIOProtocol.send
_open = StarletteSessionClient.__init__


def say_together() -> None:
    """From now on messages of one moment wake the thread that answers once, and are sent at once.

    Streamlit 1.67 wakes it for each of the hundred messages of a page, and lets everything else
    pass before it sends the next one. It is one thread for all browsers, and while pages of others
    run, it waits for Python's lock each time: half of a click's work, and most of its waiting.
    Order and content stay what they were.
    """
    AppSession._on_scriptrunner_event = _note  # type: ignore[assignment,method-assign]
    AppSession.flush_browser_queue = _flushed  # type: ignore[assignment,method-assign]
    Runtime._send_message = _sent  # type: ignore[assignment,method-assign]
    AppSession._create_scriptrunner = _listened  # type: ignore[assignment,method-assign]
    ScriptRunner._enqueue_forward_msg = _say  # type: ignore[assignment,method-assign]
    StarletteSessionClient.__init__ = _opened  # type: ignore[assignment,method-assign]
    WebSocketsSansIOProtocol.connection_made = _connected  # type: ignore[assignment,method-assign]
    WebSocketsSansIOProtocol.send = _written  # type: ignore[assignment,method-assign]


def _note(
    session: AppSession,
    sender: ScriptRunner | None,
    event: ScriptRunnerEvent,
    forward_msg: ForwardMsg | None = None,
    **more: Any,
) -> None:
    """In the thread of a page: keep an event until the thread that answers comes for it."""
    waiting: Waiting = session.__dict__.get(_WAITING) or session.__dict__.setdefault(
        _WAITING, Waiting()
    )
    waiting.events.append(Event(sender, event, forward_msg, more))
    if not waiting.is_called:
        _call(session, waiting)


def _call(session: AppSession, waiting: Waiting) -> None:
    waiting.is_called = True
    session._call_soon_on_event_loop(partial(_hear, session, waiting))


def _hear(session: AppSession, waiting: Waiting) -> None:
    """In the thread that answers: all that waits. What comes meanwhile calls again, for the mark
    is taken away first."""
    waiting.is_called = False
    try:
        for event in _taken(waiting):
            _handle(session, event)
    finally:
        if look := session._message_enqueued_callback:
            look()
        if waiting.events and not waiting.is_called:  # one of them failed
            _call(session, waiting)


def _taken(waiting: Waiting) -> Iterator[Event]:
    for _ in range(len(waiting.events)):
        yield waiting.events.popleft()


def _handle(session: AppSession, event: Event) -> None:
    """Messages of a run that is over are dropped, as Streamlit does; the rest is its own matter."""
    if event.kind is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG and event.message is not None:
        if event.runner is session._scriptrunner:
            session._browser_queue.enqueue(event.message)
        return
    session._handle_scriptrunner_event_on_event_loop(
        event.runner, event.kind, event.message, **event.more
    )


def _flushed(session: AppSession) -> list[Together]:
    messages = _flush(session)
    starts = range(0, len(messages), MOST_TOGETHER)
    return [Together(messages[start : start + MOST_TOGETHER]) for start in starts]


def _sent(runtime: Runtime, to: ActiveSessionInfo, messages: Together) -> None:
    for message in messages:
        _send(runtime, to, message)


def _opened(client: StarletteSessionClient, websocket: WebSocket) -> None:
    _open(client, websocket)
    client._send_queue = Handfuls(client._send_queue.maxsize)


async def _written(protocol: WebSocketsSansIOProtocol, message: Any) -> None:
    """Write a handful as the messages it is; the last one as Uvicorn does, which sends them all."""
    if isinstance(handful := message.get("bytes"), Handful):
        *others, last = handful
        message = {**message, "bytes": last}
        await protocol.writable.wait()
        with suppress(InvalidState):  # the line is closed, which the last one says
            for one in others:
                protocol.conn.send_binary(one)
    await _write_one(protocol, message)


def _say(runner: ScriptRunner, message: ForwardMsg) -> None:
    """In the thread of a page: tell the session of a message without asking who listens."""
    session = runner.__dict__.get(_SESSION, _nobody)()
    if session is None:
        _say_by_signal(runner, message)
        return
    runner._maybe_handle_execution_control_request()
    _note(session, runner, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, message)


def _nobody() -> None:
    """There is no session that a runner belongs to."""


def _listened(session: AppSession, wanted: RerunData) -> None:
    _begin(session, wanted)
    session._scriptrunner.__dict__[_SESSION] = ref(session)


def _connected(protocol: WebSocketsSansIOProtocol, transport: BaseTransport) -> None:
    _made(protocol, Line(transport, protocol.loop))  # type: ignore[arg-type]
