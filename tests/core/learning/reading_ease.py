"""How hard a text is to read: its words, the length of its sentences, its Flesch–Kincaid grade."""

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[.!?:;]+(?=[\s”\"']|$)|\n\s*\n|\n(?=\s*[-*#])")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SILENT_END = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$")
_MARKS = (
    (re.compile(r"```.*?```", re.S), " "),
    (re.compile(r"`[^`]*`"), "code"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"https?://\S+"), ""),
    (re.compile(r"(?m)^\s*(?:[-*]|\d+\.)\s+"), ""),
    (re.compile(r"[*_#|>]"), " "),
)


@dataclass(frozen=True)
class Reading:
    """Figures of one text; a grade of 9 asks for about nine years of school in English."""

    words: int
    sentence: float
    grade: float


def without_marks(markdown: str) -> str:
    """A text without its code, links and marks of Markdown."""
    for pattern, instead in _MARKS:
        markdown = pattern.sub(instead, markdown)
    return markdown


def reading(markdown: str) -> Reading:
    """Measure a text; code, links and marks of Markdown do not count."""
    markdown = without_marks(markdown)
    sentences = [found for part in _SENTENCE_END.split(markdown) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading(0, 0.0, 0.0)
    sentence = len(words) / len(sentences)
    spoken = sum(map(syllables, words)) / len(words)
    return Reading(len(words), sentence, 0.39 * sentence + 11.8 * spoken - 15.59)


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less a silent end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) > 3:
        letters = _SILENT_END.sub(lambda end: end[0][0], letters)
    return max(1, len(re.findall(r"[aeiouy]+", letters)))
