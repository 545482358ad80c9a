"""What every home of a model holds, whatever runs there."""

import json
from collections.abc import Iterator

from core.content import ASSETS
from core.deploy.homes.examples import example_files
from core.deploy.whole_judge import NOVELTY, decision_file, novelty_file
from core.production.carried import MODULES, carried_code
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import Member, in_memory, on_disk
from core.project.project import Project
from core.project.records import RunRecord

TEMPLATES = ASSETS / "templates" / "homes"


def shared_files(project: Project, run: RunRecord) -> Iterator[Member]:
    """model.onnx, labels.json, decision.json where something was decided, novelty.json where a line
    was set, the app's own modules,
    ten pictures with the app's answers, and smoke_test.py, which compares them."""
    yield on_disk("model.onnx", model_onnx(project, run))
    yield from answer_files(project, run)
    for name, module in MODULES.items():
        yield in_memory(name, carried_code(module).encode())
    yield from template_files("shared")


def answer_files(project: Project, run: RunRecord) -> Iterator[Member]:
    """about.json with the project's name, labels.json, decision.json, novelty.json and the
    examples: what is the same in every language."""
    labels = model_labels(project, run)
    yield in_memory("about.json", json.dumps({"name": project.name}, ensure_ascii=False).encode())
    yield in_memory("labels.json", labels.to_json().encode())
    if decision := decision_file(project, labels.vocab):
        yield in_memory(
            "decision.json", json.dumps(decision, ensure_ascii=False, indent=1).encode()
        )
    if novelty := novelty_file(project, run):
        yield in_memory(NOVELTY, json.dumps(novelty).encode())
    yield from example_files(project, run)


def template_files(name: str) -> Iterator[Member]:
    """The files that lie ready in assets/templates/homes/<name>, without its README.md."""
    folder = TEMPLATES / name
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_file() and place != "README.md" and "__pycache__" not in path.parts:
            yield in_memory(place, path.read_bytes())
