"""Sentences stand whole in `assets/content`, not in the code and never in pieces: counted down.

Another language orders and inflects its words in another way, so it needs whole sentences with
named places (`core.content.says`). What is still written in code is counted by room in
`sentences_in_code.yaml`, exactly: the numbers can only fall. After some were moved,
`python -m tests.core.learning.test_whole_sentences` counts again. Not counted is what a built-in
error says of a mistake in content or code (`raise ValueError(…)`) and what goes into the log: those
who write and run the app read these. That JavaScript and templates say nothing themselves is held
by test_browser_sentences.py.
"""

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.core.learning.screen_texts import (
    ROOT,
    code_files,
    code_strings,
    is_text,
    room_of,
    strings_of,
)

LEFT = Path(__file__).with_name("sentences_in_code.yaml")
FEWEST_WORDS = 3
SHOWN = ("core/worker/", "core/project/dataset/")  # whose ValueErrors may reach a learner
SHOW = {"ui/live/talk.py", "ui/parts/lock_test_set.py"}  # as these two files do
LOGS = {"LOG", "log", "_log"}
LOG = {"ui/deploy/routes.py", "ui/parts/streamed_download.py"}
_CAUGHT = re.compile(r"except .*\b(Value|Key|Index|Type|Lookup|Runtime)Error\b.* as ")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACE = re.compile(r"\{[^}]*\}")
_END = re.compile(r"[*_)\]\s:]+$")
_NO_SENTENCE = re.compile(r"\w = \?$|\\")  # a query, a pattern
# What only those read who look after the app, and why.
NOT_COUNTED = {"core/vision/lite0/": "a file of weights that another program made is refused"}
_MARKS = re.compile(r":(?:material/\w+:|[a-z-]+\[)|%\{|\*\*|</?\w")


def is_sentence(node: ast.expr, text: str) -> bool:
    """Whether a string of the code is a sentence with places: some words, and something to fill."""
    words = _WORD.findall(_PLACE.sub("", text))
    return isinstance(node, ast.JoinedStr) and is_text(text) and len(words) >= FEWEST_WORDS


def is_whole(node: ast.expr, text: str) -> bool:
    """Whether it is a sentence without places, with its mark at the end: no label of two words."""
    said = _END.sub("", text)
    ends = said[-1:] in tuple(".?!…") and not _NO_SENTENCE.search(said)
    return isinstance(node, ast.Constant) and ends and len(_WORD.findall(said)) >= FEWEST_WORDS


def is_piece(node: ast.expr, text: str) -> bool:
    """Whether it is a part of a sentence: it begins or ends inside one, or chooses its words."""
    if isinstance(node, ast.JoinedStr) and _chooses_a_verb(node):
        return True
    if _MARKS.search(text) or not _WORD.search(_PLACE.sub("", text)):
        return False
    inside = text.strip("\n") != text.strip() or text[:1] == "\n" or text.lstrip()[:1] in ",;"
    return inside or (isinstance(node, ast.JoinedStr) and _chooses(node))


def _chooses_a_verb(node: ast.JoinedStr) -> bool:
    """Whether "is" or "are", "has" or "have" is chosen in it: a plural of one language alone."""
    words = {
        part.value
        for place in node.values
        for part in ast.walk(place)
        if isinstance(part, ast.Constant)
    }
    return bool(words & {"is", "are", "has", "have"})


def _chooses(node: ast.JoinedStr) -> bool:
    return any(
        isinstance(part, ast.IfExp) and isinstance(part.body, ast.Constant)
        for place in node.values
        for part in ast.walk(place)
    )


@cache
def counted() -> dict[str, dict[str, int]]:
    """Kind → room → how many stand in its code."""
    found: dict[str, Counter[str]] = {"sentences": Counter(), "pieces": Counter()}
    for file, node, text in code_strings():
        path = str(file.relative_to(ROOT))
        if (node.lineno, node.col_offset) in _of_mistakes(file):
            continue
        if path.startswith(tuple(NOT_COUNTED)):
            continue
        found["sentences"][room_of(file)] += is_sentence(node, text) or is_whole(node, text)
        found["pieces"][room_of(file)] += is_piece(node, text)
    return {kind: {room: n for room, n in rooms.items() if n} for kind, rooms in found.items()}


@cache
def _of_mistakes(file: Path) -> set[tuple[int, int]]:
    """Where the strings stand (line, column) that go into its built-in errors, or into its log."""
    tree = ast.parse(file.read_text("utf-8"))
    logged = set(_of_log(tree))
    shown = str(file.relative_to(ROOT)).startswith(SHOWN)
    return logged if shown else logged | set(_of_errors(tree))


def _of_log(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(called, ast.Attribute) and getattr(called.value, "id", "") in LOGS:
            yield node.args[0].lineno, node.args[0].col_offset


def _of_errors(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        raised = node.exc if isinstance(node, ast.Raise) else None
        if isinstance(raised, ast.Call) and hasattr(builtins, getattr(raised.func, "id", "")):
            yield from ((word.lineno, word.col_offset) for word in raised.args)


@pytest.mark.parametrize("kind", ["sentences", "pieces"])
def test_none_is_added_and_what_is_moved_is_counted_down(kind: str) -> None:
    left = yaml.safe_load(LEFT.read_text("utf-8"))[kind]
    more = {room: n for room, n in counted()[kind].items() if n > left.get(room, 0)}
    assert more == {}, "write them whole in assets/content/says (core.content.says)"
    assert counted()[kind] == left, f"fewer than before: lower the numbers in {LEFT.name}"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ('f"It got {right} of {all} right."', "sentence"),
        ('" It is the less accurate one."', "piece"),
        ('", evenly over the classes"', "piece"),
        ("f\"There {'are' if many else 'is'} {count}.\"", "piece"),
        ("f\"{names} {'has' if one else 'have'}\"", "piece"),
        ('"It stands whole here."', "sentence"),
        ('"**Which one is it?**"', "sentence"),
        ('"Saved at last"', ""),
        ('"Both are."', ""),
        ('"topic = ? AND class = ?"', ""),
        ('f"{first} / {second}"', ""),
        ('f":material/check: {name}"', ""),
    ],
)
def test_both_kinds_are_told(code: str, kind: str) -> None:
    ((node, text),) = strings_of(ast.parse(f"said = {code}"))
    whole = is_sentence(node, text) or is_whole(node, text)
    said = "piece" if is_piece(node, text) else "sentence" if whole else ""
    assert said == kind


def test_what_a_built_in_error_says_reaches_no_page_from_other_rooms() -> None:
    ours = [file for file in code_files() if room_of(file).startswith(("ui/", "pages/"))]
    catching = {
        str(file.relative_to(ROOT)) for file in ours if _CAUGHT.search(file.read_text("utf-8"))
    }
    assert catching == SHOW | LOG
    said = ast.parse('raise ValueError(f"there is no page {name} here")')
    assert len([*_of_errors(said)]) == 1
    assert not [*_of_errors(ast.parse('raise Refused(f"There is no page {name} here.")'))]


def _count_again() -> None:
    """Write the numbers of now, never a higher one than stands there."""
    head, before = LEFT.read_text("utf-8"), yaml.safe_load(LEFT.read_text("utf-8"))
    lower = {
        kind: {room: min(n, before[kind].get(room, 0)) for room, n in sorted(rooms.items())}
        for kind, rooms in counted().items()
    }
    notes = "".join(line for line in head.splitlines(keepends=True) if line.startswith("#"))
    LEFT.write_text(notes + yaml.safe_dump(lower, sort_keys=False), "utf-8")


if __name__ == "__main__":
    _count_again()
