"""A project whose every text is hostile, and what of it a page would show as more than text."""

import json
import re
import shutil
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from core.curation.bias.bias_check import Looked, keep_looked
from core.drivetrain.plan.plan import LONGEST_NAME as LONGEST_LEVER
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.jobs.queue.events import report
from core.learning.paths.paths import Place, guided_paths, write_down
from core.learning.questions.exercises import exercises
from core.learning.rename_class import rename_class
from core.learning.report.content import report_text, save_words
from core.project.archive.attribution import CREATOR, LICENCE, PROVIDER, QUERY, TITLE, URL
from core.project.project import Project
from core.world.rollout.protocol import LINES as PROTOCOL_LINES
from core.world.rollout.protocol import LONGEST as LONGEST_LINE
from core.world.rollout.protocol import PROTOCOL, Protocol
from core.world.rollout.rules import RULES, Rules

ADDRESS = "http://203.0.113.7/"
HOSTILE = (
    f"![zq]({ADDRESS}x.png) [zq]({ADDRESS}) <img src={ADDRESS}y.png> :material/zoom_in: "
    f":red[zq] :rocket: **zq** `zq` $zq$ {ADDRESS} www.zq.org ~~zq~~ ==zq=="
)
SCRIPT = "javascript:window.zqFired=1"
LONGEST_NAME = 200  # of a class, in characters
LINES = 6  # of a long text
# What Streamlit's Markdown makes something of, where it stands without a backslash before it.
MARKUP = re.compile(
    r"(?<!\\)!?\[zq\](?!\\)|(?<!\\)<img|(?<!\\):material/zoom|(?<!\\):red\[|(?<!\\):rocket"
    r"|(?<!\\)\*\*zq|(?<!\\)`zq|(?<!\\)\$zq|(?<!\\)~~zq|http://203|www\.zq"
)
IN_CHARTS = re.compile(r"<(?!/?(?:b|br|extra)>)[a-z]")
# Kinds of elements that show some of their texts as they are; label and help are Markdown anyway.
PLAIN = frozenset(
    ("image", "text_input", "text_area", "code", "arrow_data_frame", "arrow_table", "json",
     "plotly_chart", "selectbox", "multiselect", "bidi_component", "component_instance", "imgs",
     "number_input", "file_uploader", "camera_input", "page_link", "audio", "chat_input", "text",
     "iframe", "UnknownElement")
)  # fmt: skip
MARKDOWN_ANYWAY = frozenset(("label", "help", "caption"))
NOT_SHOWN = frozenset(("id", "formId", "key", "url", "queryString", "page", "anchor", "elementId"))


def make_hostile(project: Project, texts: Iterator[str] | None = None) -> Project:
    """Type hostile words wherever a learner can, and let runs and credits say some; other `texts`
    than HOSTILE may be given, which go round."""
    said = repeat(HOSTILE) if texts is None else texts
    project.rename(next(said))
    for name in list(project.dataset.classes()):
        rename_class(project, name, f"{next(said)[:LONGEST_NAME]} {name}")
    _plan(project, said)
    for question in ("bear-blind-spots", *(one.id for one in exercises()[:12])):
        project.answers.save(question, _several(said), "partly", True)
    for prompt in report_text().prompts:
        save_words(project, prompt, _several(said))
    looked = Looked(seen={"background": ["nature"]}, missing=next(said))
    keep_looked(project, next(iter(project.dataset.classes())), looked)
    lines = {name: next(said)[:LONGEST_LINE] for name in PROTOCOL_LINES}
    project.settings.set(PROTOCOL, Protocol(rules=Rules(), **lines))
    project.settings.set(RULES, Rules())
    _runs(project, said)
    _pictures(project, said)
    return project


def _several(texts: Iterator[str]) -> str:
    """A long text of a few of them, each on lines of its own."""
    return "\n\n".join(next(texts) for _ in range(LINES))


def _plan(project: Project, texts: Iterator[str]) -> None:
    said = {name: _several(texts) for name in Plan.model_fields if name != "levers"}
    levers = [Lever(name=next(texts)[:LONGEST_LEVER], note=_several(texts)) for _ in range(4)]
    save_plan(project, Plan(**said, levers=[*levers, Lever(name="Do nothing")]))
    path = next(iter(guided_paths().values()))
    for number in range(len(path.stops)):
        write_down(project, Place(path, number, "predict"), next(texts))


def _runs(project: Project, texts: Iterator[str]) -> None:
    for run in project.runs.all():
        words: dict[str, object] = {
            "device": next(texts),
            "message": next(texts),
            "diverged": next(texts),
            "diverged_after": 1,
        }
        project.runs.update(run.id, results={**run.results, **words})
    quick = project.runs.all()[0]
    for status in ("failed", "finished"):
        run = project.runs.create("finetune", {"architecture": "zq"}, quick.version)
        folder = project.runs.folder(run.id)
        shutil.copy(project.runs.folder(quick.id) / "outcome.npz", folder)
        for kind in ("note", "remark", "failed"):
            report(folder, kind, message=next(texts))
        report(folder, "started", device=next(texts), bs=32, epochs=3, fraction=0.0)
        project.runs.update(run.id, status=status, results=quick.results | {"peak_mb": 500})


def _pictures(project: Project, texts: Iterator[str]) -> None:
    """Names of files, credits, what was searched for, and what history and versions say."""
    ids = [image.id for image in project.dataset.images()]
    with project.writing(dataset=True) as connection:
        for number, image in enumerate(ids):
            known = {key: next(texts) for key in (TITLE, CREATOR, LICENCE, QUERY, PROVIDER)}
            row = (f"{next(texts)}{number}.jpg", json.dumps({**known, URL: SCRIPT}), image)
            connection.execute("UPDATE picture SET name = ?, provenance = ? WHERE id = ?", row)
        said = (next(texts), next(texts))
        connection.execute("UPDATE label_change SET who = ?, why = ?", said)
        connection.execute("UPDATE version SET note = ? || number", (next(texts),))


def leaks_on(app: AppTest) -> list[str]:
    """Every text of the page that Markdown would make more of than text."""
    found = []
    for kind, name, words in _texts(app):
        wrong = IN_CHARTS if kind == "chart" else MARKUP
        if "zq" in words and wrong.search(words):
            found.append(f"{kind}.{name}: {words}")
    return found


def shown_on(app: AppTest) -> int:
    """How many texts of the page hold hostile words at all."""
    return sum("zq" in words for _, _, words in _texts(app))


def _texts(app: AppTest) -> Iterator[tuple[str, str, str]]:
    for root in app._tree.children.values():
        for node in nodes(root):
            proto = getattr(node, "proto", None)
            if proto is None or not hasattr(proto, "DESCRIPTOR"):
                continue
            kind = str(getattr(node, "type", ""))
            if kind == "plotly_chart":
                yield from _in_chart(json.loads(proto.spec or proto.figure.spec))
            for name, words in strings(MessageToDict(proto), ""):
                last = name.rsplit(".", 1)[-1]
                if last in NOT_SHOWN or (
                    kind in PLAIN and last not in ("label", "help", "caption")
                ):
                    continue
                yield kind, name, words


def _in_chart(figure: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The texts of a figure but for what only clicks read; Plotly makes elements of their tags."""
    for name, words in strings(figure, ""):
        if not name.endswith(".customdata"):
            yield "chart", name, words


def nodes(node: Any) -> Iterator[Any]:
    """Everything on a page, in its order."""
    yield node
    for child in getattr(node, "children", {}).values():
        yield from nodes(child)


def strings(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """All texts in what an element was given, each with the names that lead to it."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{name}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)
