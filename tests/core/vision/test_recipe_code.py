import shutil
from pathlib import Path
from typing import Any

import pytest

from core.project.archive.archive import save_archive
from core.project.records import SplitSettings
from core.starter.starter_sets import add_starter
from core.training.finetune.code import training_code
from core.training.finetune.finetune import order
from core.training.finetune.settings import FineTuneSettings
from core.vision.code.calls import batch_code, item_code
from core.vision.code.datablock_code import augment_code, datablock_code, splitter_code
from core.vision.recipe import Recipe, save_recipe
from tests.core.vision.printed_and_run import printed_and_run
from tests.with_fastai import run_with_fastai

BATCH = """
x, y = dls.one_batch()
print("BATCH", list(x.shape), len(dls.train_ds) + len(dls.valid_ds), list(dls.vocab))
"""
ALL_KINDS = Recipe(
    size=96,
    item_tfm="pad",
    pad_mode="border",
    bs=9,
    flip_vert=True,
    max_contrast=0.4,
    max_saturation=0.3,
    max_hue=0.1,
    greyscale=0.2,
    noise=0.2,
    blur=1.5,
    sharpen=3.0,
    elastic=30.0,
    erase=0.3,
    mixup=0.4,
)
CASES: list[tuple[Recipe, FineTuneSettings]] = [
    (Recipe(size=64, bs=8), FineTuneSettings(epochs=2)),
    (
        ALL_KINDS,
        FineTuneSettings(
            epochs=4, freeze_epochs=2, lr=0.0037, patience=2, small_size=64, small_machine=True
        ),
    ),
    (
        Recipe(item_tfm="random_resized_crop", augment=False),
        FineTuneSettings(architecture="resnet18", pretrained=False, size=64, bs=6, seed=5),
    ),
]


def test_each_way_to_resize_is_one_call_of_fastai():
    assert item_code(Recipe(size=128)) == "Resize(128, ResizeMethod.Crop)"
    assert item_code(Recipe(item_tfm="pad")) == "Resize(224, ResizeMethod.Pad, pad_mode='zeros')"
    assert (
        item_code(Recipe(item_tfm="random_resized_crop", min_scale=0.3))
        == "RandomResizedCrop(224, min_scale=0.3)"
    )


def test_only_what_differs_from_fastai_is_written():
    assert batch_code(Recipe()).startswith("[*aug_transforms(), Normalize")
    assert "aug_transforms(do_flip=False, max_rotate=45)" in batch_code(
        Recipe(flip=False, max_rotate=45)
    )
    assert "aug_transforms" not in batch_code(Recipe(augment=False))


def test_the_splitter_says_share_and_seed():
    assert splitter_code(SplitSettings(0.3, 7, False)) == "RandomSplitter(valid_pct=0.3, seed=7)"
    assert "random_state=7" in splitter_code(SplitSettings(0.3, 7, True))
    assert splitter_code(SplitSettings(kind="folder")) == "GrandparentSplitter()"


def test_a_batch_is_never_larger_than_the_training_set():
    code = datablock_code(Recipe(bs=32), SplitSettings(), train=12)
    assert code.endswith("bs=12)")


@pytest.mark.slow
def test_what_is_printed_is_what_runs(project, tmp_path: Path):
    add_starter(project, "bears", per_class=14)  # in colour: digits have no hue to change
    project.dataset.lock_test(0.1, seed=1)
    project.dataset.set_split(SplitSettings(0.3, 5, kind="grouped"))
    save_archive(project, tmp_path / "project.zip")
    facts = printed_and_run(tmp_path, [_case(project, *case) for case in CASES])
    for fact in facts:
        assert fact["printed"] == fact["run"]
    valid = {image.id for image in project.dataset.images(split="valid")}
    assert {name for name, _ in facts[0]["run"]["data"]["valid"]} == valid
    assert facts[0]["run"]["fits"][1][0] == 2
    assert facts[1]["run"]["small"]["one batch"] != facts[1]["run"]["data"]["one batch"]
    assert "MixUp" in facts[1]["run"]["callbacks"]


@pytest.mark.slow
def test_the_code_from_a_folder_runs_for_every_kind_of_split(digits, tmp_path: Path):
    flat = _folders(digits, tmp_path / "flat", lambda image: image.label)
    halves = _folders(digits, tmp_path / "halves", lambda image: f"{image.split}/{image.label}")
    kinds = [
        (SplitSettings(0.25, 1, stratified=False), flat),
        (SplitSettings(0.2, 1, stratified=True), flat),
        (SplitSettings(0.2, 1, stratified=True, kind="grouped"), flat),
        (SplitSettings(0.2, 1, stratified=False, kind="grouped"), flat),
        (SplitSettings(kind="folder"), halves),
    ]
    recipe = Recipe(size=64, bs=8)
    codes = [datablock_code(recipe, split, folder=str(folder)) + BATCH for split, folder in kinds]
    everything = f"[8, 3, 64, 64] {len(digits.dataset.images())} {sorted(digits.dataset.classes())}"
    assert _batches("\n".join(codes), tmp_path) == [everything] * len(kinds)
    assert "show_batch" in augment_code(recipe, SplitSettings())


def _case(project: Any, recipe: Recipe, settings: FineTuneSettings) -> dict[str, Any]:
    save_recipe(project, recipe)
    train = len(project.dataset.images(split="train"))
    spec = order(project, settings, run_id="any").model_dump(mode="json")
    return {"code": training_code(recipe, settings, train=train), "spec": spec}


def _folders(project: Any, folder: Path, below: Any) -> Path:
    for image in project.dataset.images():
        (folder / below(image)).mkdir(parents=True, exist_ok=True)
        shutil.copy(project.dataset.image_path(image.id), folder / below(image))
    return folder


def _batches(code: str, folder: Path) -> list[str]:
    """What the BATCH lines print when the code is run as in a notebook."""
    done = run_with_fastai(code, folder=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    return [line.removeprefix("BATCH ") for line in lines if line.startswith("BATCH ")]
