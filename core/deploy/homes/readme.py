"""The README.md of a home: what this one is, what all of them hold, where the model fails."""

from typing import Any

import yaml

from core.content import lesson_text
from core.deploy.homes.shared_files import TEMPLATES
from core.evaluation.tried_abroad import tried, tried_words
from core.plain_text import escaped
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.model_labels import ModelLabels


def readme(home: str, project: Project, labels: ModelLabels) -> str:
    """The home's own words, then the common ones; names are text there, whatever is in them."""
    words = {
        "name": escaped(project.name),
        "classes": ", ".join(map(escaped, labels.vocab)),
        "count": len(labels.vocab),
        "size": labels.size,
        "steps": "\n".join(f"{n}. {step}." for n, step in enumerate(labels.prepare, 1)),
    }
    own, common = (TEMPLATES / folder / "README.md" for folder in (home, "shared"))
    return "\n".join(file.read_text(encoding="utf-8").format(**words) for file in (own, common))


def with_front_matter(fields: dict[str, Any], text: str) -> str:
    """`text` below the YAML lines that Hugging Face reads; a name is a string there, no YAML."""
    matter = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{matter}---\n{text}"


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
