"""Whether a JPEG is nothing but a picture: no place, no camera, no comment, nothing behind it."""

from __future__ import annotations

import re

_JFIF = b"\xff\xe0\x00\x10JFIF\x00"
_WITH_LENGTH = (0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA)  # frame, tables, restarts, scan
_SCAN = 0xDA
_MARKER_AFTER_PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def is_bare(jpeg: bytes) -> bool:
    """Whether every segment is one that makes the picture, and the picture's end is the end.

    So is every JPEG this app stores; any other was made elsewhere.
    """
    if jpeg[:2] != b"\xff\xd8":
        return False
    at = 20 if jpeg.startswith(_JFIF, 2) and jpeg[18:20] == b"\0\0" else 2
    while jpeg[at : at + 2] != b"\xff\xd9":
        if jpeg[at : at + 1] != b"\xff" or at + 4 > len(jpeg) or jpeg[at + 1] not in _WITH_LENGTH:
            return False
        is_scan = jpeg[at + 1] == _SCAN
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if is_scan:
            after = _MARKER_AFTER_PIXELS.search(jpeg, at)
            at = after.start() if after else len(jpeg)
    return at + 2 == len(jpeg)
