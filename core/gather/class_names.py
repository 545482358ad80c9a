"""Names of classes, from what learners type and what folders are called."""

from __future__ import annotations

import re
import unicodedata

from core.gather.reading.refusal import Refused

MAX_LENGTH = 60
_MOST_READ = 1_000  # characters that are looked at; composing a million takes minutes


def clean_class_name(text: str) -> str:
    """`text` as a class name: composed Unicode, no slashes or control characters, single spaces.

    Raises Refused when nothing readable is left. Cleaning twice changes nothing.
    """
    composed = unicodedata.normalize("NFC", text[:_MOST_READ])
    visible = "".join(" " if _unwanted(character) else character for character in composed)
    name = re.sub(r"\s+", " ", visible).strip(" .")[:MAX_LENGTH].strip(" .")
    if not name:
        raise Refused("A class needs a name with at least one letter or digit.")
    return name


def _unwanted(character: str) -> bool:
    return character in '/\\:*?"<>|' or unicodedata.category(character).startswith(("C", "Z"))
