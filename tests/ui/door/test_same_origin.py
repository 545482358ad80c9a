"""A page of another address opens no session, and makes the server ask nobody for anything."""

import pytest
from starlette.datastructures import Headers
from streamlit import config

from bench.door_visitor import opens, session
from bench.spied_server import SpiedServer
from ui.frame.door.same_origin import address_of, is_our_own

FOREIGN = ("https://evil.example", "http://localhost:1", "http://127.0.0.1", "null", "", "http://[")


def test_a_foreign_page_opens_no_session_and_asks_no_other_host(spied_server: SpiedServer) -> None:
    assert not any(opens(spied_server, origin) for origin in FOREIGN)
    assert opens(spied_server, spied_server.url)
    assert opens(spied_server, None), "a program without pages, as our own measurements are"
    assert spied_server.asked_for() == []


def test_behind_a_proxy_the_browsers_address_counts(spied_server: SpiedServer) -> None:
    public = {"X_Forwarded_Host": "lab.school.example"}
    assert opens(spied_server, "https://lab.school.example", **public)
    assert not opens(spied_server, "https://evil.example", **public)
    assert spied_server.asked_for() == []


def test_a_foreign_page_changes_nothing(spied_server: SpiedServer) -> None:
    with session(spied_server) as visitor:
        place = visitor.asked_for(1)[0]
        assert visitor.put(place, 10, origin="http://localhost:1") == 403
        assert visitor.put(place, 10) == 204


OURS = (
    ("http://192.168.1.20:8501", {"host": "192.168.1.20:8501"}),  # a teacher's LAN address
    ("http://LAB.local", {"host": "lab.local:80"}),
    ("https://lab.example", {"host": "lab.example"}),  # TLS ends at a proxy that keeps Host
    ("https://lab.example", {"host": "10.0.0.3:8501", "x-forwarded-host": "lab.example, proxy"}),
    ("http://[::1]:8501", {"host": "[::1]:8501"}),
)
NOT_OURS = (
    ("http://192.168.1.20:9000", {"host": "192.168.1.20:8501"}),
    ("https://lab.example.evil.example", {"host": "lab.example"}),
    ("https://lab.example@evil.example", {"host": "lab.example"}),
    ("https://evil.example", {"host": "10.0.0.3", "x-forwarded-host": "lab.example"}),
    ("https://evil.example/lab.example", {"host": "lab.example"}),
    ("null", {"host": "null"}),
    ("http://a:b", {"host": "a:b"}),
)


@pytest.mark.parametrize(("origin", "headers"), OURS)
def test_an_address_of_ours(origin: str, headers: dict[str, str]) -> None:
    assert is_our_own(Headers({**headers, "origin": origin}))


@pytest.mark.parametrize(("origin", "headers"), NOT_OURS)
def test_an_address_of_another(origin: str, headers: dict[str, str]) -> None:
    assert not is_our_own(Headers({**headers, "origin": origin}))


def test_a_host_may_name_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = Headers({"host": "10.0.0.3", "origin": "https://lab.example"})
    options = {"server.enableCORS": True, "server.corsAllowedOrigins": ["https://lab.example"]}
    monkeypatch.setattr(config, "get_option", lambda name: options.get(name, "localhost"))
    assert is_our_own(hidden)
    options["server.corsAllowedOrigins"] = []
    assert not is_our_own(hidden)
    options["server.enableCORS"] = False
    assert is_our_own(hidden)


def test_ports_belong_to_an_address() -> None:
    assert address_of("https://a.example") == ("a.example", 443)
    assert address_of("http://a.example:8501") == ("a.example", 8501)
    assert address_of("file:///a") is None
