"""What a page says within one moment goes to its browser together."""

from asyncio import AbstractEventLoop, BaseTransport
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.session_manager import ActiveSessionInfo
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

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


_waiting: WeakKeyDictionary[AppSession, Waiting] = WeakKeyDictionary()
_flush, _send = AppSession.flush_browser_queue, Runtime._send_message
_made = WebSocketsSansIOProtocol.connection_made


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
    WebSocketsSansIOProtocol.connection_made = _connected  # type: ignore[assignment,method-assign]


def _note(
    session: AppSession,
    sender: ScriptRunner | None,
    event: ScriptRunnerEvent,
    forward_msg: ForwardMsg | None = None,
    **more: Any,
) -> None:
    """In the thread of a page: keep an event until the thread that answers comes for it."""
    waiting = _waiting.setdefault(session, Waiting())
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


def _connected(protocol: WebSocketsSansIOProtocol, transport: BaseTransport) -> None:
    _made(protocol, Line(transport, protocol.loop))  # type: ignore[arg-type]
