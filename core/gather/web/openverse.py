"""Openverse: 800 million openly licensed pictures, no key needed, adult results left out."""

import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.gather.web.gate import OPENVERSE
from core.gather.web.provider import (
    Found,
    answer,
    ask,
    not_understood,
    plain,
    web_address,
    whole,
)
from core.gather.web.transport import SECONDS, NotFetched

API = "https://api.openverse.org/v1"
PAGE_SIZE = 20  # what it gives without a key
_TOKEN_S = 3.0
_LICENCES = {"cc0": "CC0", "pdm": "Public Domain Mark"}


@dataclass(frozen=True)
class Openverse:
    """Searches Openverse; an id and secret (free, from its own site) raise its limits."""

    client_id: str = ""
    client_secret: str = ""
    api: str = API

    @property
    def name(self) -> str:
        return "Openverse"

    def search(self, query: str, page: int) -> list[Found]:
        """Pictures for `query`, none that Openverse holds to be for adults."""
        asked = {"q": query, "page": page, "page_size": PAGE_SIZE, "mature": "false"}
        headers = self._headers()
        seconds = SECONDS - _TOKEN_S if headers else SECONDS
        reply = ask(OPENVERSE, f"{self.api}/images/", asked, headers=headers, seconds=seconds)
        try:
            return [_hit(hit) for hit in reply["results"] if _fit(hit)]
        except (KeyError, TypeError, AttributeError) as error:
            raise not_understood(self.name) from error

    def _headers(self) -> dict[str, str]:
        if not (self.client_id and self.client_secret):
            return {}
        token = token_of(self.api, self.client_id, self.client_secret).value()
        return {"Authorization": f"Bearer {token}"} if token else {}


class _Token:
    """A pass for some hours, fetched when the last one has run out."""

    def __init__(self, api: str, client_id: str, client_secret: str) -> None:
        self._url = f"{api}/auth_tokens/token/"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
        self._lock = threading.Lock()
        self._value, self._until = "", 0.0

    def value(self) -> str:
        """The pass, or "" when Openverse gives none: then it is asked like anybody."""
        with self._lock:
            if time.monotonic() > self._until:
                self._renew()
            return self._value

    def _renew(self) -> None:
        self._value, self._until = "", time.monotonic() + 60
        try:
            reply = answer(OPENVERSE, self._url, form=self._form, seconds=_TOKEN_S)
            self._value = _header_safe(reply["access_token"])
            self._until = time.monotonic() + max(60.0, float(reply["expires_in"]) - 60)
        except (NotFetched, KeyError, TypeError, ValueError):
            pass


@lru_cache(maxsize=32)
def token_of(api: str, client_id: str, client_secret: str) -> _Token:
    """The one pass for a pair of credentials."""
    return _Token(api, client_id, client_secret)


def _header_safe(value: object) -> str:
    return "".join(c for c in plain(value, 500) if (c.isascii() and c.isalnum()) or c in "-._~+/=")


def _fit(hit: dict[str, Any]) -> bool:
    safe = not hit.get("mature") and not hit.get("unstable__sensitivity")
    return bool(safe and web_address(hit.get("url")) and web_address(hit.get("thumbnail")))


def _hit(hit: dict[str, Any]) -> Found:
    return Found(
        thumb_url=web_address(hit["thumbnail"]),
        image_url=web_address(hit["url"]),
        title=plain(hit.get("title")),
        creator=plain(hit.get("creator")),
        licence=_licence(plain(hit.get("license")), plain(hit.get("license_version"))),
        licence_url=web_address(hit.get("license_url")),
        landing_url=web_address(hit.get("foreign_landing_url")),
        provider="Openverse",
        width=whole(hit.get("width")),
        height=whole(hit.get("height")),
    )


def _licence(code: str, version: str) -> str:
    name = _LICENCES.get(code.lower()) or (f"CC {code.upper()}" if code else "")
    return f"{name} {version}".strip()
