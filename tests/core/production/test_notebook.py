import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from core.gather.reading.decode import decode
from core.production.carried import reader_code
from core.production.notebook import judging_code, notebook
from core.production.practice import CODE_LENGTH, code_of, practice, practice_cells
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.project.records import NewImage, RunRecord, SplitSettings
from core.project.workspace import Workspace
from core.training.finetune.finetune import order, start_finetune
from core.training.finetune.settings import FineTuneSettings
from core.vision.recipe import Recipe, load_recipe, save_recipe
from tests.conftest import shared_folder
from tests.core.training.tiny import seen_by_a_page
from tests.reading import figures
from tests.waiting import until
from tests.with_fastai import kernel_with_fastai

ARCHIVE = "my-bears.zip"
SETTINGS = FineTuneSettings(epochs=2, freeze_epochs=1)
PER_CLASS = 20
AGAIN = "del tries, basket\nprint('REPAIRED')"
GIVE_OR_TAKE = 3
"""Pictures of about 10, two standard deviations: augmentation draws other random numbers."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(tmp_path_factory.mktemp("notebook_home")))
    yield _small_bears(shared_folder("data/bears"))
    patch.undo()


def _small_bears(folder: Path) -> Project:
    """Real photos, few and small, so that there is something to be right about in seconds."""
    project = Workspace.create().current()
    for label in sorted(folder.iterdir()):
        photos = sorted(label.iterdir())[:PER_CLASS]
        project.dataset.add([_new_image(photo, label.name) for photo in photos])
    save_recipe(project, Recipe(size=96, bs=8, item_tfm="squish", max_rotate=5.0))
    return project


def _new_image(photo: Path, label: str) -> NewImage:
    read = decode(photo.read_bytes(), photo.name)
    return NewImage(read.id, read.jpeg, label, photo.name, read.width, read.height)


@pytest.fixture(scope="module")
def run(project: Project) -> RunRecord:
    """The app's own fine-tune, with a test set locked away before and a label changed."""
    project.dataset.lock_test(0.15, seed=1)
    wrong = project.dataset.images(split="train")[0]
    project.dataset.move(
        [wrong.id], next(name for name in project.dataset.classes() if name != wrong.label)
    )
    started = start_finetune(project, SETTINGS)
    until(lambda: seen_by_a_page(project, started.id).ended, seconds=400, what="the fine-tune")
    assert project.runs.get(started.id).status == "finished"
    return project.runs.get(started.id)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the notebook lies: beside the saved project, far from the app."""
    return tmp_path_factory.mktemp("anywhere")


@pytest.fixture(scope="module")
def done(project: Project, run: RunRecord, folder: Path) -> Any:
    """The notebook after it was run, and after it, in the same kernel that has fastai already, its
    second part once more with the faults repaired, and the code of two panels: by itself, without a
    name of what ran before."""
    from nbclient import NotebookClient

    save_archive(project, folder / ARCHIVE)
    (folder / "my.ipynb").write_bytes(notebook(project, ARCHIVE))
    read = nbformat.read(folder / "my.ipynb", as_version=4)
    repaired = [code for kind, code in practice_cells("repaired") if kind == "may_stop"]
    may_stop = {"tags": ["raises-exception"]}
    read.cells += [nbformat.v4.new_code_cell(c, metadata=may_stop) for c in (AGAIN, *repaired)]
    codes = [judging_code(project, page, ARCHIVE) for page in ("evaluate", "clean")]
    code = "\n".join([*codes, "print('SUSPECTS', len(suspects))"])
    read.cells.append(nbformat.v4.new_code_cell(f"exec({code!r}, {{'__name__': '__main__'}})"))
    where = {"metadata": {"path": str(folder)}}
    with kernel_with_fastai() as kernel:
        ran = NotebookClient(read, timeout=500, kernel_name=kernel, resources=where).execute()
    assert (folder / "export.pkl").stat().st_size > 1_000_000
    return ran


@pytest.fixture(scope="module")
def printed(done: Any) -> str:
    """What the notebook says."""
    return "\n".join(_said(cell) for cell in done.cells[:-1])


@pytest.mark.slow
def test_its_accuracy_is_the_apps(run: RunRecord, printed: str) -> None:
    found = re.search(r"Accuracy ([\d.]+) on (\d+) validation pictures", printed)
    assert found
    assert int(found[2]) == run.results["valid"]
    right = round(float(found[1]) * run.results["valid"])
    assert abs(right - run.results["correct"]) <= GIVE_OR_TAKE
    assert min(right, run.results["correct"]) > run.results["valid"] / 2


@pytest.mark.slow
def test_it_tells_the_whole_journey(project: Project, run: RunRecord, printed: str) -> None:
    here = len(project.dataset.images(split="test"))
    lines = [figures(line) for line in printed.splitlines()]
    assert any(here in found for found in lines) and any(1 in found for found in lines)
    assert "[[" in printed  # the confusion matrix
    assert f"{run.results['correct']} of {run.results['valid']}" in _words(project)


@pytest.mark.slow
def test_the_panels_of_evaluate_and_clean_run_and_say_the_same(
    project: Project, run: RunRecord, printed: str, done: Any
) -> None:
    said = _said(done.cells[-1])
    accuracy = re.search(r"Accuracy [\d.]+ on \d+ validation pictures", printed)
    assert accuracy and accuracy[0] in said
    assert (
        f"SUSPECTS {len(project.dataset.images()) - len(project.dataset.images(split='test'))}"
        in said
    )


@pytest.mark.slow
def test_planted_faults_stop_nothing_and_give_no_code_and_repaired_they_give_all(
    done: Any,
) -> None:
    _, (_, set_up), *_ = practice_cells()
    sources = [cell.source.strip() for cell in done.cells]
    cells = done.cells[sources.index(set_up.strip()) : -1]
    planted, _, repaired = "".join(map(_said, cells)).partition("REPAIRED")
    assert _codes(planted) == []
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    assert sum(out.output_type == "error" for out in outputs) == 3
    assert _codes(repaired) == [code_of(fault) for fault in practice().faults]


def _codes(text: str) -> list[str]:
    return re.findall(rf"\b[0-9a-f]{{{CODE_LENGTH}}}\b", text)


def test_what_is_chosen_on_the_pages_stands_in_it_and_in_the_order(digits: Project) -> None:
    recipe = Recipe(size=96, item_tfm="pad", max_rotate=33.0, bs=5, mixup=0.3, noise=0.2, erase=0.4)
    save_recipe(digits, recipe)
    digits.dataset.set_split(SplitSettings(0.3, 7))
    code = _code(digits)
    for written in (
        "Resize(96, ResizeMethod.Pad, pad_mode='zeros')",
        "max_rotate=33",
        "bs=5",
        "MixUp(alpha=0.3)",
        "GaussianNoise(sigma=0.2)",
        "RandomErasing(p=0.5, sh=0.4)",
    ):
        assert written in code
    assert {30, 7} <= set(figures(_words(digits)))
    spec = order(digits, FineTuneSettings(), run_id="any")
    assert spec.recipe == recipe == load_recipe(digits)
    held = {image.id for image in digits.dataset.images(split="valid")}
    assert {picture.id for picture in spec.pictures if picture.split == "valid"} == held


def test_what_torchvision_needs_stands_beside_the_datablock_and_only_then(digits: Project) -> None:
    assert "each_picture" not in _words(digits) + _code(digits)
    save_recipe(digits, Recipe(noise=0.2))
    cells = [cell.source for cell in _notebook(digits).cells]
    helper = next(n for n, cell in enumerate(cells) if "def each_picture" in cell)
    assert "## 2 · DataBlock" in cells[helper - 1] and "`each_picture`" in cells[helper - 1]
    assert "block = DataBlock(" in cells[helper + 1]


def test_it_takes_the_settings_of_the_learners_fine_tune(digits: Project) -> None:
    settings = FineTuneSettings(
        architecture="resnet34", epochs=7, freeze_epochs=2, patience=3, quick_head=True, size=128
    )
    version = digits.versions.freeze("").number
    kept = digits.runs.create("finetune", settings.model_dump(), version)
    digits.runs.update(kept.id, status="finished", results={"correct": 9, "valid": 12})
    code = _code(digits)
    assert "vision_learner(dls, resnet34" in code
    assert "Resize(128" in code
    assert "fit_one_cycle(7, " in code and "EarlyStoppingCallback(patience=3)" in code
    assert "resnet34" in _words(digits)
    assert "9 of 12" in _words(digits)


def test_a_fine_tune_from_the_quick_head_reads_that_head_from_the_saved_project(
    digits: Project,
) -> None:
    settings = FineTuneSettings(quick_head=True)
    run = digits.runs.create("finetune", settings.model_dump(), digits.versions.freeze("").number)
    digits.runs.update(run.id, status="finished")
    assert f"saved.read('runs/{run.id}/starting_head.npz')" in _code(digits)


def test_it_writes_the_apps_own_reader_of_photos(
    digits: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(c.source for c in _notebook(digits).cells if "def read_photo" in c.source)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    exec(cell, {"Path": Path})
    assert (tmp_path / "read_photo.py").read_text(encoding="utf-8") == reader_code()


def test_names_and_classes_cannot_break_it(digits: Project) -> None:
    digits.rename("<script>alert('x')</script> {name}")
    digits.dataset.rename_class(next(iter(digits.dataset.classes())), "it's {odd}")
    assert "<script>" not in _words(digits)
    compile(_code(digits), "notebook", "exec")


def _notebook(project: Project) -> Any:
    read = nbformat.reads(notebook(project, ARCHIVE).decode(), as_version=4)
    nbformat.validate(read)
    return read


def _code(project: Project) -> str:
    """All code but the set-up, whose %pip only a notebook understands."""
    cells = [cell.source for cell in _notebook(project).cells if cell.cell_type == "code"]
    return "\n".join(cells[1:])


def _words(project: Project) -> str:
    return "\n".join(c.source for c in _notebook(project).cells if c.cell_type == "markdown")


def _said(cell: Any) -> str:
    outputs = cell.get("outputs", [])
    return "".join(out.get("text", "") or json.dumps(out.get("data", {})) for out in outputs)
