"""The ways in of a class: a teacher's key that no script reads, news for nobody without a pulse."""

import http.client
from http.cookies import SimpleCookie

from bench.spied_server import SpiedServer
from core.classroom.names import new_class_key
from ui.classroom.strip.strip import PULSE
from ui.classroom.teacher import COOKIE, KEEP


def posted(server: SpiedServer, path: str, body: str, origin: str = "") -> tuple[int, str]:
    """The status and the cookie of an answer."""
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    asking.request("POST", path, body, {"Origin": origin or server.url})
    answer = asking.getresponse()
    return answer.status, answer.headers.get("Set-Cookie", "")


def test_no_script_reads_a_teachers_key_and_no_other_site_sends_it(
    spied_server: SpiedServer,
) -> None:
    key = new_class_key()
    status, said = posted(spied_server, KEEP, key)
    cookie = SimpleCookie(said)[COOKIE]
    assert status == 204 and cookie.value == key
    assert cookie["httponly"] and cookie["samesite"].lower() == "strict"
    _, gone = posted(spied_server, KEEP, "-")
    assert SimpleCookie(gone)[COOKIE]["max-age"] == "0"
    assert posted(spied_server, KEEP, key, "http://evil.example")[0] == 403


def test_news_are_for_screens_of_a_class_alone(spied_server: SpiedServer) -> None:
    assert posted(spied_server, PULSE, "nobody\n1")[0] == 404
    assert posted(spied_server, PULSE, "x" * 10_000)[0] == 413
    assert posted(spied_server, PULSE, "nobody\n1", "http://evil.example")[0] == 403
