"""What a browser sends is cut or refused on the server: fields of a page only stop the polite."""

import pytest

from core.project.project import LONGEST_ANSWER, LONGEST_NAME, Project
from core.project.settings import LONGEST, Setting

WORDS = Setting[str]("test.words", str, str)


def test_a_name_and_an_answer_are_cut(project: Project) -> None:
    project.rename("n" * 5_000_000)
    project.answers.save("goal", "a" * 5_000_000)
    answer = project.answers.get("goal")
    assert len(project.name) == LONGEST_NAME
    assert answer is not None and len(answer.text) == LONGEST_ANSWER


def test_a_setting_that_no_project_may_hold_is_refused(project: Project) -> None:
    project.settings.set(WORDS, "short")
    with pytest.raises(ValueError):
        project.settings.set(WORDS, "w" * LONGEST)
    assert project.settings.get(WORDS) == "short"
