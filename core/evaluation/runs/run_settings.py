"""What a run was asked to do, as one flat list, so that two runs can be held against each other."""

from collections.abc import Sequence
from typing import Any

from core.project.records import RunRecord
from core.training.finetune.settings import finetune_settings
from core.vision.recipe import run_recipe

Settings = dict[str, Any]

SEEN_BY_QUICK = ("size", "item_tfm", "pad_mode")


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
