"""One way to write a number: what `core.words` promises, and that nobody writes his own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import CONTENT_FOLDER, ROOT
from core.words import (
    NO_BREAK,
    about,
    about_left,
    count_of,
    duration,
    file_size,
    large_number,
    listed,
    memory_size,
    milliseconds,
    number,
    percent,
    percent_figure,
    percent_of,
    percent_range,
    points,
)

SHARES = st.floats(0, 1)
BY_HAND = re.compile(
    r"""
    :,?\.\d+%                      # {share:.0%}
    | \{[^{}]*\b100\ ?\*[^{}]*:[^{}]*\}   # {100 * share:.0f}
    | \{[^{}]*\*\ ?100\b[^{}]*:[^{}]*\}   # {share * 100:.0f}
    | \{[^{}]*\}(\ |\\u00a0|\\xa0|\{NO_BREAK\})?%(?![{A-Za-z])   # {figure} %
    """,
    re.VERBOSE,
)
OF_WIDGETS = re.compile(r'tickformat="?\.\d%|"?%d %%"?')  # formats that a library fills in


def value_of(said: str) -> float:
    return float(said.removesuffix(f"{NO_BREAK}%").split()[-1].replace(",", "")) / 100


@given(SHARES)
def test_a_share_says_nothing_and_all_only_of_nothing_and_all(share: float) -> None:
    said = percent(share)
    assert (said == f"0{NO_BREAK}%") == (share < 1e-14)
    assert (said == f"100{NO_BREAK}%") == (share > 1 - 1e-14)


@given(st.floats(1e-6, 1 - 1e-6))
def test_a_share_is_true_to_half_a_point_and_near_an_end_to_its_own_size(share: float) -> None:
    off = abs(value_of(percent(share)) - share)
    assert off <= 0.005 + 1e-9
    assert share < 0.001 or off <= 0.05 * share + 1e-9
    assert off <= 0.5 * min(share, 1 - share) + 1e-9


@given(SHARES, SHARES)
def test_a_greater_share_never_reads_as_a_smaller_one(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert value_of(percent(low)) <= value_of(percent(high)) + 1e-12


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0"),
        (1, "100"),
        (1 - 1e-16, "100"),
        (1e-15, "0"),
        (0.5, "50"),
        (0.057, "5.7"),
        (0.934, "93"),
        (0.125, "13"),
        (0.375, "38"),
        (0.285, "29"),
        (0.9996, "99.96"),
        (0.0004, "0.04"),
        (0.0000471, "0.005"),
        (1e-7, "under 0.0001"),
        (1 - 1e-8, "over 99.9999"),
        (1.2, "120"),
    ],
)
def test_a_share_for_example(share: float, said: str) -> None:
    assert percent_figure(share) == said and percent(share) == f"{said}{NO_BREAK}%"


@pytest.mark.parametrize("no_share", [-0.01, float("nan")])
def test_what_is_no_share_is_refused(no_share: float) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        percent(no_share)


def test_ranges_parts_and_differences_are_made_of_the_same_figures() -> None:
    assert percent_range((0.057, 0.9996)) == f"{percent(0.057)} to {percent(0.9996)}"
    assert percent_of(34, 36) == f"34 of 36 ({percent(34 / 36)})"
    assert percent_of(0, 0) == f"0 of 0 ({percent(0)})"
    assert [points(0.43), points(0.01)] == ["43 points", "1 point"]


def test_counts_and_lists() -> None:
    assert [count_of(1, "loss", "losses"), count_of(2, "loss", "losses")] == ["1 loss", "2 losses"]
    assert count_of(1_234, "picture") == "1,234 pictures"
    assert [listed(list(names)) for names in ("", "a", "ab", "abc")] == [
        "", "a", "a and b", "a, b and c"
    ]  # fmt: skip


def test_times() -> None:
    seconds = (0.0234, 0.4, 12, 59.7, 80, 3600, 7500)
    said = ["23 ms", "0.4 s", "12 s", "1 min", "1 min 20 s", "1 h", "2 h 5 min"]
    assert [duration(one) for one in seconds] == said
    assert [about(one) for one in (3, 12, 100, 700)] == [
        "a few seconds", "about 10 s", "about 1 min 30 s", "about 12 min"
    ]  # fmt: skip
    assert [milliseconds(one) for one in (0.009, 0.1324, 1.25)] == ["9 ms", "132 ms", "1,250 ms"]
    assert about_left(None) == "time left: not known yet" and about_left(3) == f"{about(3)} left"


@given(st.floats(0, 1e7))
def test_a_time_is_never_said_to_be_sixty_of_something(seconds: float) -> None:
    assert not re.search(r"\b60 (s|min)\b", duration(seconds) + about(seconds))


def test_sizes_and_numbers() -> None:
    said = [file_size(size) for size in (80_000, 1.4e6, 14e6, 2e9)]
    assert said == ["80 kB", "1.4 MB", "14 MB", "2 GB"]
    assert memory_size(2**31) == "2.0 GB"
    assert [large_number(n) for n in (412_345, 1_240_000, 25_000_000)] == [
        "412,345", "1.2 million", "25 million"
    ]  # fmt: skip
    assert [number(n) for n in (1234.5, 12.34, 0.123, 3.0)] == ["1,234", "12.3", "0.12", "3"]


def written_by_hand(file: Path) -> Iterator[str]:
    """The lines of a file that write a percentage without `core.words`."""
    for place, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if BY_HAND.search(OF_WIDGETS.sub("", line)):
            yield f"{file.relative_to(ROOT)}:{place}: {line.strip()}"


def test_nobody_else_writes_a_percentage() -> None:
    code = [file for room in ("core", "ui", "pages") for file in (ROOT / room).rglob("*.py")]
    texts = [*CONTENT_FOLDER.rglob("*.yaml"), *CONTENT_FOLDER.rglob("*.md")]
    live = "live_bars.js"  # what a browser works out by itself, many times a second
    scripts = [file for file in (ROOT / "ui").rglob("*.js") if file.name != live]
    files = [file for file in code + texts if file != ROOT / "core" / "words.py"]
    assert [line for file in files for line in written_by_hand(file)] == []
    assert [file.name for file in scripts if "%`" in file.read_text("utf-8")] == []


@pytest.mark.parametrize(
    "line",
    ['f"{share:.0%}"', 'f"{100 * share:.1f}"', 'f"{share * 100:.0f} %"', 'f"{right} % right"'],
)
def test_the_search_finds_what_it_looks_for(line: str, tmp_path: Path) -> None:
    assert BY_HAND.search(line)


def test_nobody_else_joins_a_list_or_makes_a_plural() -> None:
    found = []
    for room in ("core", "ui", "pages"):
        for file in (ROOT / room).rglob("*.py"):
            if file != ROOT / "core" / "words.py":
                found += [f"{file.name}: {text}" for text in _joins(ast.parse(file.read_text()))]
    assert found == []


def _joins(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp) and "s" in (_text(node.body), _text(node.orelse)):
            yield ast.unparse(node)
        if isinstance(node, ast.Attribute) and node.attr == "join" and _text(node.value) == " and ":
            yield ast.unparse(node)


def _text(node: ast.AST) -> object:
    return node.value if isinstance(node, ast.Constant) else None
