"""The protocol of the thirty nights in the report: the three steps, in the learner's own words."""

from collections.abc import Mapping

from core.learning.report.content import own_words, save_words
from core.project.project import Project
from core.project.settings import Setting

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
