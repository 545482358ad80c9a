"""Each source against a server that answers like the real one, in its good and bad moods."""

import threading
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from ddgs.engines.duckduckgo_images import DuckduckgoImages
from ddgs.exceptions import DDGSException, TimeoutException

from core.gather.web import gate, provider, transport
from core.gather.web.duckduckgo import DuckDuckGo
from core.gather.web.network import Network
from core.gather.web.openverse import Openverse
from core.gather.web.provider import Provider, SourceFailed
from core.gather.web.search_settings import SearchSettings, providers
from core.gather.web.transport import fetch
from core.gather.web.wikimedia import Wikimedia
from tests.core.gather.web.recorded import (
    commons_answer,
    commons_page,
    openverse_answer,
    openverse_image,
)
from tests.core.gather.web.upstream import Answer, Request, Upstream, as_json
from tests.said import said

AS_JSON = {"Content-Type": "application/json"}
SOURCES = [Openverse(), Wikimedia()]
GOOD = {
    "Openverse": openverse_answer(openverse_image(0), openverse_image(1)),
    "Wikimedia Commons": commons_answer(commons_page(1), commons_page(0)),
}
both = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


def query_of(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}


def test_openverse_says_whose_each_picture_is(upstream: Upstream) -> None:
    upstream.answer = lambda request: as_json(GOOD["Openverse"])
    first, second = Openverse().search("grizzly bear", 2)
    assert (first.title, second.title) == ("Grizzly 0", "Grizzly 1")
    assert first.creator == "Tim Sullivan" and first.licence == "CC BY-SA 2.0"
    assert first.licence_url == "https://creativecommons.org/licenses/by-sa/2.0/"
    assert first.landing_url == "https://stocksnap.io/photo/0"
    assert (first.width, first.height) == (6016, 4016)
    assert first.thumb_url.endswith("/thumb/") and first.image_url.endswith("/0.png")
    [request] = upstream.requests
    assert request.host == "api.openverse.org" and request.path.startswith("/v1/images/?")
    asked = {"q": "grizzly bear", "page": "2", "page_size": "20", "mature": "false"}
    assert query_of(request) == asked and "authorization" not in request.headers


def test_openverse_hits_for_adults_are_left_out_even_if_it_sends_them(upstream: Upstream) -> None:
    images = [
        openverse_image(0, mature=True),
        openverse_image(1, unstable__sensitivity=["sensitive_text"]),
        openverse_image(2, url="javascript:alert(1)"),
        openverse_image(3, thumbnail=None),
        openverse_image(4, creator=None, license="cc0", license_version="1.0", title=None),
    ]
    upstream.answer = lambda request: as_json(openverse_answer(*images))
    [found] = Openverse().search("bear", 1)
    assert (found.title, found.creator, found.licence) == ("", "", "CC0 1.0")


def test_a_client_id_gets_a_pass_once(upstream: Upstream) -> None:
    def answer(request: Request) -> Answer:
        if request.path.endswith("/token/"):
            return as_json({"access_token": "pass", "expires_in": 36000, "token_type": "Bearer"})
        return as_json(GOOD["Openverse"])

    upstream.answer = answer
    source = Openverse("id", "se&cret")
    assert len(source.search("bear", 1)) == len(source.search("bear", 2)) == 2
    token, *searches = upstream.requests
    assert token.body == b"grant_type=client_credentials&client_id=id&client_secret=se%26cret"
    assert [search.headers["authorization"] for search in searches] == ["Bearer pass"] * 2


def test_a_wrong_client_id_is_asked_like_anybody(upstream: Upstream) -> None:
    def answer(request: Request) -> Answer:
        if request.path.endswith("/token/"):
            return as_json({"error": "invalid_client"}, 401)
        return as_json(GOOD["Openverse"])

    upstream.answer = answer
    assert len(Openverse("id", "wrong").search("bear", 1)) == 2
    assert "authorization" not in upstream.requests[-1].headers


