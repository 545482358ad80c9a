"""Lesson texts can be read with a B1 level of English: short sentences, everyday words."""

from statistics import median

import pytest

from tests.core.learning.reading_ease import reading, syllables
from tests.core.learning.screen_texts import content_texts

ENOUGH_WORDS = 20  # a formula for texts says nothing about three words
LONGEST_SENTENCE = 25.0
HIGHEST_GRADE = 9.0


def lesson_texts() -> list[tuple[str, str]]:
    return [found for found in content_texts() if reading(found[1]).words >= ENOUGH_WORDS]


def hard(words: str) -> bool:
    measured = reading(words)
    return measured.sentence > LONGEST_SENTENCE or measured.grade > HIGHEST_GRADE


def test_no_text_is_hard_to_read() -> None:
    found = [
        f"{name}: grade {reading(words).grade:.1f}, {reading(words).sentence:.0f} words a sentence"
        for name, words in lesson_texts()
        if hard(words)
    ]
    assert found == []


def test_most_texts_are_easy() -> None:
    grades = [reading(words).grade for _, words in lesson_texts()]
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
