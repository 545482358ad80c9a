"""Photos and ZIPs dropped together, as one stream."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from core.gather.arrivals import Arrivals, TurnedAway, from_files, shown_name
from core.gather.refusal import Refused
from core.gather.zip_reading import from_zip


def is_zip(name: str, data: bytes) -> bool:
    """Whether a file is treated as an archive: by its name, or by how it begins."""
    return name.lower().endswith(".zip") or data.startswith(b"PK\x03\x04")


def from_files_and_zips(files: Sequence[tuple[str, bytes]], label: str = "") -> Arrivals:
    """Photos go into the class `label`; each ZIP brings the classes of its own folders.

    An unusable ZIP is turned away with its reason. Raises Refused when there are photos but no
    usable `label`.
    """
    photos = [(name, data) for name, data in files if not is_zip(name, data)]
    parts = [_zip_or_reason(name, data, label) for name, data in files if is_zip(name, data)]
    if photos:
        parts.append(from_files(photos, label))
    return Arrivals(
        sum(part.total for part in parts), chain.from_iterable(part.files for part in parts)
    )


def _zip_or_reason(name: str, data: bytes, label: str) -> Arrivals:
    try:
        return from_zip(name, data, label)
    except Refused as refusal:
        return Arrivals(1, [TurnedAway(shown_name(name), str(refusal))])
