"""What a run was asked and how large its model is, so that runs can be held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.production.run_files import ONNX, quick_head
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.settings import finetune_settings
from core.vision.backbone import backbone_path, is_converted
from core.vision.recipe import run_recipe

Settings = dict[str, Any]
SEEN_BY_QUICK = ("size", "item_tfm", "pad_mode")
BYTES_A_NUMBER = 4


def run_settings(run: RunRecord) -> Settings:
    """The run's settings by name, those of its recipe among them; unset ones have their default.

    A quick run has those that mean something to it: the body as it comes, how often it looks at
    each picture, and no augmentation.
    """
    recipe = run_recipe(run).model_dump()
    if run.kind == "quick":
        seen = {name: recipe[name] for name in SEEN_BY_QUICK if name in recipe}
        body = {"architecture": run.settings.get("backbone"), "pretrained": True}
        looks = {"views": run.settings.get("views", "once")}
        return {"kind": run.kind, "version": run.version, **body, **looks, **seen}
    return {"kind": run.kind, "version": run.version, **recipe, **_chosen(run)}


def _chosen(run: RunRecord) -> Settings:
    """A fine-tune's own settings; where it has none, the recipe's hold."""
    chosen = finetune_settings(run)
    values = {**chosen.model_dump(exclude_none=True), "small_size": chosen.small_size}
    if chosen.small_size is None:
        values.pop("small_epochs")
    return values


def differing(settings: Sequence[Settings]) -> list[str]:
    """The names of the settings in which these runs differ, among those that have them."""
    return [name for name in _names(settings) if len(_values(settings, name)) > 1]


def only_some_have(settings: Sequence[Settings]) -> list[str]:
    """The names of settings that mean nothing to some of these runs, and are alike in the rest."""
    return [
        name
        for name in _names(settings)
        if any(name not in one for one in settings) and len(_values(settings, name)) == 1
    ]


def _names(settings: Sequence[Settings]) -> list[str]:
    return list({name: None for one in settings for name in one})


def _values(settings: Sequence[Settings], name: str) -> set[str]:
    return {repr(one[name]) for one in settings if name in one}


@dataclass(frozen=True)
class ModelSize:
    """`bytes` of the model as it is taken away; `parameters` in it, of which `learned` moved."""

    bytes: int
    parameters: int
    learned: int


def model_size(project: Project, run: RunRecord) -> ModelSize | None:
    """The size of a finished run's model; None when its files are gone."""
    folder = project.runs.folder(run.id)
    try:
        return _quick(folder) if run.kind == "quick" else _finetuned(run, folder)
    except (OSError, ValueError):
        return None


def _quick(folder: Path) -> ModelSize | None:
    head = quick_head(folder)
    learned = int(head.coef.size + head.intercept.size)
    if not is_converted():
        return None
    size = backbone_path().stat().st_size + learned * BYTES_A_NUMBER
    return ModelSize(size, size // BYTES_A_NUMBER, learned)


def _finetuned(run: RunRecord, folder: Path) -> ModelSize:
    """A model.onnx is hardly more than its numbers, four bytes each."""
    size = (folder / ONNX).stat().st_size
    numbers = int(run.results.get("parameters") or size // BYTES_A_NUMBER)
    return ModelSize(size, numbers, numbers)
