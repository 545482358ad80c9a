"""What a model was tested on, for the README.md of a home: where it fails, and how often."""

from core.content import lesson_text
from core.evaluation.tried_abroad import tried, tried_words
from core.plain_text import escaped
from core.project.project import Project
from core.project.records import RunRecord


def tested_on(project: Project, run: RunRecord, vocab: list[str]) -> str:
    """A section in Markdown with a row for every place where the learner tried the run, the worst
    first; one sentence where they tried none."""
    text = lesson_text("domain")
    words = [(tried_words(project, one, vocab), one) for one in tried(project, run)]
    rows = [
        f"| {escaped(said)} | {one.score.in_words} | {one.sure_and_wrong:,} |"
        for said, one in words
        if said
    ]
    head = [
        f"| {text['tested_head']} | {text['right_head']} | {text['sure_wrong_head']} |",
        "| --- | --- | --- |",
    ]
    body = [*head, *rows] if rows else [text["not_tested"]]
    return "\n".join([f"\n## {text['tested_caption']}\n", *body, ""])