def test_commons_says_whose_each_picture_is_and_we_say_who_asks(upstream: Upstream) -> None:
    upstream.answer = lambda request: as_json(GOOD["Wikimedia Commons"])
    first, second = Wikimedia().search("grizzly", 3)
    assert (first.title, second.title) == ("Grizzly 0", "Grizzly 1")
    assert first.creator == "Ann & Co" and first.licence == "CC BY-SA 4.0"
    assert first.landing_url == "https://commons.wikimedia.org/wiki/File:Grizzly_0.jpg"
    assert first.image_url.endswith("/960px-Grizzly_0.jpg")
    assert first.thumb_url.endswith("/330px-Grizzly_0.jpg")
    [request] = upstream.requests
    asked = query_of(request)
    assert asked["gsrsearch"] == "filetype:bitmap grizzly" and asked["gsroffset"] == "40"
    assert "DrivetrainLab" in request.headers["user-agent"]


def test_commons_pictures_under_adult_headings_are_left_out(upstream: Upstream) -> None:
    pages = [
        commons_page(0, "Nude women in art|Bears"),
        commons_page(1, "Sexual intercourse"),
        commons_page(2, "Sextants|Essex|Bears"),
        commons_page(3, mime="image/svg+xml"),
        commons_page(4, extmetadata={}),
    ]
    upstream.answer = lambda request: as_json(commons_answer(*pages))
    found = Wikimedia().search("bear", 1)
    assert [one.title for one in found] == ["Grizzly 2", "Grizzly 4.jpg"]
    assert found[1].creator == "" and found[1].licence == ""


@both
def test_no_hits_are_no_error(source: Provider, upstream: Upstream) -> None:
    empty = {"Openverse": openverse_answer(), "Wikimedia Commons": commons_answer()}
    upstream.answer = lambda request: as_json(empty[source.name])
    assert source.search("bear", 1) == []


@both
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (as_json({"detail": "Request was throttled."}, 429, Retry_After="40"), "source_wait"),
        (as_json({}, 429), "source_too_often"),
        (as_json({"detail": "no"}, 403), "source_refuses"),
        (as_json({}, 500), "source_problem"),
        (Answer(b"<html>", headers={"Content-Type": "text/html"}), "not_understood"),
        (Answer(b'{"results": [', headers=AS_JSON), "not_understood"),
        (Answer(b"[" * 200_000, headers=AS_JSON), "not_understood"),
        (as_json(["odd"]), "not_understood"),
        (as_json({"results": 3, "query": 3, "error": {}}), "not_understood"),
        (as_json({"results": [3], "error": {"code": "ratelimited"}}), "not_understood"),
        (as_json({"results": "x" * 2_000_001, "error": ""}), "not_understood"),
    ],
    ids=range(11),
)
def test_every_bad_mood_is_one_sentence(
    source: Provider, upstream: Upstream, answer: Answer, why: str
) -> None:
    upstream.answer = lambda request: answer
    with pytest.raises(SourceFailed, match=said("web", why, name=source.name)):
        source.search("bear", 1)


@both
def test_a_slow_source_is_given_up(
    source: Provider, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "fetch", lambda url, **given: fetch(url, **given | {"seconds": 0.2}))
    kind = {"Content-Type": "application/json"}
    upstream.answer = lambda request: Answer(b"[" * 99, headers=kind, drip=0.1)
    with pytest.raises(SourceFailed, match=said("web", "source_slow")):
        source.search("bear", 1)
    upstream.answer = lambda request: Answer(delay=0.6)
    with pytest.raises(SourceFailed, match=said("web", "source_slow")):
        source.search("bear", 1)


