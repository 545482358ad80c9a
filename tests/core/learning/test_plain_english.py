"""Lesson texts can be read with a B1 level of English: short sentences, everyday words."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from tests.core.learning.reading_ease import reading, syllables

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "assets" / "content"
CONTENT = sorted(file for file in FOLDER.rglob("*") if file.suffix in {".yaml", ".md"})
NOT_READ = {"code", "source", "url", "checked"}  # for programs, and for those who check the answers
ENOUGH_WORDS = 20  # a formula for texts says nothing about three words
LONGEST_SENTENCE = 25.0
HIGHEST_GRADE = 9.0


def texts(content: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file with where it stands, but for those no learner reads."""
    if isinstance(content, str):
        yield name, content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in NOT_READ:
                yield from texts(value, f"{name}.{key}")
    elif isinstance(content, list):
        for position, value in enumerate(content):
            yield from texts(value, f"{name}[{position}]")


def lesson_texts(file: Path) -> list[tuple[str, str]]:
    text = file.read_text("utf-8")
    found = texts(yaml.safe_load(text) if file.suffix == ".yaml" else text)
    return [(name, words) for name, words in found if reading(words).words >= ENOUGH_WORDS]


def hard(words: str) -> bool:
    measured = reading(words)
    return measured.sentence > LONGEST_SENTENCE or measured.grade > HIGHEST_GRADE


def test_no_text_is_hard_to_read() -> None:
    found = [
        f"{file.relative_to(FOLDER)}{name}: grade {reading(words).grade:.1f}, "
        f"{reading(words).sentence:.0f} words a sentence"
        for file in CONTENT
        for name, words in lesson_texts(file)
        if hard(words)
    ]
    assert found == []


def test_most_texts_are_easy() -> None:
    grades = [reading(words).grade for file in CONTENT for _, words in lesson_texts(file)]
    assert len(grades) > 300
    assert median(grades) <= 6


@pytest.mark.parametrize(
    "words",
    [
        "The utilisation of convolutional architectures necessitates considerable computational "
        "infrastructure, notwithstanding contemporary optimisation methodologies and automatic "
        "differentiation, particularly for heterogeneous organisational environments.",
        "We took the cat and the dog and the cow and then we went to the town and saw a man who "
        "had a hat on and he said to us that it was late so we went home.",
    ],
)
def test_long_words_and_long_sentences_are_found(words: str) -> None:
    assert hard(words)


def test_code_and_links_do_not_make_a_text_hard() -> None:
    plain = "Call it once. It makes the model. Then look at it here."
    marked = (
        "Call `vision_learner(dls, resnet18, metrics=error_rate)` once. It makes the **model**. "
        "Then look at it [here](https://docs.fast.ai/vision.learner.html#vision_learner)."
    )
    assert reading(marked).words == reading(plain).words
    assert not hard(marked)


@pytest.mark.parametrize(
    ("word", "number"),
    [("cat", 1), ("trained", 1), ("label", 2), ("picture", 2), ("probability", 5)],
)
def test_syllables_are_counted_as_one_speaks(word: str, number: int) -> None:
    assert syllables(word) == number
