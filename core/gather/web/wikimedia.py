"""Wikimedia Commons: 100 million files, each with its licence. It has no filter for adults, so
pictures that Commons files under such headings are left out here."""

import re
from dataclasses import dataclass
from typing import Any

from core.gather.web.gate import WIKIMEDIA
from core.gather.web.provider import Found, ask, not_understood, plain, web_address, whole

API = "https://commons.wikimedia.org/w/api.php"
PAGE_SIZE = 20
LARGE, SMALL = 960, 330  # Wikimedia refuses widths that are not on its list; these are
_METADATA = "Artist|Credit|LicenseShortName|LicenseUrl|ObjectName|Categories"
_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
_ADULT = re.compile(
    r"\b(nud(e|es|ity|ism|ist)|naked|topless|sex(ual\w*)?|porn\w*|erotic\w*|genital\w*|penis\w*"
    r"|vulva\w*|vagina\w*|breasts?|masturbat\w*|fetish\w*|bdsm|corpses?|dead (people|bodies)"
    r"|gore|mutilat\w*|executions?|decapitat\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wikimedia:
    """Searches the photographs of Wikimedia Commons."""

    api: str = API

    @property
    def name(self) -> str:
        return "Wikimedia Commons"

    def search(self, query: str, page: int) -> list[Found]:
        """Photographs for `query`, best first, without those filed under adult headings."""
        reply = ask(WIKIMEDIA, self.api, _asked(query, page))
        try:
            if "error" in reply:
                raise not_understood(self.name)
            pages = reply.get("query", {}).get("pages", [])
            ranked = sorted(pages, key=lambda hit: hit.get("index", 0))
            return [_hit(hit, hit["imageinfo"][0]) for hit in ranked if _fit(hit)]
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise not_understood(self.name) from error


def _asked(query: str, page: int) -> dict[str, object]:
    return {
        "action": "query",
        "format": "json",
        "formatversion": 2,
        "generator": "search",
        "gsrsearch": f"filetype:bitmap {query}",
        "gsrnamespace": 6,
        "gsrlimit": PAGE_SIZE,
        "gsroffset": PAGE_SIZE * (page - 1),
        "prop": "imageinfo",
        "iiprop": "url|size|mime|extmetadata",
        "iiurlwidth": LARGE,
        "iiextmetadatafilter": _METADATA,
        "iiextmetadatalanguage": "en",
    }


def _fit(hit: dict[str, Any]) -> bool:
    info = (hit.get("imageinfo") or [{}])[0]
    words = f"{hit.get('title', '')} {_about(info, 'Categories', 5_000)}"
    return (
        info.get("mime") in _PICTURES
        and not _ADULT.search(words.replace("_", " "))
        and bool(web_address(info.get("thumburl") or info.get("url")))
    )


def _hit(hit: dict[str, Any], info: dict[str, Any]) -> Found:
    image = web_address(info.get("thumburl") or info.get("url"))
    title = _about(info, "ObjectName") or plain(hit.get("title"))
    return Found(
        thumb_url=re.sub(rf"/{LARGE}px-", f"/{SMALL}px-", image),
        image_url=image,
        title=title.removeprefix("File:"),
        creator=_about(info, "Artist") or _about(info, "Credit"),
        licence=_about(info, "LicenseShortName"),
        licence_url=web_address(_about(info, "LicenseUrl")),
        landing_url=web_address(info.get("descriptionurl")),
        provider="Wikimedia Commons",
        width=whole(info.get("thumbwidth") or info.get("width")),
        height=whole(info.get("thumbheight") or info.get("height")),
    )


def _about(info: dict[str, Any], name: str, longest: int = 200) -> str:
    entry = (info.get("extmetadata") or {}).get(name) or {}
    return plain(entry.get("value"), longest)
