"""Gather: searching the web, lists of addresses, and what components hand over."""

import base64
from collections.abc import Callable, Iterator

import pytest

from core.gather.intake import INTAKES
from core.gather.web import transport
from core.gather.web.network import Network
from core.gather.web.search_settings import own_settings
from core.gather.web_search import web_search
from core.project.project import Project
from tests.app import has, open_page, sent_by_component, shows, texts, workspace_of
from tests.core.gather.pictures import as_file, noise
from tests.core.gather.web.recorded import (
    commons_answer,
    commons_page,
    openverse_answer,
    openverse_image,
)
from tests.core.gather.web.upstream import Answer, Request, Upstream, as_json, in_place_of_the_web
from tests.reading import one_has
from ui.gather.shots import keep_shots, shots_from

Until = Callable[..., None]


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    with in_place_of_the_web(monkeypatch) as server:
        yield server


def web(request: Request) -> Answer:
    if request.path.startswith("/v1/images/?"):
        return as_json(openverse_answer(*map(openverse_image, range(3))))
    if request.path.startswith("/w/api.php"):
        return as_json(commons_answer(commons_page(0)))
    return Answer(as_file(noise(sum(request.path.encode()))))


def ended(project: Project) -> bool:
    current = INTAKES.progress(project)
    return current is not None and current.state != "running"


def searching(project: Project, until: Until, words: str = "bear"):  # type: ignore[no-untyped-def]
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Web search").run()
    at.text_input(key="search_query").set_value(words)
    next(button for button in at.button if button.label == "Search").click().run()
    until(lambda: (found := web_search(project)) and found.state != "running")
    return at.run()


def test_what_is_ticked_comes_in_and_nothing_else(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = web
    at = searching(project, until)
    assert not at.exception and shows(at, "Openverse", 3, "Wikimedia Commons", 1)
    assert at.button(key="keep_found").disabled and not project.dataset.images()
    found = web_search(project)
    assert found
    at.session_state["search_wall"] = {
        "selected": sent_by_component([found.hits[0].id, found.hits[3].id])
    }
    at.run()
    assert not has(at, "keep_found") or at.button(key="keep_found").disabled
    project.dataset.add_class("grizzly")
    at.run()
    at.selectbox(key="gather_class").select("grizzly").run()
    assert one_has([at.button(key="keep_found").label], 2, "grizzly")
    at.button(key="keep_found").click().run()
    until(lambda: ended(project))
    at.run()
    assert not at.exception and project.dataset.classes() == {"grizzly": 2}
    assert shows(at, 2) and has(at, "close_intake")
    credits = next(table.value for table in at.dataframe if "Creator" in table.value)
    assert list(credits["Picture"]) == ["Grizzly 1", "Grizzly 2"]


def test_with_all_of_them_kept_it_offers_more(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = web
    at = searching(project, until)
    found = web_search(project)
    assert found
    at.session_state[f"_kept_{project.id}"] = {hit.id for hit in found.hits}
    at.run()
    assert not has(at, "keep_found")
    assert at.button(key="more_found")


def test_offline_each_source_says_so_in_one_sentence(
    project: Project, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(host: str, port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    monkeypatch.setattr(transport, "INTERNET", Network(offline))
    at = searching(project, until)
    [warning] = at.warning
    lines = warning.value.split("  \n")
    names = ("Openverse", "Wikimedia Commons")
    said = [line.removeprefix(name) for line, name in zip(lines, names, strict=True)]
    assert said[0] == said[1] != lines[1]


def test_the_settings_switch_searching_off_and_an_adult_adds_duckduckgo(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Web search").run()
    at.button(key="search_settings").click().run()
    at.toggle(key="set_duckduckgo").set_value(True).run()
    at.button(key="save_search_settings").click().run()
    assert not own_settings(workspace_of(project)).duckduckgo
    at.button(key="search_settings").click().run()
    at.toggle(key="set_duckduckgo").set_value(True).run()
    at.checkbox(key="set_adult").check().run()
    at.button(key="save_search_settings").click().run()
    assert own_settings(workspace_of(project)).duckduckgo
    assert shows(at, "Openverse", "Wikimedia Commons", "DuckDuckGo")
    at.button(key="project_menu").click().run()
    at.button(key="menu_search_settings").click().run()
    assert at.toggle(key="set_duckduckgo").value and not at.exception
    monkeypatch.setenv("DRIVETRAIN_SEARCH", "off")
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Web search").run()
    assert "switched off on this server" in texts(at) and not at.text_input


def test_a_list_of_addresses_comes_in_and_bad_lines_are_listed(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = web
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Web addresses").run()
    at.text_area[0].set_value("https://a.org/1.png\nhttp://192.168.0.1/2.png\n").run()
    at.button(key="fetch_addresses").click().run()
    assert "Not every line names a class" in texts(at)
    listed = "url,class\nhttps://a.org/1.png,bear\nhttp://192.168.0.1/2.png,bear\n"
    at.text_area[0].set_value(listed).run()
    at.button(key="fetch_addresses").click().run()
    until(lambda: ended(project))
    at.run()
    assert not at.exception and project.dataset.classes() == {"bear": 1}
    current = INTAKES.progress(project)
    assert current and current.result
    [(name, reason)] = current.result.refused
    assert "192.168.0.1" in name and "private network" in reason


def test_what_a_component_sends_is_checked(project: Project) -> None:
    jpeg = as_file(noise(1), "JPEG")
    uri = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
    sent = {
        "into": "teddy",
        "pictures": [uri, uri, "data:text/html,x", 7, uri[:40] + "!"],
        "last": 1,
    }
    shots = shots_from(sent)
    assert shots and shots.pictures == (jpeg, jpeg) and shots.last and shots.into == "teddy"
    assert keep_shots(project, shots, "grizzly", "webcam") == 1
    assert project.dataset.classes() == {"teddy": 1}
    [record] = project.dataset.images()
    assert record.source == "webcam" and record.name.startswith("webcam 20")
    for odd in (None, "x", [], {}, {"pictures": "x"}):
        assert shots_from(odd) is None
