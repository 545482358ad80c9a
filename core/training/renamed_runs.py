"""A run keeps up with a class that gets another name: its classes are called as they are now."""

import json
from pathlib import Path

import numpy as np

from core.project.disk import write_whole
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.quick.head import FILE as HEAD
from core.training.quick.head import Head

_MADE_AGAIN = ("labels.json", "model.onnx", "export.pkl")  # of a quick run, when asked for
_TEXTS = ("labels.json", "spec.json")
EXPORT, OLD_NAMES = "export.pkl", "export-old-names.pkl"  # of a fine-tune


def rename_in_runs(project: Project, old: str, new: str) -> None:
    """Call the class `old` `new` in everything that the project's runs left on disk.

    A quick run's files come out as if it had been trained with the new name. A fine-tune's model
    keeps the order of its classes; its export.pkl, which only fastai can write, is set aside and
    written with the new name when it is asked for (core/production/learner_file.py).
    """
    for run in project.runs.all():
        folder = project.runs.folder(run.id)
        if run.kind == "quick":
            _rename_quick(folder, old, new)
        else:
            _rename_texts(folder, old, new)
            _set_export_aside(folder)
        _rename_outcomes(folder, old, new, in_order=run.kind == "quick")
        _rename_results(project, run, old, new)


def _rename_quick(folder: Path, old: str, new: str) -> None:
    try:
        head = Head.load(folder / HEAD)
    except FileNotFoundError:
        return
    if old not in head.vocab:
        return
    names = _renamed(head.vocab, old, new)
    order = np.argsort(np.array(names, dtype=object), kind="stable")
    Head(head.coef[order], head.intercept[order], sorted(names)).save(folder / HEAD)
    for name in _MADE_AGAIN:
        (folder / name).unlink(missing_ok=True)


def _rename_outcomes(folder: Path, old: str, new: str, *, in_order: bool) -> None:
    for file in [*folder.glob("outcome.npz"), *folder.glob("held-back-*.npz")]:
        outcome = Outcome.load(file)
        if old not in outcome.vocab:
            continue
        names = _renamed(outcome.vocab, old, new)
        order = list(range(len(names)))
        if in_order:
            order.sort(key=names.__getitem__)
        place = np.argsort(order)
        Outcome(
            vocab=[names[position] for position in order],
            image_ids=outcome.image_ids,
            splits=outcome.splits,
            targets=place[outcome.targets],
            probs=outcome.probs[:, order],
        ).save(file)


def _rename_texts(folder: Path, old: str, new: str) -> None:
    """In labels.json and in the order of a fine-tune, which it may be resumed from."""
    for file in (folder / name for name in _TEXTS):
        if not file.exists():
            continue
        content = json.loads(file.read_text("utf-8"))
        content["vocab"] = _renamed(content.get("vocab", []), old, new)
        for picture in content.get("pictures", []):
            picture["label"] = new if picture["label"] == old else picture["label"]
        write_whole(file, json.dumps(content, ensure_ascii=False, indent=2).encode())


def _set_export_aside(folder: Path) -> None:
    if (folder / EXPORT).exists():
        (folder / EXPORT).replace(folder / OLD_NAMES)


def _rename_results(project: Project, run: RunRecord, old: str, new: str) -> None:
    classes = run.results.get("classes")
    if isinstance(classes, dict) and old in classes:
        renamed = {new if name == old else name: counts for name, counts in classes.items()}
        results = {**run.results, "classes": dict(sorted(renamed.items()))}
        project.runs.update(run.id, results=results)


def _renamed(names: list[str], old: str, new: str) -> list[str]:
    return [new if name == old else name for name in names]
