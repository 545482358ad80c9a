"""The words of the screen are those of a B1 course of English, the field's own, or listed here.

The levels are those of the CEFR (A1 to C2), from the package cefrpy. What is above B1 and no term
of the glossary stands in `beyond_b1.yaml` with its reason, and only while somebody uses it.
"""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from core.learning.glossary.glossary import glossary
from tests.core.learning.reading_ease import without_marks
from tests.core.learning.screen_texts import code_texts, content_texts

B1 = 3.5  # levels are averages over several lists; A1 is 1, B1 is 3, B2 is 4
LISTED = Path(__file__).with_name("beyond_b1.yaml")
# Words that sound translated, or that a native teacher of twelve-year-olds would not say.
NEVER = {
    "anew", "awake", "dear", "hence", "heretofore", "henceforth", "lest", "mend", "nay", "thence",
    "thereby", "therein", "upon", "whereby", "wherein", "whilst", "whoever", "whosoever",
}  # fmt: skip
NEVER_TOGETHER = ("by lot", "named right", "named wrong", "cannot believe", "were enough for")
_WORD = re.compile(r"[A-Za-z][A-Za-z’']*[A-Za-z]")
_NAMES = re.compile(r"\{[^}]*\}|:[a-z_-]+(?:/[a-z_]+)?:?\[?|[\w.]+@[\w.]+|\S*(?:_|\.)\w\S*")
_ENDINGS = (
    ("'s", ""), ("s'", "s"), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""),
    ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"), ("est", ""),
    ("n't", ""),
)  # fmt: skip


@cache
def used() -> dict[str, str]:
    """Every word of the screen in lower case, with one place where it stands."""
    found: dict[str, str] = {}
    for place, text in all_texts():
        for word in words_of(text):
            found.setdefault(word, place)
    return found


@cache
def all_texts() -> tuple[tuple[str, str], ...]:
    """Every text that is shown, with its place."""
    code = ((f"{file.name}:{node.lineno}", text) for file, node, text in code_texts())
    return (*content_texts(), *code)


def words_of(text: str) -> list[str]:
    """The words of a text, without code, links, addresses and what is filled in."""
    bare = _NAMES.sub(" ", without_marks(text))
    return [word.lower().replace("’", "'") for word in _WORD.findall(bare)]


@cache
def forms(word: str) -> frozenset[str]:
    """A word, and what it may be a form of, in two steps: teddies, teddy; riders, rider, ride."""
    once = {word, *_without_ending(word)}
    return frozenset(once.union(*map(_without_ending, once)))


def _without_ending(word: str) -> set[str]:
    cut = {
        word[: -len(ending)] + instead
        for ending, instead in _ENDINGS
        if word.endswith(ending) and len(word) > len(ending) + 2
    }
    return cut | {base[:-1] for base in cut if base[-1] == base[-2]}


@cache
def level(word: str) -> float:
    """The level of the easiest meaning of a word and its forms; infinite for an unknown one."""
    from cefrpy import CEFRAnalyzer

    levels = CEFRAnalyzer().get_pos_level_dict_for_word
    known = (levels(form, word_level_as_float=True).values() for form in forms(word))
    return min((float(one) for found in known for one in found), default=float("inf"))


@cache
def listed() -> dict[str, str]:
    """The words beyond B1 that may be used, with their reason."""
    reasons: dict[str, str] = yaml.safe_load(LISTED.read_text("utf-8"))
    return {word: reason for reason, words in reasons.items() for word in words.split()}


@cache
def field_words() -> frozenset[str]:
    """The words of the glossary's terms: what they mean is one tap away."""
    words = (word for entry in glossary().terms for word in words_of(entry.term))
    return frozenset(form for word in words for form in forms(word))


def allowed(word: str) -> bool:
    """Whether a word may be used: easy, of the field, or listed (in any of its forms)."""
    return level(word) < B1 or any(f in field_words() or f in listed() for f in forms(word))


def test_every_word_is_easy_or_of_the_field_or_listed() -> None:
    hard = {word: place for word, place in used().items() if not allowed(word)}
    assert hard == {}, "say it in easier words, or list the word with its reason"


def test_the_list_holds_only_what_is_used() -> None:
    spoken = {form for word in used() for form in forms(word)}
    spare = defaultdict(list)
    for word, reason in listed().items():
        if word not in spoken or level(word) < B1:
            spare[reason].append(word)
    assert spare == {}, "nobody says these any more, or they are easy: take them off the list"


def test_no_word_that_nobody_says() -> None:
    assert {word: place for word, place in used().items() if word in NEVER} == {}
    together = re.compile(rf"\b({'|'.join(NEVER_TOGETHER)})\b", re.IGNORECASE)
    assert [found for found in all_texts() if together.search(found[1])] == []


@pytest.mark.parametrize("word", ["heterogeneous", "utilisation", "quintessential"])
def test_a_hard_word_would_be_found(word: str) -> None:
    assert not allowed(word)
    assert words_of(f"It is {word}, see [here](https://{word}.org).") == [
        "it",
        "is",
        word,
        "see",
        "here",
    ]
