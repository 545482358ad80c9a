"""The questions with the learner's answers and marks to take along: Markdown, a deck for Anki."""

import html
import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import genanki

from core.content import says
from core.learning.questions.catalogue import Answers, Item, by_topic
from core.learning.questions.exercises import Exercise
from core.learning.questions.marking import in_words, right_answer
from core.learning.questions.questionnaire import Question
from core.plain_text import as_text, escaped, one_line
from core.project.records import Answer
from core.words import listed

DECK_ID, MODEL_ID = 1_482_260_911, 1_482_260_912  # never change them: Anki updates cards by them
DECK = "Drivetrain Lab"
_CODE = re.compile(r"(?<!\\)`([^`]+)(?<!\\)`")
_BOLD = re.compile(r"(?<!\\)\*\*([^*]+)(?<!\\)\*\*")
_ITALIC = re.compile(r"(?<!\\)\*([^*]+)(?<!\\)\*")
_TABLE = re.compile(r"(?:^\|.*\|$\n?)+", flags=re.MULTILINE)
# What Anki makes more of than text: fields, sounds and voices, formulas.
_ANKI = re.compile(r"\{\{|\[(?=/?(?:sound:|anki:|latex\]|\${1,2}\]))|\\(?=[(\[])", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPE = re.compile(r"\\([^\w\s]|_)")


def as_markdown(items: Iterable[Item], answers: Answers) -> str:
    """Every question by topic, with the learner's words and mark where there are some, and ours."""
    parts = [f"# {DECK}: questions and answers\n"]
    for title, found in by_topic(items).items():
        parts.append(f"## {title}\n")
        parts += [_in_markdown(item, answers) for item in found]
    return "\n".join(parts)


def anki_deck(items: Iterable[Item], answers: Answers) -> bytes:
    """An .apkg file with a card for each question that can be asked without a picture. The
    learner's words stand below ours; their mark is a tag, such as `mark::partly`."""
    deck = genanki.Deck(DECK_ID, DECK)
    for item in items:
        if isinstance(item, Question) or not (item.picture or item.images):
            deck.add_note(_card(item, answers.get(item.id)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(file)
        return file.read_bytes()


def _in_markdown(item: Item, answers: Answers) -> str:
    own = answers.get(item.id)
    words = [f"### {item.name}\n", _asked(item), ""]
    words += [*_quoted(own_words(own)), ""] if own else []
    words += [says("questions", "mark", mark=own.mark), ""] if own and own.mark else []
    return "\n".join([*words, answer_of(item), ""])


def _quoted(words: str) -> list[str]:
    """Typed words as a quotation in Markdown, line by line."""
    return [f"> {escaped(line)}" for line in words.splitlines() if line.strip()]


def own_words(own: Answer) -> str:
    """What the learner answered, in words; "" for nothing yet."""
    try:
        saved = json.loads(own.text)
    except ValueError:
        return own.text
    return in_words(saved["given"]) if isinstance(saved, dict) and "given" in saved else own.text


def _card(item: Item, own: Answer | None) -> genanki.Note:
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
        fields=[as_html(_asked(item)), as_html(answer_of(item)) + _own_html(own)],
        guid=genanki.guid_for(item.id),
        tags=[f"mark::{own.mark.replace(' ', '-')}"] if own and own.mark else [],
    )


def _own_html(own: Answer | None) -> str:
    words = own_words(own) if own else ""
    lines = (html.escape(one_line(line), quote=False) for line in words.splitlines())
    if not words:
        return ""
    said = says("questions", "wrote", words=_as_words("<br>".join(lines)))
    return f"<hr><small>{said}</small>"


def _as_words(text: str) -> str:
    """The same with a sign that nobody sees where Anki would begin something of its own."""
    return _ANKI.sub(lambda found: f"{found[0][0]}\u2060{found[0][1:]}", text)


def answer_of(item: Item) -> str:
    """The answer in Markdown: ours to a question of the chapter, the right one and its reason."""
    if isinstance(item, Question):
        return item.answer
    return f"**{right_answer(item)}**\n\n{item.because}"


def _asked(item: Item) -> str:
    if isinstance(item, Question):
        return item.prompt
    seen = says("questions", "no_picture") if item.picture or item.images else ""
    parts = [item.prompt, seen, f"```python\n{item.code.rstrip()}\n```" if item.code else ""]
    return "\n\n".join(part for part in [*parts, _choices(item), _matrix(item)] if part)


def _choices(item: Exercise) -> str:
    if item.kind == "choice":
        return "\n".join(f"- {option.text}" for option in sorted(item.options, key=str))
    if item.kind == "order":
        return "\n".join(f"- {step}" for step in sorted(item.steps))
    if item.kind == "match":
        rights = listed(sorted({pair.right for pair in item.pairs}), "or")
        choose = says("questions", "choose", options=rights)
        return "\n".join([*(f"- {pair.left}" for pair in item.pairs), "", choose])
    return ""


def _matrix(item: Exercise) -> str:
    if not item.matrix:
        return ""
    names = [as_text(name) for name in item.matrix.classes]
    rows = zip(names, item.matrix.counts, strict=True)
    head = f"| | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"
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
    safe = _TABLE.sub(_html_table, safe).replace("\n", "<br>")
    return _as_words(_ESCAPE.sub(r"\1", safe))


def _html_table(found: re.Match[str]) -> str:
    """The rows of a Markdown table as a table of HTML; its second row is only a line."""
    rows = found[0].strip().splitlines()
    cells = [_BAR.split(row.strip("|")) for row in rows[:1] + rows[2:]]
    lines = ("".join(f"<td>{cell.strip()}</td>" for cell in row) for row in cells)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
