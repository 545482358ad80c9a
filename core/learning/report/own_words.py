"""What the learner wrote into their report: kept with the project, one entry a prompt."""

from core.learning.report.content import report_text
from core.project.project import Project
from core.project.settings import Setting

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
