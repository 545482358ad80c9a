"""Both models in one ZIP: a folder for each, and the few lines that ask one after the other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from core.deploy.homes.examples import ANSWERS, FOLDER, example_photos
from core.deploy.homes.home import JUDGING, Home, home_download, requirements
from core.deploy.homes.shared_files import TEMPLATES, template_files
from core.deploy.two_models.gates import GateChoice, Model
from core.deploy.two_models.places import places_of
from core.evaluation.abroad import TROUBLES
from core.gather.reading.decode import encode
from core.plain_text import escaped
from core.production.carried import MODULES, carried_code
from core.production.predictor import television_static
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import Download, Member, in_memory, on_disk
from core.project.project import Project
from core.project.records import RunRecord
from core.vision import chain as chain_module
from core.vision.chain import APP, Chain, gate_from
from core.vision.read_photo import read_photo

KIND, GATE, SECOND = "kind", "gate", "second"
STRANGE = "static.jpg"


@dataclass(frozen=True)
class OneApp:
    """What goes together: the model that names the kind, and, where they were chosen, a gate and
    the model that names a second property."""

    kind: Model
    gate: GateChoice | None = None
    second: Model | None = None

    @property
    def models(self) -> dict[str, Model]:
        """Folder → its model; a gate that is the same model as another needs no folder."""
        found = {KIND: self.kind}
        if self.second:
            found[SECOND] = self.second
        if self.gate and self.gate.model.key not in {one.key for one in found.values()}:
            found[GATE] = self.gate.model
        return found

    def as_json(self) -> dict[str, Any]:
        """app.json. Raises NotJudged and BackboneUnavailable."""
        folders = {one.key: folder for folder, one in self.models.items()}
        gate, places = self.gate, places_of(self.kind)
        at = {name: share.tolist() for name, share in places.shares.items()}
        where = {"temperature": places.temperature, "seen": places.seen.tolist(), "shares": at}
        of_gate = folders[gate.model.key] if gate else None
        return {
            "name": self.kind.project.name,
            "gate": {"folder": of_gate, **gate.as_json()} if gate else None,
            "kind": KIND,
            "second": SECOND if self.second else None,
            "places": where if at else None,
        }

    def chain(self) -> Chain:
        """The app as it runs here. Raises ModelUnavailable, NotJudged, BackboneUnavailable."""
        gate = gate_from(self.gate.as_json(), self.gate.model.judge()) if self.gate else None
        second = self.second.judge() if self.second else None
        return Chain(self.kind.judge(), gate, second, places_of(self.kind))


def app_download(app: OneApp) -> Download:
    """The ZIP, made while it is sent; the same models give the same bytes. Raises OSError, KeyError
    or ValueError where files are missing or damaged, or a model cannot be asked."""
    home = Home("two_models", partial(_files, app))
    try:
        return home_download(app.kind.project, app.kind.run, home)
    except TROUBLES as reason:
        raise OSError(str(reason)) from reason


def _files(app: OneApp, project: Project, run: RunRecord) -> Iterator[Member]:
    for folder, model in app.models.items():
        yield on_disk(f"{folder}/model.onnx", model_onnx(model.project, model.run))
        labels = model_labels(model.project, model.run).to_json()
        yield in_memory(f"{folder}/labels.json", labels.encode())
    yield in_memory(APP, _json(app.as_json()))
    for name, module in {**MODULES, "chain.py": chain_module}.items():
        yield in_memory(name, carried_code(module).encode())
    yield from template_files("two_models")
    yield in_memory("requirements.txt", requirements(JUDGING).encode())
    yield in_memory("README.md", _readme(app).encode())
    yield from _examples(app, project, run)


def _examples(app: OneApp, project: Project, run: RunRecord) -> Iterator[Member]:
    """Ten pictures of the project and one of television static, with what the app says here; the
    places take turns."""
    chain, answers = app.chain(), []
    places = [None, *(chain.places.shares if chain.places else ())]
    static = (STRANGE, encode(television_static()).jpeg)
    for number, (name, photo) in enumerate([*example_photos(project, run), static]):
        place = places[number % len(places)]
        said = chain.says(read_photo(photo), place)
        answers.append({"file": name, "place": place, "kind": said.kind, "second": said.second})
        yield in_memory(str(PurePosixPath(FOLDER, name)), photo)
    yield in_memory(f"{FOLDER}/{ANSWERS}", _json(answers))


def _readme(app: OneApp) -> str:
    text = (TEMPLATES / "two_models" / "README.md").read_text(encoding="utf-8")
    folders = "\n".join(
        f"| `{folder}/` | {', '.join(map(escaped, model.vocab))} |"
        for folder, model in app.models.items()
    )
    return text.format(name=escaped(app.kind.project.name), folders=folders)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
