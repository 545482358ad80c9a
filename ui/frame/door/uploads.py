"""Uploads: only what a page asked for, and no more than fits into this server's memory."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadFileUrlInfo

from core.content import says
from core.jobs.queue.memory import total_memory
from core.project.limits import limits

MOST_ASKED = 5_000  # files a session may have on its way; a folder has 2,000 at most
_MB = 1_000_000
_PLACE = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")


class Uploads:
    """The ids that pages gave out, and the bytes that are here or on their way, by session.

    Streamlit takes any id of any living session and keeps whatever comes, in memory.
    """

    def __init__(self) -> None:
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._coming: Counter[str] = Counter()
        self._manager: MemoryUploadedFileManager | None = None

    def watch(self, manager: MemoryUploadedFileManager) -> None:
        """From now on know which ids `manager` gives out, and what it keeps."""
        give_out, forget = manager.get_upload_urls, manager.remove_session_files

        def get_upload_urls(session: str, names: Sequence[str]) -> list[UploadFileUrlInfo]:
            given = give_out(session, names)
            self._expect(session, [info.file_id for info in given])
            return given

        def remove_session_files(session: str) -> None:
            self._asked.pop(session, None)
            forget(session)

        self._manager = manager
        vars(manager).update(
            get_upload_urls=get_upload_urls, remove_session_files=remove_session_files
        )

    def expects(self, session: str, file: str) -> bool:
        """Whether a page of this session asked for this very file, and it has not come yet."""
        return file in self._asked.get(session, ())

    def arrived(self, session: str, file: str) -> None:
        """The file is here: its id is used up."""
        self._asked[session].discard(file)

    def room(self, session: str) -> int:
        """Bytes that may still come for this session, within its limit and everybody's."""
        own = limits().session_upload_mb * _MB - self._held(session) - self._coming[session]
        everybody = sum(map(self._held, self._sessions())) + self._coming.total()
        return max(0, min(own, most_in_all() - everybody))

    @contextmanager
    def coming(self, session: str) -> Iterator["Arrival"]:
        """One upload on its way; what came of it counts until it is kept or given up."""
        arrival = Arrival(self, session)
        try:
            yield arrival
        finally:
            self._coming[session] -= arrival.taken
            if not self._coming[session]:
                del self._coming[session]

    def take(self, session: str, size: int) -> None:
        """Count bytes that come in; raises HTTPException (413) when they do not fit."""
        if size > self.room(session):
            raise HTTPException(413, says("frame", "more_than_server"))
        self._coming[session] += size

    def _expect(self, session: str, files: Sequence[str]) -> None:
        room = MOST_ASKED - len(self._asked[session])
        self._asked[session].update(files[: max(0, room)])

    def _sessions(self) -> list[str]:
        return list(self._manager.file_storage) if self._manager else []

    def _held(self, session: str) -> int:
        kept = self._manager.file_storage.get(session, {}) if self._manager else {}
        return sum(len(file.data) for file in list(kept.values()))


class Arrival:
    """The bytes of one upload as they come in."""

    def __init__(self, uploads: Uploads, session: str) -> None:
        self._uploads, self._session, self.taken = uploads, session, 0

    def take(self, size: int) -> None:
        """Count some more; raises HTTPException (413) when they do not fit."""
        self._uploads.take(self._session, size)
        self.taken += size


class UploadBudget:
    """Refuses an upload that nobody asked for (403) or that does not fit (413)."""

    def __init__(self, app: ASGIApp, uploads: Uploads) -> None:
        self._app, self._uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge a PUT before its first byte is read, and count while it comes in."""
        place = _PLACE.search(scope.get("path", "")) if scope.get("method") == "PUT" else None
        if place is None:
            await self._app(scope, receive, send)
            return
        session, file = place.groups()
        if refusal := self._refusal(session, file, Headers(scope=scope)):
            await refusal(scope, receive, send)
            return
        await self._take_in(session, file, scope, receive, send)

    def _refusal(self, session: str, file: str, headers: Headers) -> PlainTextResponse | None:
        if not self._uploads.expects(session, file):
            return PlainTextResponse(says("frame", "nobody_asked_for"), status_code=403)
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > self._uploads.room(session):
            return PlainTextResponse(says("frame", "more_than_server"), status_code=413)
        return None

    async def _take_in(
        self, session: str, file: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        with self._uploads.coming(session) as arrival:

            async def counted() -> Message:
                message = await receive()
                arrival.take(len(message.get("body", b"")))
                return message

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] < 300:
                    self._uploads.arrived(session, file)
                await send(message)

            await self._app(scope, counted, noted)


def most_in_all() -> int:
    """Bytes of uploads that this server holds at a time: as set, else a quarter of its memory."""
    chosen = limits().uploads_mb
    return chosen * _MB if chosen else total_memory() // 4
