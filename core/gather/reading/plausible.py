"""How plausible it is that people wrote some words: letters, scripts, capitals, common signs.

What a name says when it is read in the wrong code page is still text: box drawings, letters of two
alphabets in one word, capitals inside it, rare signs. Each character costs what its rarity is worth
(a logarithm to the base of ten); the readings of the same bytes can then be compared.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, starmap

from core.gather.reading.common_signs import (
    ALPHABETS,
    CYRILLIC,
    HANGUL,
    HANZI,
    KANJI,
    LATIN,
    VOWELS,
)

_MIXED, _CAPITAL, _BESIDE_SIGN = -3.0, -3.0, -1.0
_NO_LANGUAGE, _NO_VOWEL, _ONLY_ACCENTS, _BACKSLASH = -1.5, -2.0, -1.5, -4.0
_ASCII = {"lower": -1.3, "upper": -1.8, "digit": -1.3, "space": -1.3, "other": -3.0,
          "backslash": _BACKSLASH}  # fmt: skip
_COMMON, _KNOWN, _RARE = -2.3, -3.6, -5.5  # signs of East Asia
_SYMBOL, _CONTROL, _PRIVATE = -6.0, -9.0, -8.0
_PUNCTUATION = -3.5
_LANGUAGE = {"cp932": KANJI, "cp936": HANZI, "cp950": HANZI | KANJI, "cp949": KANJI}
# Where the common half of each code lies: the first bytes of its signs in this coding.
_FIRST_HALF = {
    "cp936": ("gb2312", 0xB0, 0xD7),
    "cp950": ("big5", 0xA4, 0xC6),
    "cp932": ("euc_jp", 0xB0, 0xCF),
    "utf-8": ("gb18030", 0xB0, 0xD7),
}


def plausibility(names: Iterable[str], encoding: str) -> float:
    """The sum over all different words with a letter beyond ASCII; nearer to 0 is more plausible.

    `encoding` is the one in which they were read: each has its own common signs.
    """
    parts = {part for name in names for part in name.split("/") if not part.isascii()}
    return sum(_of_part(part, encoding) for part in parts)


@lru_cache(maxsize=65_536)
def _of_part(part: str, encoding: str) -> float:
    costs = sum(_of_character(character, encoding) for character in part)
    return costs + sum(starmap(_between, pairwise(part))) + _as_words(part)


@lru_cache(maxsize=65_536)
def _of_character(character: str, encoding: str) -> float:
    if character.isascii():
        return _ASCII[_ascii_kind(character)]
    if not _is_letter(character):
        return _of_category(character)
    if character in LATIN:
        return LATIN[character]
    if character in CYRILLIC:
        return CYRILLIC[character]
    script = _script(character)
    if script == "hebrew" and not character.isalpha():
        return _RARE  # points, which nobody types in a name
    if script in ("hanzi", "hangul"):
        return _of_sign(character, script, encoding)
    if script in ("hiragana", "katakana") and encoding in ("cp936", "cp949", "cp950"):
        return _KNOWN
    return _OF_SCRIPT.get(script) or _of_category(character)


_OF_SCRIPT = {
    "latin": -3.6,
    "cyrillic": -4.0,
    "greek": -1.7,
    "hebrew": -1.6,
    "arabic": -1.7,
    "thai": -1.7,
    "hiragana": -1.6,
    "katakana": -1.9,
    "halfwidth": -4.5,
    "fullwidth": -3.5,
    "mark": -1.0,
}


def _of_sign(character: str, script: str, encoding: str) -> float:
    if script == "hangul":
        if character in HANGUL:
            return _COMMON
        return _KNOWN if _is_in(character, "euc_kr", 0xB0, 0xC8) else _RARE
    common = _LANGUAGE.get(encoding, HANZI | KANJI)
    if encoding == "cp949":  # Korean names hold hardly any
        return _RARE
    if character in common:
        return _COMMON
    coding, first, last = _FIRST_HALF.get(encoding, ("gb2312", 0xB0, 0xD7))
    return _KNOWN if _is_in(character, coding, first, last) else _RARE


def _is_in(character: str, coding: str, first: int, last: int) -> bool:
    try:
        return first <= character.encode(coding)[0] <= last
    except UnicodeEncodeError:
        return False


def _of_category(character: str) -> float:
    category = unicodedata.category(character)
    if category == "Cc":
        return _CONTROL
    if category in ("Co", "Cn", "Cs"):
        return _PRIVATE
    if category.startswith(("P", "Z")):
        return _PUNCTUATION
    return -4.5 if category.startswith(("L", "N", "M")) else _SYMBOL


def _ascii_kind(character: str) -> str:
    if character.isalpha():
        return "lower" if character.islower() else "upper"
    if character.isdigit():
        return "digit"
    if character == "\\":
        return "backslash"
    return "space" if character in " ._-()" else "other"


def _between(first: str, second: str) -> float:
    """What two neighbours cost: two alphabets in one word, a capital inside it."""
    if (first.isascii() and second.isascii()) or not (_is_letter(first) and _is_letter(second)):
        return 0.0
    one, other = _script(first), _script(second)
    if one != other:
        east = {"hanzi", "hiragana", "katakana"}
        if {one, other} <= east or other == "mark":
            return 0.0
        beside = {one, other} & (east | {"hangul"}) and "latin" in (one, other)
        return _BESIDE_SIGN if beside else _MIXED
    return _CAPITAL if first.islower() and second.isupper() else 0.0


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _as_words(part: str) -> float:
    """What is odd about whole words: accents of no one language, no vowel, nothing but accents."""
    costs = 0.0
    for word in re.findall(r"[^\W\d_]+", part.lower()):
        if word.isascii() or _script(word[0]) not in ("latin", "cyrillic", "greek"):
            continue
        accents = {letter for letter in word if not letter.isascii() and _script(letter) == "latin"}
        if accents and not any(accents <= alphabet for alphabet in ALPHABETS):
            costs += _NO_LANGUAGE
        if accents and accents == set(word):
            costs += _ONLY_ACCENTS
        if len(word) > 2 and not VOWELS & set(word):
            costs += _NO_VOWEL
    return costs + _in_context(part)


def _in_context(part: str) -> float:
    """ "ã" and "õ" stand before a vowel or at the end, as in "pão" and "põe"; "ï" behind one."""
    odd = re.findall(r"õ(?!e)|ã(?![oe]|s?\b|s?_|n)|(?<![aouéAOU])ï", part)
    return -1.0 * len(odd)


_BLOCKS = (
    (0x00C0, 0x024F, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0300, 0x036F, "mark"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0E00, 0x0E7F, "thai"),
    (0x3040, 0x309F, "hiragana"),
    (0x30A0, 0x30FF, "katakana"),
    (0x3400, 0x9FFF, "hanzi"),
    (0xF900, 0xFAFF, "hanzi"),
    (0xAC00, 0xD7A3, "hangul"),
    (0xFF00, 0xFF60, "fullwidth"),
    (0xFF61, 0xFFDC, "halfwidth"),
)


def _script(character: str) -> str:
    code = ord(character)
    if code < 0x80:
        return "latin" if character.isalpha() else ""
    return next((name for first, last, name in _BLOCKS if first <= code <= last), "")
