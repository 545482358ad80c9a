from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from core.jobs.environment import worker_environment
from core.project.records import SplitSettings
from core.vision.recipe import Recipe
from core.vision.recipe_code import (
    augment_code,
    batch_code,
    datablock_code,
    item_code,
    splitter_code,
    training_code,
)

BATCH = """
x, y = dls.one_batch()
print("BATCH", list(x.shape), len(dls.train_ds), len(dls.valid_ds), list(dls.vocab))
"""


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


def test_a_batch_is_never_larger_than_the_training_set():
    code = datablock_code(Recipe(bs=32), SplitSettings(), train=12)
    assert code.endswith("bs=12)")


def test_the_code_runs_as_printed(digits, tmp_path: Path):
    folder = _class_folders(digits, tmp_path / "pictures")
    even, uneven = SplitSettings(0.2, 1, True), SplitSettings(0.25, 1, False)
    plain = Recipe(size=64, bs=8)
    odd = Recipe(size=64, bs=4, item_tfm="random_resized_crop", flip_vert=True, max_rotate=90)
    training = training_code(plain, even, epochs=2, freeze_epochs=1)
    printed = _run(
        datablock_code(plain, even, folder=str(folder))
        + BATCH
        + datablock_code(odd, uneven, folder=str(folder))
        + BATCH
        + _after(training, "dls = ").split("learn.fine_tune")[0]
        + 'print("BATCH", list(learn.model(x.cpu()).shape), 0, 0, [])'
    )
    first, second, model = printed
    pictures = len(digits.images())
    assert first == ([8, 3, 64, 64], pictures, sorted(digits.classes()))
    assert second == ([4, 3, 64, 64], pictures, sorted(digits.classes()))
    assert model[0] == [4, len(digits.classes())]
    assert training.splitlines()[-2] == "learn.fine_tune(2, 0.002, freeze_epochs=1)"
    assert "show_batch" in augment_code(plain, even)


def _class_folders(project, folder: Path) -> Path:
    for image in project.images():
        (folder / image.label).mkdir(parents=True, exist_ok=True)
        shutil.copy(project.image_path(image.id), folder / image.label)
    return folder


def _after(code: str, start: str) -> str:
    lines = code.splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.startswith(start))
    return "".join(lines[place + 1 :])


def _run(code: str) -> list[tuple[list[int], int, list[str]]]:
    """Run `code` as a notebook would; returns what its BATCH lines print: shape, items, vocab."""
    preamble = textwrap.dedent(
        """
        from core.vision.torchvision_ops import ensure_torchvision_ops
        ensure_torchvision_ops()
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", preamble + code],
        env=worker_environment(),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = []
    for line in done.stdout.splitlines():
        if line.startswith("BATCH "):
            shape, rest = line.removeprefix("BATCH ").split("] ", 1)
            train, valid, vocab = rest.split(" ", 2)
            found.append(
                (
                    json.loads(shape + "]"),
                    int(train) + int(valid),
                    json.loads(vocab.replace("'", '"')),
                )
            )
    return found
