"""Browser only: a page that runs the model on the visitor's device, for hosts of plain files."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from core.content import ROOT, lesson_text, read
from core.deploy.homes.examples import ANSWERS, PICTURES
from core.deploy.homes.examples import FOLDER as EXAMPLES
from core.deploy.homes.home import Home, script_pins
from core.deploy.homes.readme import tested_on, with_front_matter
from core.deploy.homes.shared_files import TEMPLATES, answer_files, template_files
from core.deploy.int8.quantise import one_core
from core.deploy.int8.small_model import small_model
from core.deploy.phone import page_words, phone_file
from core.deploy.whole_judge import NOVELTY, decision_file, novelty_file
from core.plain_text import escaped
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import Member, in_memory, on_disk
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.judge import Judge, decided_from
from core.vision.model_labels import OUTPUT, ModelLabels
from core.vision.read_photo import read_photo

TEXT = lesson_text("deploy_browser")
FOLDER = TEMPLATES / "browser"
PACKAGE = "onnxruntime-web"
MODULES = ROOT / "node_modules"
"""Where `npm ci` puts the package."""
FILLED = ("index.html", "service_worker.js", "runtime.json")
"""Templates that say something of this model or this copy."""
OF_PHONES = ("phone.js", "words.js", "phone.css")
"""What the page shares with the one for phones."""
NOT_KEPT = ("README.md", ".gitattributes", "service_worker.js")
"""What a visitor's device does not keep for flight mode."""
ALLOWED = 0.001
"""How far a probability may be from this server's: computers round differently."""
A_PICTURE, THE_SCRIPTS = 45_000, 40_000
"""Bytes of an example, and of all scripts as they travel, about."""


class NotSmallYet(OSError):
    """The int8 model of this run was not made yet, or its classes have other names now."""


def browser_files(
    project: Project, run: RunRecord, *, small: bool = False, modules: Path = MODULES
) -> Iterator[Member]:
    """All files of the page. With `small` the int8 model and its own answers to the ten pictures.

    The three files of ONNX Runtime Web come from `modules`; where they are not there, the page
    fetches them from a CDN, pinned by version and hash. Raises NotSmallYet and ModelUnavailable.
    """
    labels, model, runtime = model_labels(project, run), _model(project, run, small), _own(modules)
    files = [
        on_disk("model.onnx", model),
        *(_small_answers(project, labels, model, run) if small else answer_files(project, run)),
        *(file for file in template_files("browser") if file.name not in FILLED),
        *(in_memory(name, phone_file(name).encode()) for name in OF_PHONES),
        in_memory("index.html", _page(project, labels, run, small, model).encode()),
        in_memory("manifest.webmanifest", _json(manifest(project.name))),
        in_memory("runtime.json", _json(_pinned() | ({"base": "ort/"} if runtime else {}))),
        *(on_disk(f"ort/{path.name}", path) for path in runtime),
        in_memory("README.md", _readme(project, run, labels, own=bool(runtime)).encode()),
    ]
    yield from files
    yield in_memory("service_worker.js", _service_worker(files).encode())


BROWSER = Home("browser", browser_files)
BROWSER_INT8 = Home("browser_int8", partial(browser_files, small=True))


def has_own_runtime() -> bool:
    """Whether the page brings ONNX Runtime Web along, and so needs no other host."""
    return bool(_own(MODULES))


def first_visit_bytes(project: Project, run: RunRecord, *, small: bool = False) -> int:
    """What a visitor loads once, about, from a host that packs programs on their way."""
    runtime = sum(_packed(path, path.stat().st_mtime_ns) for path in _own(MODULES))
    model = _model(project, run, small).stat().st_size
    return model + runtime + THE_SCRIPTS + PICTURES * A_PICTURE


