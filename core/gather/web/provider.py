"""What every source of pictures offers: a search that answers with pictures and whose they are.

The next source is a class with a `name` and a `search`, and a line in `providers.py`.
"""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from core.content import says
from core.gather.reading.refusal import Refused
from core.gather.web.gate import Gate
from core.gather.web.transport import JSON, NotFetched
from core.words import about

MAX_ANSWER = 2_000_000


@dataclass(frozen=True)
class Found:
    """One picture a source offers; what is not known is "". Sizes are in pixels, 0 if unknown."""

    thumb_url: str
    image_url: str
    title: str
    creator: str
    licence: str
    licence_url: str
    landing_url: str
    provider: str
    width: int = 0
    height: int = 0


class SourceFailed(Refused):
    """A source gave nothing; the message is one sentence for the learner."""


class Provider(Protocol):
    """A source of pictures."""

    @property
    def name(self) -> str:
        """Its name on screen; results are cached under it."""

    def search(self, query: str, page: int) -> list[Found]:
        """About twenty pictures for `query`; `page` counts from 1. Empty when there are no more.

        Answers or raises SourceFailed within ten seconds.
        """


def ask(gate: Gate, url: str, parameters: Mapping[str, object], **options: Any) -> Any:
    """The JSON that `url` answers; raises SourceFailed in the words of the source's name."""
    try:
        return answer(gate, f"{url}?{urlencode(parameters)}", **options)
    except NotFetched as failure:
        raise SourceFailed(source_sentence(gate.name, failure)) from failure


def answer(gate: Gate, url: str, **options: Any) -> Any:
    """The JSON that `url` answers; raises NotFetched, also for an answer that is not JSON."""
    fetched = gate.fetch(url, types=JSON, most=MAX_ANSWER, **options)
    try:
        return json.loads(fetched.body)
    except (ValueError, RecursionError) as error:
        raise NotFetched(says("web", "not_json"), "answer") from error


def not_understood(name: str) -> SourceFailed:
    """For an answer in another shape than the source documents."""
    return SourceFailed(says("web", "not_understood", name=name))


def source_sentence(name: str, failure: NotFetched) -> str:
    """Why the source `name` gave nothing, in one sentence that says what to do."""
    if failure.status == 429 and failure.wait:
        return says("web", "source_wait", name=name, wait=about(failure.wait))
    if failure.status == 429:
        return says("web", "source_too_often", name=name)
    if failure.status in (401, 403):
        return says("web", "source_refuses", name=name, status=failure.status)
    if failure.status:
        return says("web", "source_problem", name=name, status=failure.status)
    if failure.trouble == "slow":
        return says("web", "source_slow", name=name)
    if failure.trouble == "unreachable":
        return says("web", "source_unreachable", name=name)
    return str(not_understood(name))


def plain(value: object, longest: int = 200) -> str:
    """`value` as one line of text without HTML; "" for what is no text or number."""
    if not isinstance(value, str | int | float):
        return ""
    bare = html.unescape(re.sub(r"<[^>]*>", " ", str(value)))
    return " ".join("".join(c if c.isprintable() else " " for c in bare).split())[:longest]


def web_address(value: object) -> str:
    """`value` if it is an address of the web (`//host/…` becomes https), else ""."""
    text = value.strip() if isinstance(value, str) else ""
    text = f"https:{text}" if text.startswith("//") else text
    return text if re.fullmatch(r"https?://\S{1,1990}", text, re.IGNORECASE) else ""


def whole(value: object) -> int:
    """`value` as a number of pixels, 0 when it is none."""
    return value if isinstance(value, int) and 0 < value < 1_000_000 else 0
