"""A visitor of Gather over Streamlit's websocket: brings ZIPs and turns the pages of the wall."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.visitor import Visitor

PAGE = "gather"
RERUNS = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # the page goes on by itself
KEEP = "keep_arrival"
WAYS, WAY = "How do you bring them?", "Files or a ZIP"


@dataclass
class GatherVisitor(Visitor):
    """A session on Gather that knows the ids of its widgets, as a browser does."""

    session: str = ""
    ways: str = ""
    uploader: str = ""
    keep: str = ""
    pagination: str = ""
    wall: str = ""
    pages: int = 0
    ticking: set[str] = field(default_factory=set)
    announced: set[str] = field(default_factory=set)
    places: list[FileURLs] = field(default_factory=list)

    async def bring(self, archives: list[Path]) -> None:
        """Upload `archives` as the learner's browser does, look, and keep what they hold; the
        server's intake then begins."""
        await self.visit(PAGE)
        await self._send(self._on_page())
        await self._ask_for_places(archives)
        with httpx.Client(base_url=self.url, timeout=600) as browser:
            token = browser.get("/_stcore/health").cookies["_streamlit_xsrf"]
            for archive, place in zip(archives, self.places, strict=True):
                with archive.open("rb") as file:
                    browser.put(
                        place.upload_url,
                        files={"file": (archive.name, file, "application/zip")},
                        headers={"X-Xsrftoken": token},
                    ).raise_for_status()
        await self._send(self._with_uploads(archives))
        await self._send(self._keeping())

    async def turn_to(self, page: int) -> float:
        """Turn the wall to `page`; seconds from the click to the last byte of its pictures."""
        message = self._on_page()
        message.rerun_script.fragment_id = self.wall
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.int_value = self.pagination, page
        return await self._send(message)

    async def tick(self) -> None:
        """What a browser does by itself: run the parts again that asked for it."""
        for fragment in list(self.ticking):
            message = self._on_page()
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
            await self._send(message)

    async def _send(self, message: BackMsg) -> float:
        assert self.socket
        started = time.perf_counter()
        await self.socket.send(bytes(message.SerializeToString()))
        await self._until("script_finished")
        return time.perf_counter() - started

    async def _until(self, kind: str) -> ForwardMsg:
        assert self.socket
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(await self.socket.recv(decode=False)))
            self.note(message)
            if message.WhichOneof("type") == kind and message.script_finished != RERUNS:
                return message

    async def _ask_for_places(self, archives: list[Path]) -> None:
        assert self.socket
        message = BackMsg()
        message.file_urls_request.request_id = str(uuid4())
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.extend(archive.name for archive in archives)
        await self.socket.send(bytes(message.SerializeToString()))
        answer = await self._until("file_urls_response")
        self.places = list(answer.file_urls_response.file_urls)

    def _on_page(self) -> BackMsg:
        message = BackMsg()
        message.ParseFromString(self.request(PAGE))
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = self.ways
        widget.string_value = WAY
        return message

    def _with_uploads(self, archives: list[Path]) -> BackMsg:
        message = self._on_page()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = self.uploader
        for archive, place in zip(archives, self.places, strict=True):
            file = widget.file_uploader_state_value.uploaded_file_info.add()
            file.name, file.size = archive.name, archive.stat().st_size
            file.file_id = place.file_id
            file.file_urls.CopyFrom(place)
        return message

    def _keeping(self) -> BackMsg:
        message = self._on_page()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = self.keep, True
        return message

    def note(self, message: ForwardMsg) -> None:
        super().note(message)
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            self.announced.add(message.auto_rerun.fragment_id)
        if kind == "script_finished":
            self._note_end(message.script_finished)
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._note_widget(message.delta)

    def _note_end(self, how: int) -> None:
        """A whole page says afresh which of its parts tick; a part only adds its own."""
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.ticking = set(self.announced)
        if how == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.ticking |= self.announced
        self.announced.clear()

    def _note_widget(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "selectbox" and element.selectbox.label == WAYS:
            self.ways = element.selectbox.id
        if kind == "button" and KEEP in element.button.id:
            self.keep = element.button.id
        if kind == "file_uploader":
            self.uploader = element.file_uploader.id
        if kind == "pagination":
            self.pagination, self.wall = element.pagination.id, delta.fragment_id
            self.pages = element.pagination.num_pages
