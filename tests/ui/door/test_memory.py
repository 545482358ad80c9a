"""The cookie is the server's: no script reads it, nothing in it is lost by another tab."""

import http.client
from http.cookies import Morsel, SimpleCookie

from bench.spied_server import SpiedServer
from core.project.workspace import new_key
from ui.session import COOKIE, Memory


def told(server: SpiedServer, said: str, before: str = "", **headers: str) -> Morsel[str] | None:
    """The cookie that the server answers with."""
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    known = {"Cookie": f"{COOKIE}={before}", "Origin": server.url}
    asking.request("POST", "/remember", said, {**known, **headers})
    answer = asking.getresponse()
    return SimpleCookie(answer.headers.get("Set-Cookie", "")).get(COOKIE)


def test_no_script_reads_it_and_no_other_site_sends_it(spied_server: SpiedServer) -> None:
    cookie = told(spied_server, new_key())
    assert cookie is not None
    assert cookie["httponly"] and cookie["samesite"].lower() == "strict" and not cookie["secure"]
    safe = told(spied_server, new_key(), **{"X-Forwarded-Proto": "https"})
    assert safe is not None and safe["secure"]


def test_what_another_tab_remembered_stays(spied_server: SpiedServer) -> None:
    mine, other, third = new_key(), new_key(), new_key()
    cookie = told(spied_server, f"{other}.~{third}\n", before=mine)
    assert cookie is not None
    assert Memory.read(cookie.value) == Memory((other, mine), third)


def test_it_forgets_what_it_is_asked_to(spied_server: SpiedServer) -> None:
    mine, other = new_key(), new_key()
    for said in (f"{other}\n{mine}", f"{other}\n*"):
        cookie = told(spied_server, said, before=mine)
        assert cookie is not None and Memory.read(cookie.value).keys == (other,)


def test_another_page_cannot_write_it(spied_server: SpiedServer) -> None:
    assert told(spied_server, new_key(), Origin="http://localhost:1") is None
    assert told(spied_server, "x" * 10_000) is None
