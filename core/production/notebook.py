"""The whole project as one notebook: plain fastai, from the saved project to an exported model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.content import lesson_text
from core.plain_text import escaped
from core.production import notebook_cells as cells
from core.production.carried import reader_code
from core.production.practice import practice_cells
from core.project.project import Project
from core.project.records import RunRecord, SplitSettings
from core.training.finetune.code import data_lines, fine_tune_lines, learner_lines
from core.training.finetune.settings import LITE0, FineTuneSettings, finetune_settings
from core.training.finetune.starting_head import FILE as HEAD
from core.training.runs import chosen_run, finished_runs
from core.vision.code.calls import helper_lines
from core.vision.code.datablock_code import DRAWS, project_code, table_lines
from core.vision.recipe import Recipe, load_recipe, run_recipe
from core.words import percent

KIND = "finetune"


def notebook(project: Project, archive: str) -> bytes:
    """The project as an .ipynb file that reads its pictures from `archive`, the saved project.

    It trains on the pictures as they are now, by the recipe as it is now, with the settings of the
    learner's model (the latest fine-tune where that is a quick one, fastai's defaults without any).
    """
    return written_notebook([*_cells(project, archive), *practice_cells()])


def written_notebook(cells: Sequence[tuple[str, str]]) -> bytes:
    """("words", Markdown) and ("code", Python) as an .ipynb file; the same cells give the same
    bytes. All cells after a "may_stop" one are run even where that one raises."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    made = [
        (new_markdown_cell if kind == "words" else new_code_cell)(text.strip())
        for kind, text in cells
    ]
    for number, (cell, (kind, _)) in enumerate(zip(made, cells, strict=True)):
        cell["id"] = f"cell-{number}"
        if kind == "may_stop":
            cell["metadata"]["tags"] = ["raises-exception"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written = new_notebook(cells=made, metadata={"kernelspec": kernel})
    return str(nbformat.writes(written)).encode()


def model_of_notebook(project: Project) -> RunRecord | None:
    """The fine-tune whose settings the notebook takes: the learner's model, else the latest."""
    chosen = chosen_run(project)
    others = [run for run in finished_runs(project) if run.kind == KIND]
    candidates = [run for run in (chosen, *others) if run is not None and run.kind == KIND]
    return next(iter(candidates), None)


@dataclass(frozen=True)
class _Training:
    """The training that the notebook repeats, and the run it has its settings from."""

    run: RunRecord | None
    settings: FineTuneSettings
    recipe: Recipe
    train: int

    @classmethod
    def of(cls, project: Project) -> _Training:
        run = model_of_notebook(project)
        settings = finetune_settings(run) if run else FineTuneSettings()
        recipe = settings.applied_to(load_recipe(project))
        return cls(run, settings, recipe, len(project.dataset.images(split="train")))

    @property
    def head(self) -> str | None:
        """Where the saved project keeps the layer that the fine-tune began with, if it did."""
        return f"runs/{self.run.id}/{HEAD}" if self.run and self.settings.quick_head else None


def _cells(project: Project, archive: str) -> list[tuple[str, str]]:
    """("words", Markdown) and ("code", Python) in the order of the journey."""
    training, texts = _Training.of(project), lesson_text("notebook")
    figures = _figures(project, training, archive)
    made: list[tuple[str, str]] = []
    for name, code in _code(training, archive).items():
        made.append(("words", texts[name].format(**figures)))
        made += [("code", cell) for cell in code]
    return made


def _code(training: _Training, archive: str) -> dict[str, list[str]]:
    """Chapter → its code cells."""
    settings, recipe, train = training.settings, training.recipe, training.train
    return {
        "title": [],
        "setup": [cells.SETUP],
        "gather": [_lines(table_lines(Recipe(), archive)), cells.COUNT],
        "datablock": [*_helper(recipe), _lines(data_lines(recipe, settings, train))],
        "augment": [DRAWS],
        "train": [
            _lines(learner_lines(recipe, settings, train, training.head)),
            _lines(fine_tune_lines(settings)),
        ],
        "evaluate": [cells.EVALUATE, cells.TEST],
        "clean": [cells.HISTORY, cells.SUSPECTS, cells.DECIDE],
        "export": [cells.reader(reader_code()), cells.EXPORT],
    }


def _helper(recipe: Recipe) -> list[str]:
    """The cell with what torchvision's transforms need, beside the DataBlock that uses it."""
    lines = helper_lines(recipe)
    return [_lines(lines)] if lines else []


def _figures(project: Project, training: _Training, archive: str) -> dict[str, Any]:
    """What the words between the cells name."""
    settings, texts = training.settings, lesson_text("notebook")
    ready = settings.architecture == LITE0 or not settings.pretrained
    return {
        "name": escaped(project.name),
        "archive": archive,
        "download": texts["download_none" if ready else "download_once"].format(
            architecture=settings.architecture
        ),
        "helper": texts["helper"] if helper_lines(training.recipe) else "",
        "weights": texts["weights"]
        if settings.architecture == LITE0 and settings.pretrained
        else "",
        "split": _split_in_words(project.dataset.split()),
        "frozen": settings.freeze_epochs,
        "unfrozen": settings.epochs,
        "seed": settings.seed,
        "app": _in_the_app(project, training),
    }


def _split_in_words(split: SplitSettings) -> str:
    name = f"split_{split.kind}_even" if split.stratified else f"split_{split.kind}"
    return lesson_text("notebook")[name].format(share=percent(split.valid_pct), seed=split.seed)


def _in_the_app(project: Project, training: _Training) -> str:
    """What the same training gave in the app, and whether it still is the same training."""
    texts, run = lesson_text("notebook"), training.run
    if run is None:
        return texts["never"]
    then = training.settings.applied_to(run_recipe(run))
    now = project.versions.now()
    same = then == training.recipe and now is not None and now.number == run.version
    figures = {name: run.results.get(name, "?") for name in ("correct", "valid")}
    return texts["same" if same else "changed"].format(**figures)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines)


LOAD = """\
learn = load_learner('export.pkl')  # from the Predict page
learn.dls = dls.cpu()"""
CODE = {
    "evaluate": [cells.EVALUATE, cells.TEST],
    "clean": [cells.SUSPECTS, cells.DECIDE],
}


def judging_code(project: Project, page: Literal["evaluate", "clean"], archive: str) -> str:
    """Runnable code from the saved project and export.pkl to what the page shows.

    The pictures are prepared as for the learner's model, or as the recipe says without one.
    """
    train = project.dataset.split_counts().get("train", 0)
    prepared = project_code(_recipe_of_model(project), archive=archive, train=train)
    return "\n\n".join([prepared, LOAD, *CODE[page]])


def _recipe_of_model(project: Project) -> Recipe:
    run = chosen_run(project)
    if run is None or "recipe" not in run.settings:
        return load_recipe(project)
    return finetune_settings(run).applied_to(run_recipe(run))
