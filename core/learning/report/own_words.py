"""What the learner wrote into their report: kept with the project, one entry a prompt."""

from __future__ import annotations

import json

from core.learning.report.content import report_text
from core.project.project import Project

LONGEST = 4000
_PREFIX = "report_words_"
_SHOW_ALL = "report_show_unlicensed"


def save_words(project: Project, prompt: str, words: str) -> None:
    """Keep the answer to a prompt; raises KeyError for a prompt that there is not."""
    if prompt not in report_text().prompts:
        raise KeyError(prompt)
    project.settings.write(_name(prompt), words[:LONGEST])


def own_words(project: Project) -> dict[str, str]:
    """Prompt → what the learner wrote, "" where nothing is written yet."""
    with project.reading() as connection:
        rows = connection.execute("SELECT name, value FROM setting").fetchall()
    kept = {row[0]: row[1] for row in rows if row[0].startswith(_PREFIX)}
    return {
        prompt: str(json.loads(kept.get(_name(prompt), '""'))) for prompt in report_text().prompts
    }


def shows_unlicensed(project: Project) -> bool:
    """Whether the learner said that pictures without a noted licence are theirs to show."""
    return bool(project.settings.read(_SHOW_ALL, False))


def show_unlicensed(project: Project, show: bool) -> None:
    """Keep what the learner said about pictures without a noted licence."""
    project.settings.write(_SHOW_ALL, show)


def _name(prompt: str) -> str:
    return f"{_PREFIX}{prompt}"
