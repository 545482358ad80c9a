"""Names of classes: kept as they were typed, and which of them may be two spellings of one."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from core.content import says
from core.gather.reading.refusal import Refused
from core.project.lengths import LONGEST_CLASS

_MOST_READ = 1_000  # characters that are looked at; composing a million takes minutes
_JOINERS = "\u200c\u200d"  # they part words of Persian, join letters of Hindi and emoji
_FLAGS = range(0xE0020, 0xE0080)  # the letters in the flag of Wales
_ARABIC_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2"


def clean_class_name(text: str) -> str:
    """`text` as a class name: composed Unicode, nothing invisible, single spaces; all else stays.

    Raises Refused when nothing that can be seen is left. Cleaning twice changes nothing.
    """
    composed = unicodedata.normalize("NFC", text[:_MOST_READ])
    visible = "".join(" " if _unwanted(character) else character for character in composed)
    name = re.sub(r"\s+", " ", visible).strip(" " + _JOINERS)[:LONGEST_CLASS].strip(" " + _JOINERS)
    if not name.strip(". /\\"):
        raise Refused(says("gather", "class_needs_name"))
    return name


def is_kept(character: str) -> bool:
    """Whether `character` may stand in the name of a class."""
    return character == " " or not _unwanted(character)


def alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Those of `names` that may be one class spelled in several ways, each group in order.

    They differ in case, width, spaces, hyphens or a plural s, and nothing else.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        groups[_sound(name)].append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def like(name: str, known: Iterable[str]) -> list[str]:
    """Those of the `known` names that may be another spelling of `name`."""
    sound = _sound(name)
    return [one for one in known if one != name and _sound(one) == sound]


def meant(name: str, known: Iterable[str]) -> str:
    """The one of the `known` names that `name` is, or another spelling of; "" where none is."""
    names = list(known)
    return name if name in names else next(iter(like(name, names)), "")


def _sound(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = re.sub(r"[\s_\-]+", "", folded) or folded
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


def _unwanted(character: str) -> bool:
    """Spaces of all kinds but the plain one, what controls the text, what is no character."""
    if character in _JOINERS or character in _ARABIC_SIGNS or ord(character) in _FLAGS:
        return False
    category = unicodedata.category(character)
    if category == "Cn":  # an emoji may be younger than this Python
        return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return category.startswith(("C", "Z")) and character != " "
