"""Pictures that were ticked on the wall of a search, on their way into the project."""

import time
from collections.abc import Callable, Sequence

from core.gather.arrivals import Arrivals, Incoming
from core.gather.class_names import clean_class_name
from core.gather.meaning.entries import shown_name
from core.gather.reading.refusal import Refused
from core.gather.web.gate import gate_for
from core.gather.web.provider import Found
from core.gather.web.transport import NotFetched
from core.project.archive import attribution as known

SOURCE = "search"
AT_A_TIME = 4
_PATIENCE_S = 10.0


def from_found(chosen: Sequence[Found], label: str, query: str) -> Arrivals:
    """The pictures of `chosen`, all into the class `label`, each with whose it is.

    Raises Refused for an unusable class name.
    """
    clean = clean_class_name(label)
    files = (_incoming(found, clean, query) for found in chosen)
    return Arrivals(len(chosen), files, AT_A_TIME)


def _incoming(found: Found, label: str, query: str) -> Incoming:
    title = (found.title or "picture").replace("/", " ").replace("\\", " ")
    return Incoming(
        shown_name(title), label, SOURCE, _reader(found), provenance=_provenance(found, query)
    )


def _provenance(found: Found, query: str) -> dict[str, str]:
    return {
        known.URL: found.image_url,
        known.PAGE: found.landing_url,
        known.TITLE: found.title,
        known.CREATOR: found.creator,
        known.LICENCE: found.licence,
        known.LICENCE_URL: found.licence_url,
        known.PROVIDER: found.provider,
        known.QUERY: query,
        known.DATE: time.strftime("%Y-%m-%d"),
    }


def _reader(found: Found) -> Callable[[], bytes]:
    """The picture itself; its thumbnail where the site of the picture does not give it."""

    def read() -> bytes:
        try:
            return fetched_picture(found.image_url)
        except Refused as refusal:
            if not found.thumb_url or found.thumb_url == found.image_url:
                raise
            try:
                return fetched_picture(found.thumb_url)
            except Refused:
                raise refusal from None

    return read


def fetched_picture(url: str) -> bytes:
    """The bytes at `url`, asked for a second time when its host wanted a short pause; raises
    Refused with the reason when they do not come."""
    gate = gate_for(url)
    try:
        return gate.fetch(url).body
    except NotFetched as failure:
        if failure.status not in (429, 503) or failure.wait > _PATIENCE_S:
            raise
    return gate.fetch(url, seconds=2 * _PATIENCE_S).body