@both
def test_offline_is_one_sentence(
    source: Provider, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(host: str, port: int) -> list[str]:
        raise OSError("no name server")

    monkeypatch.setattr(transport, "INTERNET", Network(nothing))
    with pytest.raises(SourceFailed, match=said("web", "source_unreachable")):
        source.search("bear", 1)


def test_after_too_often_nothing_is_asked_until_then(upstream: Upstream) -> None:
    upstream.answer = lambda request: as_json({}, 429, Retry_After="600")
    for _ in range(3):
        with pytest.raises(SourceFailed, match=said("web", "source_wait", wait="about 10 min")):
            Wikimedia().search("bear", 1)
    assert len(upstream.requests) == 1


class FakeEngine:
    """The client that `ddgs` asks with."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), []

    def request(self, method: str, url: str, **given: Any) -> Any:
        self.asked.append((url, given.get("params", {})))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, text = answer
        return type("Reply", (), {"status_code": status, "text": text, "content": text.encode()})()


TOKEN = (200, 'vqd="3-1234567890"&')
HITS = (
    200,
    """{"results": [{"title": "A <b>bear</b>", "image": "https://a.org/1.jpg",
    "thumbnail": "https://tse1.bing.com/1", "url": "https://a.org/", "height": 600, "width": 800,
    "source": "Bing"}, {"title": "no picture", "image": "ftp://x"}]}""",
)


def duck(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> FakeEngine:
    engine = FakeEngine(*answers)

    def start(
        self: Any, proxy: object = None, timeout: object = None, *, verify: object = True
    ) -> None:
        self.http_client, self.results = engine, []

    monkeypatch.setattr(DuckduckgoImages, "__init__", start)
    return engine


def test_duckduckgo_knows_the_page_and_no_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = duck(monkeypatch, TOKEN, HITS)
    [found] = DuckDuckGo().search("bear", 1)
    assert (found.title, found.image_url) == ("A bear", "https://a.org/1.jpg")
    assert (found.licence, found.creator, found.landing_url) == ("", "", "https://a.org/")
    assert all(url.startswith("https://duckduckgo.com") for url, _ in engine.asked)
    assert engine.asked[1][1]["p"] == "1"  # its safe search


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([DDGSException("ConnectError: dns error")], "source_unreachable"),
        ([TimeoutException("operation timed out")], "source_slow"),
        ([(200, "no token here")], "not_understood"),
        ([TOKEN, (200, "<html>")], "not_understood"),
    ],
)
def test_duckduckgo_in_a_bad_mood_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, answers: list[Any], why: str
) -> None:
    duck(monkeypatch, *answers)
    with pytest.raises(SourceFailed, match=said("web", why, name="DuckDuckGo")):
        DuckDuckGo().search("bear", 1)


def test_duckduckgo_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    monkeypatch.setattr(DuckduckgoImages, "search", lambda *_, **__: hanging.wait(120))
    with pytest.raises(SourceFailed, match=said("web", "source_slow")):
        DuckDuckGo(seconds=0.1).search("bear", 1)
    hanging.set()


def test_no_hits_of_duckduckgo_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    duck(monkeypatch, TOKEN, (200, '{"results": []}'))
    assert DuckDuckGo().search("bear", 1) == []


def test_only_the_settings_bring_duckduckgo_in() -> None:
    names = [source.name for source in providers(SearchSettings())]
    assert names == ["Openverse", "Wikimedia Commons"]
    assert providers(SearchSettings(duckduckgo=True))[-1].name == "DuckDuckGo"
    assert providers(SearchSettings(search=False, duckduckgo=True)) == []


def test_text_of_the_web_is_plain_and_addresses_are_of_the_web() -> None:
    assert provider.plain(" a<script>x</script>\n&lt;b&gt;\x00 ") == "a x <b>"
    assert provider.plain(["x"]) == "" and len(provider.plain("x" * 999)) == 200
    assert provider.web_address("//site.org/a") == "https://site.org/a"
    assert provider.web_address("data:image/png;base64,x") == provider.web_address(None) == ""
    assert (provider.whole(7), provider.whole(-1), provider.whole("7")) == (7, 0, 0)
