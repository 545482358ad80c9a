"""What a browser sends is cut or refused on the server: fields of a page only stop the polite."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.project.lengths import (
    LONGEST_ANSWER,
    LONGEST_CLASS,
    LONGEST_NAME,
    LONGEST_TEXT,
    TooLong,
    texts_in,
)
from core.project.project import Project
from core.project.settings import LONGEST, REGISTRY, Setting
from tests.core.project.pictures import pictures

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


MANY = "n" * (LONGEST_TEXT + 1)


def test_no_class_gets_a_name_that_is_too_long(project: Project) -> None:
    dataset = project.dataset
    dataset.add(pictures(2, "bear"))
    first, second = dataset.images()
    long = MANY[: LONGEST_CLASS + 1]
    for change in (
        lambda: dataset.add_class(long),
        lambda: dataset.rename_class("bear", long),
        lambda: dataset.call_class("bear", long),
        lambda: dataset.move([first.id], long),
        lambda: project.cleaning.stage(second.id, "relabel", long),
    ):
        with pytest.raises(TooLong):
            change()
    assert list(dataset.classes()) == ["bear"]
    assert dataset.call_class("bear", long[:LONGEST_CLASS])


def test_no_setting_there_is_takes_a_text_that_is_too_long(project: Project) -> None:
    """Each is offered texts in every place that its type has for one, as far as a default shows."""
    refused = set[str]()
    for name, setting in REGISTRY.items():
        plain = setting.plain(setting.default())
        for value in (MANY, [MANY], {MANY: 1}, {"some": MANY}, *with_long_texts(plain)):
            try:
                project.settings.set(setting, value)
            except TooLong as reason:
                assert str(reason)
                refused.add(name)
            except ValueError:  # no value of its type
                continue
            kept = setting.plain(project.settings.get(setting))
            assert all(len(text) <= LONGEST_TEXT for text in texts_in(kept)), name
    assert {"plan", "report_words_"} <= refused, refused


def with_long_texts(plain: Any) -> Iterator[Any]:
    """The same value with one of its texts made too long, in every place that has one."""
    if isinstance(plain, dict):
        yield from ({**plain, name: MANY} for name, part in plain.items() if isinstance(part, str))
    elif isinstance(plain, list):
        yield from ([*plain, MANY], [*plain, {"name": MANY}])
