"""No sentence of the content is copied from the sources: six words in a row count as a copy."""

import re
from pathlib import Path

import pytest

from tests.conftest import shared_folder

ROOT = Path(__file__).parents[1]
CONTENT = sorted(
    file for file in (ROOT / "assets" / "content").rglob("*") if file.suffix in {".yaml", ".md"}
)
WORDS_IN_A_ROW = 6


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of six words, in lower case, without punctuation; titles of linked works aside."""
    text = re.sub(r"\[[^\]]*\]\(https?://[^)]*\)", "", text)
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {tuple(words[i : i + WORDS_IN_A_ROW]) for i in range(len(words) - WORDS_IN_A_ROW + 1)}


@pytest.fixture(scope="module")
def source_shingles() -> set[tuple[str, ...]]:
    """The runs of the learners' notes that the content was checked against."""
    files = sorted(shared_folder("sources").glob("*.txt"))
    assert files, "the folder of the sources is empty"
    return {run for file in files for run in shingles(file.read_text("utf-8"))}


def test_no_sentence_is_copied(source_shingles: set[tuple[str, ...]]) -> None:
    assert CONTENT
    copied = {
        str(file.relative_to(ROOT)): sorted(" ".join(run) for run in found)
        for file in CONTENT
        if (found := shingles(file.read_text("utf-8")) & source_shingles)
    }
    assert copied == {}


def test_a_copy_would_be_found() -> None:
    line = "Crop, pad and squish: three ways to make pictures one size."
    assert shingles(line) & shingles(f"Some words before. {line.upper()} And after.")
