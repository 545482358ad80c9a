"""The address that is shown is one that a phone in the room reaches, or it says why none does."""

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from core.content import lesson_text
from core.deploy.network import network_addresses
from ui.parts import address
from ui.parts.address import qr_code, reach

ID = "x" * 22


def seen_at(
    monkeypatch: pytest.MonkeyPatch, url: str, listens: str | None, network: list[str]
) -> None:
    """This browser came by `url` to a server that listens on `listens`."""
    plain = config.get_option
    options = {"server.address": listens, "server.port": 8501}
    monkeypatch.setattr(config, "get_option", lambda name: options.get(name, plain(name)))
    monkeypatch.setattr(address, "network_addresses", lambda: network)
    monkeypatch.setattr(address.st, "context", SimpleNamespace(url=url))


def test_what_another_device_came_by_is_what_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_at(monkeypatch, "https://lab.school.example/deploy?w=k", None, ["192.168.1.20"])
    way = reach()
    assert way.address(way.hosts[0], ID) == f"https://lab.school.example/m/{ID}/"
    assert len(way.hosts) == 1 and not way.hindrance


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_localhost_becomes_the_addresses_of_this_machine(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_at(monkeypatch, f"http://{host}:8501/deploy", "0.0.0.0", ["192.168.1.20", "10.0.0.2"])
    way = reach()
    assert way.hosts == ("192.168.1.20:8501", "10.0.0.2:8501")
    assert way.hindrance == "here_only" and not way.is_shut


def test_a_server_for_this_computer_alone_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_at(monkeypatch, "http://localhost:8501/deploy", "localhost", ["192.168.1.20"])
    way = reach()
    assert way.is_shut and "make class" in lesson_text("deploy")[way.hindrance]
    assert way.address(way.here, ID) == f"http://localhost:8501/m/{ID}/"


def test_without_a_network_it_is_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_at(monkeypatch, "", None, [])
    way = reach()
    assert way.hosts == (way.here,) == ("localhost:8501",) and way.hindrance == "no_network"


def test_the_machine_knows_its_networks_without_asking() -> None:
    found = network_addresses()
    assert len(found) == len({*found})
    assert not any(one.startswith(("127.", "169.254.")) for one in found)


def test_a_qr_code_is_a_picture_with_words() -> None:
    svg = ElementTree.fromstring(qr_code(f"http://192.168.1.20:8501/m/{ID}/"))
    texts = [part.text for part in svg.iter() if part.tag.endswith("title")]
    assert len(texts) == 1 and ID in str(texts[0])
    assert qr_code("http://a/") != qr_code("http://b/")


def asks_or_shows(asks: bool, hosts: list[str]) -> None:
    import streamlit as st

    from ui.parts.address import Reach, ask_host, host_of

    way = Reach(tuple(hosts), "https", "", "localhost:8501")
    st.text(ask_host(way) if asks else host_of(way))


def test_the_host_that_was_chosen_holds_where_nobody_is_asked() -> None:
    app = AppTest.from_function(asks_or_shows, args=(False, ["a:1", "b:1"])).run()
    assert app.text[0].value == "a:1"
    app.args = (True, ["a:1", "b:1"])
    app.run()
    app.pills("which_host").set_value("b:1").run()
    app.args = (False, ["a:1", "b:1"])
    app.run()
    assert app.text[0].value == "b:1"
    app.args = (False, ["c:1"])
    app.run()
    assert app.text[0].value == "c:1"
    app.args = (True, ["c:1"])
    app.run()
    assert app.text[0].value == "c:1" and not app.pills
