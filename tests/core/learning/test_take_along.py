"""The downloads hold every question, and Anki can open its one."""

import io
import sqlite3
import zipfile
from pathlib import Path

from core.learning.questions.catalogue import catalogue
from core.learning.questions.export import anki_deck, as_html, as_markdown
from core.learning.questions.marking import hand_in
from core.learning.questions.questionnaire import Question
from core.project.project import Project


def test_markdown_has_every_question_and_the_learners_words(project: Project) -> None:
    project.answers.save("confusion-matrix", "It counts.\nRows and columns.", mark="knew")
    book = catalogue(project, str)
    text = as_markdown(book.items, project.answers.all())
    assert "> It counts.\n> Rows and columns." in text
    assert all(item.prompt in text for item in book.items)
    assert "40000 pixels" in text
    assert text.count("Your mark:") == 1 and "*Your mark: knew*" in text


def test_an_exercises_own_answer_is_words_and_not_json(project: Project) -> None:
    book = catalogue(project, str)
    steps = book.find("x-drivetrain-order")
    assert steps and not isinstance(steps, Question)
    hand_in(project, steps, ["Levers", "Objective", "Data", "Models"])
    text = as_markdown(book.items, project.answers.all())
    assert "> Levers → Objective → Data → Models" in text
    assert "fingerprint" not in text and '"given"' not in text


def test_the_deck_is_an_anki_package_with_a_card_each(project: Project, tmp_path: Path) -> None:
    project.answers.save("confusion-matrix", "a < b", mark="not yet")
    items = catalogue(project, str).items
    with zipfile.ZipFile(io.BytesIO(anki_deck(items, project.answers.all()))) as package:
        package.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as collection:
        cards = collection.execute("SELECT count(*) FROM cards").fetchone()[0]
        marked = collection.execute("SELECT flds FROM notes WHERE tags LIKE '%mark::not-yet%'")
        assert ["You wrote: a &lt; b" in fields for (fields,) in marked] == [True]
    pictures = sum(bool(getattr(item, "picture", "")) for item in items)  # an empty project
    assert cards == len(items) - pictures >= 28 + 40


def test_a_matrix_is_a_table_in_anki_and_names_are_as_typed() -> None:
    assert as_html(r"polar\_bear" + "\n| | a |\n|---|---|\n| b | 3 |") == (
        "polar_bear<br><table><tr><td></td><td>a</td></tr><tr><td>b</td><td>3</td></tr></table>"
    )


def test_code_and_signs_reach_anki_as_typed() -> None:
    assert as_html("**a** `b<c`\n```python\nx < 1\n```") == (
        "<b>a</b> <code>b&lt;c</code><br><pre>x &lt; 1</pre>"
    )
