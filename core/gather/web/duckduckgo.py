"""DuckDuckGo through `ddgs`: for adults who ask for it. Its filter leaks, no licence is known."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from typing import Any

from core.gather.web.provider import (
    Found,
    SourceFailed,
    not_understood,
    plain,
    source_sentence,
    web_address,
    whole,
)
from core.gather.web.transport import SECONDS, NotFetched

PAGE_SIZE = 40
_asking = ThreadPoolExecutor(4, thread_name_prefix="duckduckgo")


@dataclass(frozen=True)
class DuckDuckGo:
    """Searches the pictures of DuckDuckGo, with its safe search on."""

    seconds: float = SECONDS - 1

    @property
    def name(self) -> str:
        return "DuckDuckGo"

    def search(self, query: str, page: int) -> list[Found]:
        """Pictures for `query`; nothing says whose they are but the page they stand on."""
        try:
            hits = _asking.submit(_hits, query, page, self.seconds).result(self.seconds)
        except TooLate as error:
            failure = NotFetched("", "slow")
            raise SourceFailed(source_sentence(self.name, failure)) from error
        try:
            return [_hit(hit) for hit in hits if _fit(hit)]
        except (TypeError, AttributeError, KeyError) as error:
            raise not_understood(self.name) from error


def _hits(query: str, page: int, seconds: float) -> list[dict[str, Any]]:
    """What the library finds; it opens connections of its own, but only to DuckDuckGo."""
    from ddgs import DDGS
    from ddgs.exceptions import DDGSException, TimeoutException

    try:
        return DDGS(timeout=max(1, int(seconds / 2))).images(
            query, safesearch="on", max_results=PAGE_SIZE, page=page, backend="duckduckgo"
        )
    except TimeoutException as error:
        raise SourceFailed(source_sentence("DuckDuckGo", NotFetched("", "slow"))) from error
    except DDGSException as error:
        if "No results found" in str(error):
            return []
        raise SourceFailed(_sentence(str(error))) from error
    except Exception as error:  # the library lets errors of its parsers through
        raise not_understood("DuckDuckGo") from error


def _sentence(problem: str) -> str:
    words = problem.lower()
    offline = ("connect", "resolve", "dns", "request")
    if any(word in words for word in offline):
        return source_sentence("DuckDuckGo", NotFetched("", "unreachable"))
    return source_sentence("DuckDuckGo", NotFetched("", "answer"))


def _fit(hit: dict[str, Any]) -> bool:
    return bool(web_address(hit.get("image")) and web_address(hit.get("thumbnail")))


def _hit(hit: dict[str, Any]) -> Found:
    return Found(
        thumb_url=web_address(hit["thumbnail"]),
        image_url=web_address(hit["image"]),
        title=plain(hit.get("title")),
        creator="",
        licence="",
        licence_url="",
        landing_url=web_address(hit.get("url")),
        provider="DuckDuckGo",
        width=whole(hit.get("width")),
        height=whole(hit.get("height")),
    )
