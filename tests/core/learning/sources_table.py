"""docs/questionnaire-sources.md, made from the content.

Written by `python -m tests.core.learning.sources_table`.
"""

from collections.abc import Sequence

from core.content import ROOT
from core.learning.questions.exercises import Exercise, exercises
from core.learning.questions.marking import right_answer
from core.learning.questions.questionnaire import Question, Questionnaire, questionnaire

TABLE = ROOT / "docs" / "questionnaire-sources.md"
HEAD = """# Where the questionnaire's answers come from

Made from `assets/content/questionnaire/` by `python -m tests.core.learning.sources_table`;
a test fails when the two differ. The numbers are the first three digits of the files in
`../shared/sources`; README is the README there. Questions and answers are in our own words: a test
looks for six words in a row that also stand in a source. "Checked in fastai" means run or read in
fastai 2.8.12.

A second reading on 21 November 2026 went through all 28 and all 51 with the six files open, and
ran again in fastai what had only been read. Two questions of ours were wrong and were replaced: a
plain `Resize` does crop at a random place in training, and `export` now saves a function of the
notebook whole. Two were not clear enough to have one answer (the top loss, the caused sales). Where
a file was named that does not say the thing, the row now names the one that does. A third reading
on 30 November 2026 found that one question called a gap between two figures overfitting, and that
another left out half of what `aug_transforms(mult=2)` changes.

| no. | question | sources | how the answer was checked | what has changed since the book |
|---|---|---|---|---|
"""
OWN = """
## Our own questions

Made from `assets/content/exercises/`. Each has one right answer; every wrong answer that can be
chosen has its own explanation, and so has every wrong number that people commonly arrive at. The
questions about a learner's own project (pictures, split, batches, matrix, losses, costs) are
computed from that project by `core/learning/questions/own_questions.py`, and tests compare
their answers with the project.

| no. | form | question | right answer | why | sources | how it was checked |
|---|---|---|---|---|---|---|
"""


def sources_table(book: Questionnaire, own: Sequence[Exercise]) -> str:
    """The whole Markdown file: one row a question, the chapter's first, then our own."""
    chapter = "".join(_row(question) for question in book.questions)
    return HEAD + chapter + OWN + "".join(_own_row(exercise) for exercise in own)


def _own_row(exercise: Exercise) -> str:
    return _cells(
        str(exercise.order),
        exercise.kind,
        exercise.prompt,
        right_answer(exercise),
        exercise.because,
        ", ".join(exercise.sources),
        exercise.checked,
    )


def _row(question: Question) -> str:
    changed = question.changed
    return _cells(
        str(question.order),
        question.prompt,
        ", ".join(question.sources),
        question.checked,
        f"{changed.date}: {changed.text}" if changed else "",
    )


def _cells(*cells: str) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(sources_table(questionnaire(), exercises()), encoding="utf-8")
