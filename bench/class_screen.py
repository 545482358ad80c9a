"""One screen of a class over Streamlit's websocket: it knows its widgets by their keys, presses and
fills them, and runs by itself what a browser runs by itself."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from uuid import uuid4

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

from bench.pulse_line import PulseLine
from bench.visitor import Visitor

RERUNS = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # the page goes on by itself
LOOK_S = 0.25
ANSWER_S = 120.0  # silence for so long is an error
PULSE_S = 1.5  # as often as a learner's screen asks for news
STRIP = "class_strip"
_CHOICES = {"radio", "button_group"}


class Widget(NamedTuple):
    """One widget that is on the screen: its kind, its part of the page ("" for none), the choices
    it offers, and whether it can be used."""

    key: str
    id: str
    kind: str
    fragment: str
    options: tuple[str, ...]
    usable: bool


@dataclass
class ClassScreen(Visitor):
    """A session of a learner or a teacher. `actions` counts what was clicked, typed and opened;
    `cookie` is sent as a browser sends it."""

    cookie: str = ""
    actions: int = 0
    page: str = ""
    part: str = ""
    session: str = ""
    pulse: str = ""
    news: int = 0
    line_part: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    filled: dict[str, WidgetState] = field(default_factory=dict)
    ticking: dict[str, float] = field(default_factory=dict)
    announced: dict[str, float] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    places: Sequence[Any] = ()

    async def __aenter__(self) -> Self:
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        headers = {"Cookie": self.cookie} if self.cookie else None
        self.socket = await connect(
            address,
            max_size=None,
            max_queue=None,
            open_timeout=120,
            ping_timeout=None,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
        )
        self.browser = httpx.AsyncClient(base_url=self.url, timeout=300)
        self.pulses = PulseLine(self.url)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.browser.aclose()
        self.pulses.close()
        await super().__aexit__()

    async def open(self, url_path: str) -> float:
        """Open a page as from the menu; seconds until it is drawn."""
        self.page = url_path
        self.filled.clear()
        return await self._act(self._rerun())

    async def press(self, key: str) -> float:
        """Press the button of this key; seconds until the answer is drawn."""
        widget = self.widgets[key]
        message = self._rerun(widget.fragment)
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = widget.id, True
        return await self._act(message)

    async def choose(self, key: str, words: str) -> float:
        """Choose one of the options of a row; seconds until the answer is drawn."""
        widget = self.widgets[key]
        state = WidgetState(id=widget.id)
        if widget.kind == "button_group":
            state.string_array_value.data.append(words)
        else:
            state.string_value = words
        return await self._fill(widget, state)

    async def unfold(self, key: str) -> float:
        """Open a panel that is folded away; seconds until what is in it is drawn."""
        widget = self.widgets[key]
        return await self._fill(widget, WidgetState(id=widget.id, bool_value=True))

    async def type(self, key: str, text: str) -> float:
        """Type into a field; seconds until the answer is drawn."""
        widget = self.widgets[key]
        return await self._fill(widget, WidgetState(id=widget.id, string_value=text))

    async def upload(self, key: str, name: str, content: bytes) -> float:
        """Give a file to an uploader, as a browser does; seconds until the answer is drawn."""
        await self._ask_for_place(name)
        [place] = self.places
        known = await self.browser.get("/_stcore/health")
        token = known.cookies["_streamlit_xsrf"]
        reply = await self.browser.put(
            place.upload_url,
            files={"file": (name, content, "application/zip")},
            headers={"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"},
        )
        reply.raise_for_status()
        widget = self.widgets[key]
        state = WidgetState(id=widget.id)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), place.file_id
        file.file_urls.CopyFrom(place)
        return await self._fill(widget, state)

    async def wait(self, seconds: float) -> None:
        """Look at the screen for so long: parts that asked for it run again, and news are heard."""
        end, asked = time.monotonic() + seconds, 0.0
        due = dict.fromkeys(self.ticking, time.monotonic())
        while (now := time.monotonic()) < end:
            for fragment, every in list(self.ticking.items()):
                if fragment in self.ticking and now - due.setdefault(fragment, now) >= every:
                    due[fragment] = now
                    await self._tick(fragment)
            if self.pulse and now - asked >= PULSE_S:
                asked = now
                await self._hear_news()
            await asyncio.sleep(LOOK_S)

    def question_of(self, lock: str) -> Widget | None:
        """The row of choices that stands right above a button; None for another kind."""
        above = list(self.widgets.values())[: list(self.widgets).index(lock)]
        choices = [one for one in above if one.kind in _CHOICES and one.options]
        return choices[-1] if choices and above[-1] == choices[-1] else None

    async def _hear_news(self) -> None:
        """As the strip of a class does: an answer that does not come is asked for again later."""
        try:
            status, said = await self.pulses.ask("/class/pulse", f"{self.pulse}\n1")
        except OSError:
            return
        if status != 200:
            self.errors += 1
        elif json.loads(said)["news"] != self.news:
            await self._send(self._rerun(self.line_part))

    async def _tick(self, fragment: str) -> None:
        message = self._rerun(fragment)
        message.rerun_script.is_auto_rerun = True
        await self._send(message)

    async def _fill(self, widget: Widget, state: WidgetState) -> float:
        self.filled[widget.id] = state
        return await self._act(self._rerun(widget.fragment))

    async def _act(self, message: BackMsg) -> float:
        started = time.perf_counter()
        await self._send(message)
        taken = time.perf_counter() - started
        self.seconds.append(taken)
        self.actions += 1
        return taken

    def _rerun(self, fragment: str = "") -> BackMsg:
        message = BackMsg()
        message.ParseFromString(self.request(self.page))
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(self.filled.values())
        return message

    async def _ask_for_place(self, name: str) -> None:
        assert self.socket
        message = BackMsg()
        asking = message.file_urls_request
        asking.request_id, asking.session_id = str(uuid4()), self.session
        asking.file_names.append(name)
        await self.socket.send(bytes(message.SerializeToString()))
        self.places = list((await self._until("file_urls_response")).file_urls_response.file_urls)

    async def _send(self, message: BackMsg) -> None:
        assert self.socket
        self.part = message.rerun_script.fragment_id
        await self.socket.send(bytes(message.SerializeToString()))
        await self._until("script_finished")

    async def _until(self, kind: str) -> ForwardMsg:
        assert self.socket
        while True:
            message = ForwardMsg()
            async with asyncio.timeout(ANSWER_S):
                message.ParseFromString(bytes(await self.socket.recv(decode=False)))
            self.note(message)
            if message.WhichOneof("type") == kind and message.script_finished != RERUNS:
                return message

    def note(self, message: ForwardMsg) -> None:
        super().note(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._forget(self.part)
        if kind == "auto_rerun":
            self.announced[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        if kind == "script_finished":
            self._note_end(message.script_finished)
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._note_widget(message.delta)
        if kind == "delta" and message.delta.add_block.expandable.id:
            self._note_panel(message.delta)

    def _forget(self, part: str) -> None:
        """A run draws afresh what belongs to it: a part, or the whole page ("")."""
        kept = {key: one for key, one in self.widgets.items() if part and one.fragment != part}
        self.widgets = kept

    def _note_end(self, how: int) -> None:
        """A whole page says afresh which of its parts tick; a part only adds its own."""
        if how == RERUNS:
            self.part = ""
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.ticking = dict(self.announced)
        if how == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.ticking |= self.announced
        self.announced.clear()

    def _note_panel(self, delta: Any) -> None:
        """A panel that asks the server for what is in it once it is opened."""
        panel = delta.add_block.expandable.id
        key = panel.split("-", 2)[-1]
        self.widgets[key] = Widget(key, panel, "expandable", delta.fragment_id, (), True)

    def _note_widget(self, delta: Any) -> None:
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind == "bidi_component" and element.component_name.endswith(STRIP):
            told = json.loads(element.json)
            self.pulse, self.news = told["pulse"], told["news"]
            self.line_part = delta.fragment_id
        if not getattr(element, "id", ""):
            return
        key = element.id.split("-", 2)[-1]
        options = [getattr(one, "content", one) for one in getattr(element, "options", ())]
        usable = not getattr(element, "disabled", False)
        self.widgets[key] = Widget(key, element.id, kind, delta.fragment_id, (*options,), usable)
