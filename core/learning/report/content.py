"""The texts and prompts of the Report lesson, and the own words that answer them."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field

from core.content import Content, read
from core.project.project import Project
from core.project.settings import Setting

Kind = Literal["card", "post"]


class Prompt(Content):
    """A question only the learner can answer, and what to think of; `short` ones take one line."""

    asks: str = Field(min_length=1)
    hint: str = Field(min_length=1)
    short: bool = False


class KindText(Content):
    """What one of the two texts is called, and for whom it is."""

    title: str
    about: str


class DraftText(Content):
    """The sentences that stand in a draft itself."""

    to_write: str
    not_there: str
    untitled: str
    made: str
    credits: str
    left_out: str


class ReportText(Content):
    """Everything on the page and in the drafts that is not a fact of the project."""

    why: str
    recall: str
    code: str
    kinds: dict[Kind, KindText]
    draft: DraftText
    prompts: dict[str, Prompt]
    sections: dict[str, str]


@cache
def report_text() -> ReportText:
    """The texts; raises ContentInvalid when the file is wrong."""
    return read("report.yaml", ReportText)


LONGEST = 4000
_WORDS = Setting[str]("report_words_", str, str, family=True)
_SHOW_ALL = Setting[bool]("report_show_unlicensed", bool, lambda: False)


def save_words(project: Project, prompt: str, words: str) -> None:
    """Keep the answer to a prompt; raises KeyError for a prompt that there is not."""
    if prompt not in report_text().prompts:
        raise KeyError(prompt)
    project.settings.set(_WORDS, words[:LONGEST], prompt)


def own_words(project: Project) -> dict[str, str]:
    """Prompt → what the learner wrote, "" where nothing is written yet."""
    return {prompt: project.settings.get(_WORDS, prompt) for prompt in report_text().prompts}


def shows_unlicensed(project: Project) -> bool:
    """Whether the learner said that pictures without a noted licence are theirs to show."""
    return project.settings.get(_SHOW_ALL)


def show_unlicensed(project: Project, show: bool) -> None:
    """Keep what the learner said about pictures without a noted licence."""
    project.settings.set(_SHOW_ALL, show)


WRITTEN = Setting[dict[str, str]]("rollout_in_report", dict[str, str], dict)


def write_steps(project: Project, steps: Mapping[str, str]) -> None:
    """Write each step under its prompt of the report (their names are the same), where nothing
    stands yet or what stands there came from here: own words stay. Raises KeyError for a step that
    is no prompt."""
    before, there = project.settings.get(WRITTEN), own_words(project)
    fresh = {
        prompt: words
        for prompt, words in steps.items()
        if there[prompt].strip() in ("", before.get(prompt, ""))
    }
    for prompt, words in fresh.items():
        save_words(project, prompt, words)
    project.settings.set(WRITTEN, {**before, **fresh})


def filled(project: Project, steps: Mapping[str, str]) -> dict[str, bool]:
    """Prompt → whether the report has the step just as it is, once steps were written; else all
    False."""
    written, there = project.settings.get(WRITTEN), own_words(project)
    return {prompt: bool(written) and there[prompt] == words for prompt, words in steps.items()}
