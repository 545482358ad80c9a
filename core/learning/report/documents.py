"""The two texts made of the same facts: a model card, and the first draft of a post."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

from core.drivetrain.card.blocks import Block, Chart, Document, Own, Picture, Pictures, Section
from core.drivetrain.card.markdown import as_markdown
from core.drivetrain.card.words import day_words
from core.learning.report.as_html import as_html, still_open
from core.learning.report.charts import standalone
from core.learning.report.content import Kind, report_text
from core.learning.report.evidence_part import abroad, by_class, expectations, headline, mistakes
from core.learning.report.facts import Facts, facts
from core.learning.report.project_parts import (
    credits,
    decision,
    fear,
    levers,
    loop_check,
    on_the_way,
    pictures,
    purpose,
    watching,
    wishes,
)
from core.learning.report.training_part import cleaning, training
from core.project.archive.attribution import attribution_lines
from core.project.project import Project

Part = Callable[[Facts], Iterator[Block]]
Content = Part | str  # a part made of facts, or the name of a prompt

CARD: dict[str, tuple[Content, ...]] = {
    "plan": (purpose, levers, "intended", "not_for"),
    "data": (pictures, wishes, "missing_data"),
    "training": (training,),
    "evidence": (headline, by_class),
    "failures": (mistakes, abroad, fear, "failures"),
    "cleaning": (cleaning,),
    "decision": (decision, "people"),
    "rollout": (on_the_way, "manual", "limited", "expand", watching, loop_check),
    "credits": (credits,),
}
POST: dict[str, tuple[Content, ...]] = {
    "post_why": ("reader", "why", purpose, levers),
    "post_data": (pictures, "collecting", "missing_data"),
    "post_evidence": (expectations, headline, "expected"),
    "post_failures": (mistakes, "failures"),
    "post_cleaning": (cleaning, "cleaned"),
    "post_decision": (decision, "decided"),
    "post_rollout": (fear, "people", "manual", "limited", "expand"),
    "post_advice": ("advice",),
    "credits": (credits,),
}
_OUTLINES: dict[Kind, dict[str, tuple[Content, ...]]] = {"card": CARD, "post": POST}


def document(facts: Facts, kind: Kind) -> Document:
    """The model card ("card") or the post ("post") as far as the project can tell it."""
    text = report_text()
    filled = {key: tuple(_blocks(facts, contents)) for key, contents in _OUTLINES[kind].items()}
    return Document(
        kind=kind,
        title=facts.own["title"].strip() or _stand_in(facts),
        subtitle=f"{text.kinds[kind].title}, {facts.project.name}, {day_words(facts.day)}",
        sections=tuple(
            Section(text.sections[key], blocks, key) for key, blocks in filled.items() if blocks
        ),
        closing=text.draft.made,
    )


def title_prompt(facts: Facts) -> Own:
    """The prompt for the title, which both texts share."""
    return _own(facts, "title")


def _blocks(facts: Facts, contents: tuple[Content, ...]) -> Iterator[Block]:
    for content in contents:
        if isinstance(content, str):
            yield _own(facts, content)
        else:
            yield from content(facts)


def _own(facts: Facts, name: str) -> Own:
    return Own(name, report_text().prompts[name].asks, facts.own[name])


def _stand_in(facts: Facts) -> str:
    return facts.plan.objective.strip() or report_text().draft.untitled


FILES: dict[Kind, str] = {"card": "model-card", "post": "blog-post"}


def report_html(project: Project, kind: Kind, day: date) -> bytes:
    """One of the two texts as one HTML file."""
    return as_html(document(facts(project, day), kind)).encode()


def report_zip(project: Project, day: date) -> bytes:
    """Both texts as HTML and as Markdown, the charts and pictures as files, ATTRIBUTION.md."""
    known = facts(project, day)
    files: dict[str, bytes] = {"ATTRIBUTION.md": _attribution(project)}
    for kind, name in FILES.items():
        made = document(known, kind)
        files[f"{name}.html"] = as_html(made).encode()
        files[f"{name}.md"] = as_markdown(made, _picture_file, still_open).encode()
        files |= _drawn(made)
    return _zipped(files)


def _drawn(made: Document) -> dict[str, bytes]:
    """The charts and pictures of a document, by the names under which its Markdown shows them."""
    files: dict[str, bytes] = {}
    for block in made.blocks():
        if isinstance(block, Chart):
            files[f"charts/{block.name}.svg"] = standalone(block.svg).encode()
        elif isinstance(block, Pictures):
            files |= {_picture_file(one): one.path.read_bytes() for one in block.shown}
    return files


def _picture_file(one: Picture) -> str:
    return f"pictures/{one.path.stem[:16]}.jpg"


def _attribution(project: Project) -> bytes:
    with project.reading() as connection:
        return b"".join(attribution_lines(connection))


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
