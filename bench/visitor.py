"""One visitor of the app over Streamlit's websocket: opens pages and waits until each is drawn."""

import json
import time
from dataclasses import dataclass, field
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Visitor:
    """A session: `visit(page)` returns the seconds until the server has finished drawing it.

    `here` is the name in the menu of the page that is open; `not_found` counts addresses that
    the server did not know; `line` is the path of the last live line that a page showed.
    """

    url: str
    query: str = ""
    errors: int = 0
    line: str = ""
    here: str = ""
    not_found: int = 0
    socket: ClientConnection | None = None
    seconds: list[float] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await connect(address, max_size=None, subprotocols=["streamlit"])  # type: ignore[list-item]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.socket:
            await self.socket.close()

    async def visit(self, url_path: str, *, typed: bool = False) -> float:
        """Open the page at `url_path` ('' is home); seconds from the request to script finished.

        As from the menu, or as a browser asks where the address was `typed`: by its name alone.
        """
        assert self.socket
        started = time.perf_counter()
        await self.socket.send(self.request(url_path, typed))
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(await self.socket.recv(decode=False)))
            self.note(message)
            if message.WhichOneof("type") == "script_finished":
                break
        taken = time.perf_counter() - started
        self.seconds.append(taken)
        return taken

    def request(self, url_path: str, typed: bool = False) -> bytes:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = "" if typed or not url_path else calc_hash(url_path)
        message.rerun_script.page_name = url_path
        return bytes(message.SerializeToString())

    def note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed" and message.page_info_changed.query_string:
            self.query = message.page_info_changed.query_string
        self.not_found += kind == "page_not_found"
        if kind == "navigation":
            menu = message.navigation
            names = {page.page_script_hash: page.page_name for page in menu.app_pages}
            self.here = names.get(menu.page_script_hash, "")
        if kind == "delta":
            element = message.delta.new_element
            self.errors += element.WhichOneof("type") == "exception"
            if element.bidi_component.component_name.endswith("teach_live"):
                self.line = json.loads(element.bidi_component.json)["address"]
