"""A project whose every text is hostile, and what of it a page would show as more than text."""

import re
import shutil
from collections.abc import Iterator
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.jobs.queue.events import report
from core.project.project import Project

ADDRESS = "http://203.0.113.7/"
HOSTILE = (
    f"![zq]({ADDRESS}x.png) [zq]({ADDRESS}) <img src={ADDRESS}y.png> :material/zoom_in: "
    f":red[zq] :rocket: **zq** `zq` $zq$ {ADDRESS} www.zq.org ~~zq~~ ==zq=="
)
# What Streamlit's Markdown makes something of, where it stands without a backslash before it.
MARKUP = re.compile(
    r"(?<!\\)!?\[zq\](?!\\)|(?<!\\)<img|(?<!\\):material/zoom|(?<!\\):red\[|(?<!\\):rocket"
    r"|(?<!\\)\*\*zq|(?<!\\)`zq|(?<!\\)\$zq|(?<!\\)~~zq|http://203|www\.zq"
)
# Kinds of elements that show some of their texts as they are; label and help are Markdown anyway.
PLAIN = frozenset(
    ("image", "text_input", "text_area", "code", "arrow_data_frame", "arrow_table", "json",
     "plotly_chart", "selectbox", "multiselect", "bidi_component", "component_instance", "imgs",
     "number_input", "file_uploader", "camera_input", "page_link", "audio", "chat_input", "text",
     "iframe", "UnknownElement")
)  # fmt: skip
MARKDOWN_ANYWAY = frozenset(("label", "help", "caption"))
NOT_SHOWN = frozenset(("id", "formId", "key", "url", "queryString", "page", "anchor", "elementId"))


def make_hostile(project: Project) -> Project:
    """Type hostile words into the plan, names, classes, answers and what a run says of itself."""
    project.rename(f"Name {HOSTILE}")
    for name in list(project.dataset.classes()):
        project.dataset.rename_class(name, f"{name} {HOSTILE}"[:280])
    said = {name: f"{name} {HOSTILE}" for name in Plan.model_fields if name != "levers"}
    levers = [Lever(name=f"Lever {HOSTILE}", note=f"Note {HOSTILE}"), Lever(name="Do nothing")]
    save_plan(project, Plan(**said, levers=levers))
    project.answers.save("bear-blind-spots", HOSTILE, "partly", True)
    for run in project.runs.all():
        words: dict[str, object] = {
            "device": HOSTILE,
            "message": HOSTILE,
            "diverged": HOSTILE,
            "diverged_after": 1,
        }
        project.runs.update(run.id, results={**run.results, **words})
    _fine_tunes(project)
    with project.writing(dataset=True) as connection:
        connection.execute("UPDATE picture SET name = ? || seq || '.jpg'", (HOSTILE,))
        connection.execute("UPDATE label_change SET who = ?, why = ?", (HOSTILE, HOSTILE))
        connection.execute("UPDATE version SET note = ? || number", (HOSTILE,))
        known = '{"creator": "%s", "title": "%s", "licence": "%s"}' % ((HOSTILE,) * 3)
        connection.execute("UPDATE picture SET provenance = ?", (known,))
    return project


def _fine_tunes(project: Project) -> None:
    """One that ended with a model and one that failed, both with hostile words."""
    quick = project.runs.all()[0]
    for status in ("failed", "finished"):
        run = project.runs.create("finetune", {"architecture": "zq"}, quick.version)
        folder = project.runs.folder(run.id)
        shutil.copy(project.runs.folder(quick.id) / "outcome.npz", folder)
        for kind in ("note", "remark", "failed"):
            report(folder, kind, message=HOSTILE)
        report(folder, "started", device=HOSTILE, bs=32, epochs=3, fraction=0.0)
        project.runs.update(run.id, status=status, results=quick.results | {"peak_mb": 500})


def leaks_on(app: AppTest) -> list[str]:
    """Every text of the page that Markdown would make more of than text."""
    found = []
    for kind, name, words in _texts(app):
        if "zq" in words and MARKUP.search(words):
            found.append(f"{kind}.{name}: {words}")
    return found


def shown_on(app: AppTest) -> int:
    """How many texts of the page hold hostile words at all."""
    return sum("zq" in words for _, _, words in _texts(app))


def _texts(app: AppTest) -> Iterator[tuple[str, str, str]]:
    for root in app._tree.children.values():
        for node in _nodes(root):
            proto = getattr(node, "proto", None)
            if proto is None or not hasattr(proto, "DESCRIPTOR"):
                continue
            kind = str(getattr(node, "type", ""))
            for name, words in _strings(MessageToDict(proto), ""):
                last = name.rsplit(".", 1)[-1]
                if last in NOT_SHOWN or (
                    kind in PLAIN and last not in ("label", "help", "caption")
                ):
                    continue
                yield kind, name, words


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def _strings(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{name}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, name)
