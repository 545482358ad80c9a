"""Every answer tells the browser what it may do with it, and no page breaks by it."""

import http.client
import re

import pytest
from starlette.datastructures import Headers

from bench.spied_server import SpiedServer
from ui.frame.door.browser_rules import FRAMED_BY, page_rules


def headers_of(server: SpiedServer, path: str) -> http.client.HTTPMessage:
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    asking.request("GET", path)
    return asking.getresponse().headers


@pytest.mark.parametrize(
    "path", ["/", "/train", "/_stcore/health", "/media/none.png", "/favicon.png"]
)
def test_every_answer_has_its_headers(spied_server: SpiedServer, path: str) -> None:
    headers = headers_of(spied_server, path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_page_is_framed_by_nobody_and_fetches_from_here(spied_server: SpiedServer) -> None:
    headers = headers_of(spied_server, "/")
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'self'" and rules["frame-ancestors"] == "'self'"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe-inline" not in rules["script-src"] and "'unsafe-eval'" not in rules["script-src"]
    outside = re.findall(r"(?:https?|wss?)://[^\s;]+", headers["Content-Security-Policy"])
    assert {address.split("://")[1] for address in outside} == {f"localhost:{spied_server.port}"}


def test_a_saved_file_that_is_opened_may_do_nothing(spied_server: SpiedServer) -> None:
    rules = headers_of(spied_server, "/media/none.svg")["Content-Security-Policy"]
    assert "default-src 'none'" in rules and "sandbox" in rules


def test_a_host_cannot_be_smuggled_into_the_rules() -> None:
    rules = page_rules(Headers({"host": "a; script-src *", "x-forwarded-host": "b.example"}))
    assert "*" not in rules and "wss://b.example" in rules


def test_a_learning_platform_may_be_allowed_to_frame_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FRAMED_BY, "https://moodle.example; script-src *")
    rules = page_rules(Headers({"host": "a"}))
    assert rules.endswith("frame-ancestors 'self' https://moodle.example")
