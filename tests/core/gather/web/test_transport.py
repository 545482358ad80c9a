"""What the transport asks, what it takes, and when it gives up."""

import threading
import time
from email.utils import formatdate

import httpcore
import pytest

from core.gather.reading.refusal import Refused
from core.gather.web.gate import CONTACT, user_agent
from core.gather.web.network import Network
from core.gather.web.transport import NotFetched, fetch, retry_after
from tests.core.gather.web.upstream import Answer, Request, Upstream
from tests.said import said

URL = "https://pictures.site.org/a.png"


def test_a_picture_comes_over_tls_checked_against_the_name(upstream: Upstream) -> None:
    upstream.answer = lambda request: Answer(b"picture")
    fetched = fetch(URL, headers={"User-Agent": "me"})
    assert (fetched.body, fetched.media_type, fetched.url) == (b"picture", "image/png", URL)
    assert upstream.dialled == [("93.184.216.34", 443)] and upstream.tls == ["pictures.site.org"]
    [request] = upstream.requests
    assert request.host == "pictures.site.org" and request.headers["user-agent"] == "me"
    assert request.headers["accept-encoding"] == "identity" and "cookie" not in request.headers


def test_the_environment_names_no_way_around(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    upstream.answer = lambda request: Answer(b"picture")
    assert fetch(URL).body == b"picture"


def test_three_redirects_are_followed_and_no_fourth(upstream: Upstream) -> None:
    def hop(request: Request) -> Answer:
        step = int(request.path.strip("/"))
        if step == 0:
            return Answer(b"there")
        return Answer(status=301 + step % 2, headers={"Location": f"/{step - 1}"})

    upstream.answer = hop
    assert fetch("https://site.org/3").body == b"there" and len(upstream.requests) == 4
    with pytest.raises(NotFetched, match=said("web", "circles")):
        fetch("https://site.org/4")
    assert len(upstream.requests) == 8


def test_a_pass_does_not_follow_to_another_host(upstream: Upstream) -> None:
    def hop(request: Request) -> Answer:
        onward = {"/0": "/1", "/1": "https://other.org/2"}.get(request.path)
        return Answer(status=302, headers={"Location": onward}) if onward else Answer(b"there")

    upstream.answer = hop
    fetch("https://site.org/0", headers={"Authorization": "Bearer pass"})
    passes = [request.headers.get("authorization") for request in upstream.requests]
    assert passes == ["Bearer pass", "Bearer pass", None]


def test_a_form_is_posted_and_sent_nowhere_else(upstream: Upstream) -> None:
    upstream.answer = lambda request: Answer(b"{}", headers={"Content-Type": "application/json"})
    fetch("https://site.org/", form={"a": "1 & 2"}, types=("application/json",))
    assert (upstream.requests[0].method, upstream.requests[0].body) == ("POST", b"a=1+%26+2")
    upstream.answer = lambda request: Answer(status=307, headers={"Location": "/on"})
    with pytest.raises(NotFetched, match=said("web", "elsewhere")):
        fetch("https://site.org/", form={"a": "1"})


@pytest.mark.parametrize("length", [True, False])
def test_a_body_over_the_limit_is_not_taken(upstream: Upstream, length: bool) -> None:
    upstream.answer = lambda request: Answer(b"x" * 1001, length=length)
    with pytest.raises(NotFetched, match=said("web", "too_large")):
        fetch(URL, most=1000)
    upstream.answer = lambda request: Answer(b"x" * 1000, length=length)
    assert len(fetch(URL, most=1000).body) == 1000


def test_a_lie_about_the_length_is_noticed(upstream: Upstream) -> None:
    headers = {"Content-Type": "image/png", "Content-Length": "5000"}
    upstream.answer = lambda request: Answer(b"x" * 10, headers=headers)
    with pytest.raises(NotFetched, match=said("web", "unreachable")):
        fetch(URL)


@pytest.mark.parametrize("answer", [
    Answer(b"x" * 500, drip=0.02),
    Answer(b"x" * 500, drip=0.02, length=False),
    Answer(b"x", delay=1.5),
])  # fmt: skip
def test_a_slow_drip_ends_with_the_time(upstream: Upstream, answer: Answer) -> None:
    upstream.answer = lambda request: answer
    with pytest.raises(NotFetched) as refusal:
        fetch(URL, seconds=0.3)
    assert refusal.value.trouble == "slow"


def test_headers_that_drip_end_with_the_time_too(upstream: Upstream) -> None:
    class Dripping:
        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            time.sleep(0.02)
            return b"H"

        def write(self, buffer: bytes, timeout: float | None = None) -> None: ...
        def close(self) -> None: ...
        def get_extra_info(self, info: str) -> None: ...

    network = Network(lambda host, port: ["8.8.8.8"], lambda *given: Dripping())  # type: ignore[return-value,arg-type]
    with pytest.raises(NotFetched) as refusal:
        fetch("http://site.org/", seconds=0.2, network=network)
    assert refusal.value.trouble == "slow"


@pytest.mark.parametrize("error", [httpcore.ConnectError, httpcore.ConnectTimeout])
def test_a_number_that_does_not_answer_is_not_the_end(
    upstream: Upstream, error: type[Exception]
) -> None:
    def dial(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        if ":" in address:
            assert timeout <= 3
            raise error("no way there")
        return upstream.network.dial(address, port, timeout)

    upstream.answer = lambda request: Answer(b"picture")
    numbers = ["2606:4700::1", "2606:4700::2", "8.8.8.8"]
    assert fetch(URL, network=Network(lambda host, port: numbers, dial)).body == b"picture"
    assert upstream.dialled == [("8.8.8.8", 443)]


def test_a_resolver_that_hangs_is_left_behind() -> None:
    given_up = threading.Event()

    def hangs(host: str, port: int) -> list[str]:
        given_up.wait(120)
        return ["8.8.8.8"]

    with pytest.raises(NotFetched) as refusal:
        fetch(URL, seconds=0.1, network=Network(hangs))
    given_up.set()
    assert refusal.value.trouble == "slow"


def test_without_a_network_the_sentence_comes_at_once() -> None:
    def offline(host: str, port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    with pytest.raises(NotFetched, match=said("web", "unreachable")) as refusal:
        fetch(URL, network=Network(offline))
    assert refusal.value.trouble == "unreachable"


@pytest.mark.parametrize("kind", [
    "text/html", "image/svg+xml", "application/pdf", "application/octet-stream", "image/tiff",
    "video/mp4", "", "image/png+xml", "multipart/form-data; boundary=image/png",
])  # fmt: skip
def test_other_kinds_of_content_are_refused(upstream: Upstream, kind: str) -> None:
    why = {"text/html": "web_page", "image/svg+xml": "svg"}.get(kind, "other_file")
    upstream.answer = lambda request: Answer(b"x", headers={"Content-Type": kind})
    with pytest.raises(NotFetched, match=said("web", why)):
        fetch(URL)


def test_a_packed_body_is_refused(upstream: Upstream) -> None:
    headers = {"Content-Type": "image/png", "Content-Encoding": "gzip"}
    upstream.answer = lambda request: Answer(b"x", headers=headers)
    with pytest.raises(NotFetched, match=said("web", "packed")):
        fetch(URL)


@pytest.mark.parametrize(
    ("status", "why"),
    [(404, "gone"), (403, "not_given"), (429, "too_often"), (500, "error"), (204, "error"),
     (206, "error")],
)  # fmt: skip
def test_every_other_status_is_a_sentence(upstream: Upstream, status: int, why: str) -> None:
    upstream.answer = lambda request: Answer(status=status, headers={"Retry-After": "7"})
    with pytest.raises(NotFetched, match=said("web", why, status=status)) as refusal:
        fetch(URL)
    assert (refusal.value.status, refusal.value.wait) == (status, 7.0)


@pytest.mark.parametrize("location", ["", "http://[", "http://site.org:99999/"])
def test_a_redirect_to_nowhere_is_a_sentence(upstream: Upstream, location: str) -> None:
    upstream.answer = lambda request: Answer(status=302, headers={"Location": location})
    with pytest.raises(Refused):
        fetch(URL)


def test_how_long_to_stay_away_is_read_from_seconds_and_dates() -> None:
    assert (retry_after("12"), retry_after(""), retry_after("soon")) == (12.0, 0.0, 0.0)
    assert retry_after("9" * 40) == 3600 and retry_after("²") == 0
    assert 50 < retry_after(formatdate(time.time() + 60, usegmt=True)) <= 61
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0


def test_the_introduction_names_the_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "teacher" in user_agent()
    monkeypatch.setenv(CONTACT, "https://school.org\r\nX-Evil: 1")
    assert "https://school.org" in user_agent() and "\n" not in user_agent()
