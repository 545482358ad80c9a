"""A program that speaks to the server as a browser does, with whatever Origin and Host it likes."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bench.app_server import Server


def opens(server: Server, origin: str | None, **headers: str) -> bool:
    """Whether a websocket from a page of `origin` opens a session; further headers may be given."""
    try:
        with line_to(server, origin, **headers):
            return True
    except InvalidStatus as refused:
        assert refused.response.status_code == 403
        return False


def line_to(server: Server, origin: str | None, **headers: str) -> ClientConnection:
    """A websocket from a page of `origin`; the caller closes it. Raises InvalidStatus."""
    return connect(
        f"ws://localhost:{server.port}/_stcore/stream",
        origin=origin,  # type: ignore[arg-type]
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
        max_size=None,
    )


@contextmanager
def session(server: Server) -> Iterator["Visitor"]:
    """A session of the app, with the page at / drawn: a run that begins drops what waits."""
    with line_to(server, server.url) as line:
        visitor = Visitor(server, line)
        visitor.say(BackMsg(rerun_script=ClientState()))
        visitor.hear("script_finished")
        yield visitor


class Visitor:
    """One open session: asks for upload addresses, and puts files there."""

    def __init__(self, server: Server, line: ClientConnection) -> None:
        self._server, self._line = server, line
        self.cookie, self.token = _xsrf(server)

    def say(self, message: BackMsg) -> None:
        """Send one message."""
        self._line.send(message.SerializeToString())

    def hear(self, kind: str) -> ForwardMsg:
        """The next message of this kind."""
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(self._line.recv(timeout=120, decode=False)))
            if message.WhichOneof("type") == kind:
                return message

    def asked_for(self, count: int) -> list[str]:
        """The addresses that the server gives out for so many files."""
        names = ["a.png"] * count
        request = FileURLsRequest(request_id="r", file_names=names, session_id="")
        self.say(BackMsg(file_urls_request=request))
        answer = self.hear("file_urls_response").file_urls_response
        return [info.upload_url for info in answer.file_urls]

    def put(self, path: str, size: int, *, chunked: bool = False, origin: str = "") -> int:
        """Upload a file of `size` bytes; the status the server answers."""
        start = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\n'
        body = start + bytes(size) + b"\r\n--b--\r\n"
        headers = {
            "Content-Type": "multipart/form-data; boundary=b",
            "Origin": origin or self._server.url,
            "Cookie": f"_streamlit_xsrf={self.cookie}",
            "X-Xsrftoken": self.token,
        }
        whole = iter([body[: 1 << 20], body[1 << 20 :]]) if chunked else body
        return _answer(self._server, "PUT", path, whole, headers, encode_chunked=chunked)


def _answer(server: Server, method: str, path: str, body: object, headers: dict[str, str],
            *, encode_chunked: bool = False) -> int:  # fmt: skip
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    asking.request(method, path, body, headers, encode_chunked=encode_chunked)  # type: ignore[arg-type]
    return asking.getresponse().status


def _xsrf(server: Server) -> tuple[str, str]:
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    asking.request("GET", "/_stcore/health")
    cookie = asking.getresponse().headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    return cookie, cookie
