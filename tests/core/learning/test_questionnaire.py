"""The content is complete, and wrong content is refused with a reason."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.content import ContentInvalid
from core.learning.questions.exercises import exercises
from core.learning.questions.questionnaire import CONTENT, questionnaire, read_questionnaire
from tests.core.learning.sources_table import TABLE, sources_table


def test_it_has_27_questions_and_one_thought_experiment() -> None:
    questions = questionnaire().questions
    assert [question.order for question in questions] == list(range(1, 29))
    assert [question.order for question in questions if question.thought] == [28]


def test_a_page_lists_its_questions_in_the_chapters_order() -> None:
    pages = {question.order: question.page for question in questionnaire().questions}
    assert [order for order, page in pages.items() if page == "augment"] == [16, 17]
    assert "journey" not in pages.values()


def test_every_question_has_its_topic() -> None:
    book = questionnaire()
    found = next(question for question in book.questions if question.id == "inference")
    assert book.topic_of(found).topic == "model"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"page": "nowhere"}, "there is no page 'nowhere'"),
        ({"points": ["only one"]}, "points"),
        ({"answer": ""}, "answer"),
        ({"order": 2}, "missing or doubled"),
        ({"hint": "x"}, "hint"),
    ],
)
def test_wrong_content_is_refused(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    for file in CONTENT.glob("*.yaml"):
        topic = yaml.safe_load(file.read_text("utf-8"))
        for question in topic["questions"]:
            if question["id"] == "confusion-matrix":
                question.update(change)
        (tmp_path / file.name).write_text(yaml.safe_dump(topic), encoding="utf-8")
    with pytest.raises(ContentInvalid, match=reason):
        read_questionnaire(tmp_path)


def test_the_table_of_sources_is_up_to_date() -> None:
    assert TABLE.read_text("utf-8") == sources_table(questionnaire(), exercises()), (
        "run python -m tests.core.learning.sources_table"
    )
