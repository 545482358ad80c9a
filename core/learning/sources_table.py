"""docs/questionnaire-sources.md, made from the content: `python -m core.learning.sources_table`."""

from __future__ import annotations

from pathlib import Path

from core.learning.questionnaire import Question, Questionnaire, questionnaire

TABLE = Path(__file__).parents[2] / "docs" / "questionnaire-sources.md"
HEAD = """# Where the questionnaire's answers come from

Made from `assets/content/questionnaire/` by `python -m core.learning.sources_table`; a test fails
when the two differ. The numbers are the first three digits of the files in `../shared/sources`;
README is the README there. Questions and answers are in our own words: a test looks for six words
in a row that also stand in a source. "Checked in fastai" means run or read in fastai 2.8.12.

| no. | question | sources | how the answer was checked | what has changed since the book |
|---|---|---|---|---|
"""


def sources_table(book: Questionnaire) -> str:
    """The whole Markdown file, one row a question, in the chapter's order."""
    return HEAD + "".join(_row(question) for question in book.questions)


def _row(question: Question) -> str:
    changed = question.changed
    cells = (
        str(question.order),
        question.prompt,
        ", ".join(question.sources),
        question.checked,
        f"{changed.date}: {changed.text}" if changed else "",
    )
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(sources_table(questionnaire()), encoding="utf-8")
