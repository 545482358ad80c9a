"""One small way to the web that everything here goes through, so that its rules hold everywhere.

The name is resolved here, every number it gives is judged, and the connection goes to that very
number (a second look-up could give another). TLS still checks the certificate against the name.
A deadline covers the whole exchange: a server that drips a byte a second gains nothing.
"""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Literal
from urllib.parse import urlencode

import httpcore
import httpx

from core.content import says
from core.gather.reading.refusal import Refused
from core.gather.web.addresses import checked_url
from core.gather.web.network import INTERNET, Network, Pinned
from core.words import file_size

LONGEST_S = 3600.0


def retry_after(header: str) -> float:
    """Seconds that a Retry-After `header` (seconds or a date) asks for: 0 without one, an hour
    at most."""
    try:
        if header.isascii() and header.isdigit():
            return min(float(header), LONGEST_S)
        return min(max(0.0, parsedate_to_datetime(header).timestamp() - time.time()), LONGEST_S)
    except (TypeError, ValueError, OverflowError):
        return 0.0


MAX_BYTES = 10_000_000
SECONDS = 10.0
MAX_REDIRECTS = 3
PICTURES = (
    "image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp", "image/gif", "image/bmp",
    "image/x-ms-bmp", "image/avif",
)  # fmt: skip
JSON = ("application/json", "text/json")

Trouble = Literal["unreachable", "slow", "status", "answer"]


@dataclass(frozen=True)
class Posted:
    """What is sent along, and its media type."""

    body: bytes
    media_type: str


@dataclass(frozen=True)
class Fetched:
    """What came back: the `url` after redirects, the whole `body`, its media type."""

    url: str
    body: bytes
    media_type: str


class NotFetched(Refused):
    """Nothing came back; the message is a sentence for the learner.

    `status` is the server's answer or 0; `wait` how many seconds it asked us to stay away.
    """

    def __init__(
        self, sentence: str, trouble: Trouble, *, status: int = 0, wait: float = 0.0
    ) -> None:
        super().__init__(sentence)
        self.trouble, self.status, self.wait = trouble, status, wait


def fetch(
    url: str,
    *,
    types: tuple[str, ...] = PICTURES,
    most: int = MAX_BYTES,
    seconds: float = SECONDS,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    posted: Posted | None = None,
    network: Network | None = None,
) -> Fetched:
    """What `url` answers, within `seconds` and `most` bytes; a `form`, or what is `posted`, is sent
    to it.

    At most three redirects are followed, each judged like the first address; `headers` do not
    follow to another host, and what is sent to no other address at all. Raises Refused for an
    address that may not be fetched and NotFetched where nothing of use came back.
    """
    if form is not None:
        posted = Posted(urlencode(form).encode(), "application/x-www-form-urlencoded")
    deadline = time.monotonic() + seconds
    sent = dict(headers or {})
    for _ in range(MAX_REDIRECTS + 1):
        target = checked_url(url)
        with _asked(target, sent, posted, deadline, network or INTERNET) as answer:
            onward = _redirect(target, answer)
            if onward is None:
                return Fetched(str(target), *_body(target, answer, types, most))
        if posted is not None:
            raise NotFetched(says("web", "elsewhere", host=target.host), "answer")
        sent = sent if onward.host == target.host else {}
        url = str(onward)
    raise NotFetched(says("web", "circles", host=target.host), "answer")


@contextmanager
def _asked(
    target: httpx.URL,
    headers: Mapping[str, str],
    posted: Posted | None,
    deadline: float,
    network: Network,
) -> Iterator[httpcore.Response]:
    lines = {
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        **headers,
    }
    if posted is not None:
        lines |= {"Content-Type": posted.media_type}
        lines |= {"Content-Length": str(len(posted.body))}
    lines |= {"Host": target.netloc.decode("ascii"), "Connection": "close"}
    pool = httpcore.ConnectionPool(
        ssl_context=_certificates(),
        max_connections=1,
        network_backend=Pinned(network, deadline),
    )
    method, body = ("GET", None) if posted is None else ("POST", posted.body)
    try:
        with (
            pool,
            pool.stream(
                method, _as_bytes(target), headers=list(lines.items()), content=body
            ) as answer,
        ):
            yield answer
    except httpcore.TimeoutException as error:
        raise NotFetched(says("web", "slow", host=target.host), "slow") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        raise NotFetched(says("web", "unreachable", host=target.host), "unreachable") from error


def _as_bytes(target: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
    )


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _redirect(target: httpx.URL, answer: httpcore.Response) -> httpx.URL | None:
    if answer.status not in (301, 302, 303, 307, 308):
        return None
    try:
        return target.join(_header(answer, "location"))
    except (httpx.InvalidURL, ValueError) as error:
        raise NotFetched(says("web", "no_onward", host=target.host), "answer") from error


def _body(
    target: httpx.URL, answer: httpcore.Response, types: tuple[str, ...], most: int
) -> tuple[bytes, str]:
    host = target.host
    if answer.status != 200:
        wait = retry_after(_header(answer, "retry-after"))
        raise NotFetched(_sentence(host, answer.status), "status", status=answer.status, wait=wait)
    kind = _header(answer, "content-type").split(";")[0].strip().lower()
    if kind not in types:
        raise NotFetched(says("web", _named(kind), host=host), "answer")
    if _header(answer, "content-encoding").lower() not in ("", "identity"):
        raise NotFetched(says("web", "packed", host=host), "answer")
    return _read(answer, most), kind


def _read(answer: httpcore.Response, most: int) -> bytes:
    too_much = NotFetched(says("web", "too_large", most=file_size(most)), "answer")
    if int("0" + "".join(filter(str.isdigit, _header(answer, "content-length")))) > most:
        raise too_much
    body = bytearray()
    for part in answer.iter_stream():
        body += part
        if len(body) > most:
            raise too_much
    return bytes(body)


def _sentence(host: str, status: int) -> str:
    if status in (404, 410):
        return says("web", "gone", host=host)
    if status in (401, 403, 451):
        return says("web", "not_given", host=host)
    if status == 429:
        return says("web", "too_often", host=host)
    return says("web", "error", host=host, status=status)


def _header(answer: httpcore.Response, name: str) -> str:
    wanted = name.encode()
    values = (value for key, value in answer.headers if key.lower() == wanted)
    return next(values, b"").decode("latin-1").strip()


def _named(kind: str) -> str:
    """The name of the sentence about what came instead."""
    return "web_page" if kind == "text/html" else "svg" if "svg" in kind else "other_file"
