"""The questions to take along: as Markdown to read and print, as a deck for Anki."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import genanki

from core.learning.catalogue import Item, by_topic
from core.learning.exercises import Exercise
from core.learning.progress import Answers
from core.learning.questionnaire import Question
from core.learning.right_answer import right_answer

DECK_ID, MODEL_ID = 1_482_260_911, 1_482_260_912  # never change them: Anki updates cards by them
DECK = "Drivetrain Lab"
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITALIC = re.compile(r"\*([^*]+)\*")


def as_markdown(items: Iterable[Item], answers: Answers) -> str:
    """Every question by topic, with the learner's words where there are some, and the answer."""
    parts = [f"# {DECK}: questions and answers\n"]
    for title, found in by_topic(items).items():
        parts.append(f"## {title}\n")
        parts += [_in_markdown(item, answers) for item in found]
    return "\n".join(parts)


def anki_deck(items: Iterable[Item]) -> bytes:
    """An .apkg file with a card for each question that can be asked without a picture."""
    deck = genanki.Deck(DECK_ID, DECK)
    for item in items:
        if isinstance(item, Question) or not item.picture:
            deck.add_note(_card(item))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(file)
        return file.read_bytes()


def _in_markdown(item: Item, answers: Answers) -> str:
    own = answers.get(item.id)
    words = [f"### {item.name}\n", _asked(item), ""]
    if isinstance(item, Question) and own and own.text:
        words += [*(f"> {line}" for line in own.text.splitlines()), ""]
    return "\n".join([*words, answer_of(item), ""])


def _card(item: Item) -> genanki.Note:
    model = genanki.Model(
        MODEL_ID,
        DECK,
        fields=[{"name": "Question"}, {"name": "Answer"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Question}}",
                "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}",
            }
        ],
    )
    return genanki.Note(
        model=model,
        fields=[as_html(_asked(item)), as_html(answer_of(item))],
        guid=genanki.guid_for(item.id),
    )


def answer_of(item: Item) -> str:
    """The answer in Markdown: ours to a question of the chapter, the right one and its reason."""
    if isinstance(item, Question):
        return item.answer
    return f"**{right_answer(item)}**\n\n{item.because}"


def _asked(item: Item) -> str:
    if isinstance(item, Question):
        return item.prompt
    parts = [item.prompt, f"```python\n{item.code.rstrip()}\n```" if item.code else ""]
    return "\n\n".join(part for part in [*parts, _choices(item), _matrix(item)] if part)


def _choices(item: Exercise) -> str:
    if item.kind == "choice":
        return "\n".join(f"- {option.text}" for option in sorted(item.options, key=str))
    if item.kind == "order":
        return "\n".join(f"- {step}" for step in sorted(item.steps))
    if item.kind == "match":
        rights = ", ".join(sorted({pair.right for pair in item.pairs}))
        return "\n".join([*(f"- {pair.left}" for pair in item.pairs), "", f"Choose from: {rights}"])
    return ""


def _matrix(item: Exercise) -> str:
    if not item.matrix:
        return ""
    rows = zip(item.matrix.classes, item.matrix.counts, strict=True)
    head = f"| | {' | '.join(item.matrix.classes)} |\n|---|{'---|' * len(item.matrix.classes)}\n"
    return head + "\n".join(f"| {name} | {' | '.join(map(str, row))} |" for name, row in rows)


def as_html(text: str) -> str:
    """The little Markdown of the questions as HTML for Anki; anything else stays as it is typed."""
    blocks = re.split(r"```python\n(.*?)\n```", text, flags=re.DOTALL)
    return "".join(
        f"<pre>{html.escape(block)}</pre>" if number % 2 else _styled(block)
        for number, block in enumerate(blocks)
    )


def _styled(text: str) -> str:
    safe = html.escape(text, quote=False)
    for pattern, tag in ((_CODE, "code"), (_BOLD, "b"), (_ITALIC, "i")):
        safe = pattern.sub(rf"<{tag}>\1</{tag}>", safe)
    return safe.replace("\n", "<br>")
