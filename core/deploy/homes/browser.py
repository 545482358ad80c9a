"""Browser only: a web page that runs the model on the visitor's device, for hosts of plain files."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from PIL import Image

from core.content import ROOT, lesson_text
from core.deploy.homes.decision_file import decision_file
from core.deploy.homes.pins import script_pins
from core.deploy.homes.readme import with_front_matter
from core.deploy.homes.shared_files import TEMPLATES, answer_files, template_files
from core.deploy.int8.small_model import small_model
from core.deploy.phone import phone_file
from core.plain_text import escaped
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import Entry
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.judge import Judge, decided_from, whole_graph
from core.vision.model_labels import ModelLabels

TEXT = lesson_text("deploy_browser")
KEY = "browser"
FOLDER = TEMPLATES / KEY
PACKAGE = "onnxruntime-web"
MODULES = ROOT / "node_modules"
"""Where `npm ci` puts the package."""
FILLED = ("index.html", "service_worker.js", "runtime.json")
"""Templates that say something of this model or this copy."""
NOT_KEPT = ("README.md", ".gitattributes", "service_worker.js")
"""What a visitor's device does not keep for flight mode."""
ALLOWED, ALLOWED_INT8 = 0.001, 0.02
"""How far a probability may be from this server's on another device; whole numbers round harder."""
MEGABYTE = 1_000_000


class NotSmallYet(Exception):
    """The int8 model of this run was not made yet, or its classes have other names now."""


def browser_files(
    project: Project, run: RunRecord, *, small: bool = False, modules: Path = MODULES
) -> Iterator[Entry]:
    """All files of the page. With `small` the int8 model and its own answers to the ten pictures.

    The three files of ONNX Runtime Web come from `modules`; where they are not there, the page
    fetches them from a CDN, pinned by version and hash. Raises NotSmallYet and ModelUnavailable.
    """
    labels = model_labels(project, run)
    model = _model(project, run, small)
    runtime = runtime_files(modules)
    files = [
        Entry("model.onnx", model),
        *(_small_answers(project, run, labels, model) if small else answer_files(project, run)),
        *(file for file in template_files(KEY) if file.name not in FILLED),
        *(Entry(name, phone_file(name).encode()) for name in ("phone.js", "phone.css")),
        Entry("index.html", _page(project, labels, small, model).encode()),
        Entry("manifest.webmanifest", _json(manifest(project.name))),
        *runtime,
        Entry("README.md", _readme(project, labels, own=len(runtime) > 1).encode()),
    ]
    yield from files
    yield Entry("service_worker.js", _service_worker(files).encode())


def runtime_files(modules: Path = MODULES) -> list[Entry]:
    """runtime.json, and ONNX Runtime Web itself below ort/ where the package is installed in the
    very version, bit by bit, that the hashes name."""
    pinned = json.loads((FOLDER / "runtime.json").read_text(encoding="utf-8"))
    found = [modules / PACKAGE / "dist" / name for name in pinned["files"]]
    if not all(path.is_file() for path in found):
        return [Entry("runtime.json", _json(pinned))]
    here = {"base": "ort/", "files": pinned["files"]}
    return [Entry("runtime.json", _json(here)), *(Entry(f"ort/{one.name}", one) for one in found)]


def has_own_runtime() -> bool:
    """Whether the page brings ONNX Runtime Web along, and so needs no other host."""
    return len(runtime_files()) > 1


def manifest(name: str) -> dict[str, Any]:
    """The web manifest: what a phone needs to install the page as an app."""
    icons = [
        {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"},
        {"src": "icon.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
    ]
    colours = {"background_color": "#fcfbf8", "theme_color": "#0b6b5d"}
    shown = {"name": name, "short_name": name[:12], "display": "standalone"}
    return {**shown, "start_url": "./", "scope": "./", **colours, "icons": icons}


def _model(project: Project, run: RunRecord, small: bool) -> Path:
    if not small:
        return model_onnx(project, run)
    made = small_model(project, run)
    if made is None:
        raise NotSmallYet
    return made.path


def _small_answers(
    project: Project, run: RunRecord, labels: ModelLabels, model: Path
) -> Iterator[Entry]:
    """As `answer_files`, with what the small model says of the pictures on this server."""
    decision = decision_file(project, labels.vocab)
    decided = decided_from(decision) if decision else None
    judge = Judge(labels.vocab, labels.preprocess(), whole_graph(model), decided)
    answers: dict[str, dict[str, Any]] = {}
    for file in answer_files(project, run):
        if file.name.endswith(".jpg") and isinstance(file.contents, bytes):
            (answer,) = judge.answers([Image.open(io.BytesIO(file.contents))])
            said = {"class": answer.label, "probabilities": answer.probs}
            action = {"action": answer.action} if answer.action else {}
            answers[Path(file.name).name] = said | action
        if file.name.endswith("answers.json"):
            listed = [{"file": name, **said} for name, said in answers.items()]
            yield Entry(file.name, _json(listed))
        else:
            yield file


def _page(project: Project, labels: ModelLabels, small: bool, model: Path) -> str:
    template = Template((FOLDER / "index.html").read_text(encoding="utf-8"))
    return template.substitute(
        name=escape(project.name),
        classes=escape(", ".join(labels.vocab)),
        allowed=ALLOWED_INT8 if small else ALLOWED,
        decided="yes" if decision_file(project, labels.vocab) else "no",
        kind="int8" if small else "fp32",
        megabytes=f"{model.stat().st_size / MEGABYTE:.1f}",
    )


def _readme(project: Project, labels: ModelLabels, *, own: bool) -> str:
    words = {
        "name": escaped(project.name),
        "classes": ", ".join(map(escaped, labels.vocab)),
        "count": len(labels.vocab),
        "runtime": TEXT["runtime_here" if own else "runtime_cdn"].format(
            version=script_pins()[PACKAGE]
        ),
    }
    text = (FOLDER / "README.md").read_text(encoding="utf-8").format(**words)
    return with_front_matter({"title": project.name, "sdk": "static", "pinned": False}, text)


def _service_worker(files: Iterable[Entry]) -> str:
    """The list of files to keep, and a version that changes with each of them."""
    kept = [file for file in files if file.name not in NOT_KEPT]
    names = ["./" if file.name == "index.html" else file.name for file in kept]
    digest = hashlib.sha256()
    for name, contents in kept:
        data = contents if isinstance(contents, bytes) else contents.read_bytes()
        digest.update(name.encode() + hashlib.sha256(data).digest())
    template = Template((FOLDER / "service_worker.js").read_text(encoding="utf-8"))
    return template.substitute(version=f"model@{digest.hexdigest()[:16]}", files=json.dumps(names))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