def manifest(name: str) -> dict[str, Any]:
    """The web manifest: what a phone needs to install the page as an app."""
    icons = [
        {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"},
        {"src": "icon.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
    ]
    colours = {"background_color": "#fcfbf8", "theme_color": "#0b6b5d"}
    shown = {"name": name, "short_name": name[:12], "display": "standalone"}
    return {**shown, "id": "./", "start_url": "./", "scope": "./", **colours, "icons": icons}


def _pinned() -> dict[str, Any]:
    pinned: dict[str, Any] = json.loads((FOLDER / "runtime.json").read_text(encoding="utf-8"))
    return pinned


def _own(modules: Path) -> list[Path]:
    """The three files of ONNX Runtime Web; empty where one is missing."""
    found = [modules / PACKAGE / "dist" / name for name in _pinned()["files"]]
    return found if all(path.is_file() for path in found) else []


@lru_cache(maxsize=8)
def _packed(path: Path, _written: int) -> int:
    return len(zlib.compress(path.read_bytes(), 6))


def _model(project: Project, run: RunRecord, small: bool) -> Path:
    if not small:
        return model_onnx(project, run)
    made = small_model(project, run)
    if made is None:
        raise NotSmallYet
    return made.path


def _small_answers(
    project: Project, labels: ModelLabels, model: Path, run: RunRecord
) -> Iterator[Member]:
    """As `answer_files`, with what the small model says of the pictures on this server."""
    decision = decision_file(project, labels.vocab)
    decided = decided_from(decision) if decision else None
    ask = one_core(model, OUTPUT)
    judge = Judge(labels.vocab, labels.preprocess(), lambda batch: (ask(batch), None), decided)
    answers: list[dict[str, Any]] = []
    for file in answer_files(project, run):
        if file.name == NOVELTY:
            continue  # its distances are those of the network before it was made small
        if file.name.endswith(ANSWERS):
            yield in_memory(file.name, _json(answers))
            continue
        if file.name.startswith(f"{EXAMPLES}/"):
            answers.append(_answer(judge, file))
        yield file


def _answer(judge: Judge, file: Member) -> dict[str, Any]:
    (answer,) = judge.answers([read_photo(b"".join(file.pieces()))])
    said = {"class": answer.label, "probabilities": answer.probs}
    action = {"action": answer.action} if answer.action is not None else {}
    return {"file": Path(file.name).name, **said, **action}


def _also(project: Project, labels: ModelLabels, run: RunRecord, small: bool) -> Iterator[str]:
    """Which of the files that not every model has are there."""
    if decision_file(project, labels.vocab):
        yield "decision"
    if not small and novelty_file(project, run):
        yield "novelty"


def _page(project: Project, labels: ModelLabels, run: RunRecord, small: bool, model: Path) -> str:
    template = Template((FOLDER / "index.html").read_text(encoding="utf-8"))
    here = read("phone_page.yaml", dict[str, str], "here")
    size = {"megabytes": f"{model.stat().st_size / 1e6:.1f}", "kind": "int8" if small else "fp32"}
    return template.substitute(
        page_words(labels.vocab, asks="device", **{**here, "size": here["size"].format(**size)}),
        name=escape(project.name),
        allowed=ALLOWED,
        also=" ".join(_also(project, labels, run, small)),
    )


def _readme(project: Project, run: RunRecord, labels: ModelLabels, *, own: bool) -> str:
    runtime = TEXT["runtime_here"] if own else TEXT["runtime_cdn"]
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    filled = text.format(
        name=escaped(project.name),
        classes=", ".join(map(escaped, labels.vocab)),
        count=len(labels.vocab),
        runtime=runtime.format(version=script_pins()[PACKAGE]),
    )
    whole = filled + tested_on(project, run, labels.vocab)
    return with_front_matter({"title": project.name, "sdk": "static", "pinned": False}, whole)


def _service_worker(files: Iterable[Member]) -> str:
    """The files to keep, each with the hash it must have ("" where it comes from the page's own
    host), and a version that changes with each of them. What comes from a CDN is kept, too."""
    kept = [file for file in files if file.name not in NOT_KEPT]
    names = [("./" if file.name == "index.html" else file.name, "") for file in kept]
    if not any(name.startswith("ort/") for name, _ in names):
        pinned = _pinned()
        names += [(pinned["base"] + name, digest) for name, digest in pinned["files"].items()]
    template = Template((FOLDER / "service_worker.js").read_text(encoding="utf-8"))
    return template.substitute(version=_digest(kept), files=json.dumps(names))


def _digest(files: Iterable[Member]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        for piece in file.pieces():
            digest.update(piece)
    return digest.hexdigest()[:16]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
