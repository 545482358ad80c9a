"""The list of files at the end of a ZIP, judged by its size before it is read."""

from __future__ import annotations

import zipfile
from typing import IO


def directory_bytes(file: IO[bytes]) -> int:
    """How long the ZIP says its list of files is; 0 for what is no ZIP.

    A list of millions takes minutes and gigabytes to read, whatever is in the files. The size is
    taken from the very place that `zipfile` goes by, so that no ZIP can tell the two differently.
    """
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    size = int(end[zipfile._ECD_SIZE]) if end else 0  # type: ignore[attr-defined]
    file.seek(0)
    return size
