import inspect
import re
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.production.learner_file import ASK
from core.vision.code.calls import FASTAI_DEFAULTS
from core.vision.recipe import Item, Recipe
from tests.conftest import ROOT
from tests.said import said
from tests.with_fastai import run_with_fastai

VOCAB = ["wide", "high"]
EVERYTHING = Recipe(
    size=32,
    bs=4,
    max_contrast=0.5,
    max_saturation=0.5,
    max_hue=0.2,
    greyscale=0.5,
    noise=0.1,
    blur=1.5,
    sharpen=3,
    elastic=60,
    erase=0.3,
    mixup=0.4,
    p_other=1.0,
)


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[Item]:
    """Ten noisy pictures, of two shapes that are not square; every fifth is held out."""
    folder = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(3)
    made = []
    for number in range(10):
        label = VOCAB[number % 2]
        size = (150, 97) if label == "wide" else (90, 131)
        pixels = random.integers(0, 255, (size[1] // 8 + 1, size[0] // 8 + 1, 3), dtype=np.uint8)
        path = folder / f"{number}.jpg"
        Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC).save(path, quality=95)
        made.append(Item(path, label, "valid" if number >= 8 else "train"))
    return made


def test_batches_are_what_the_recipe_says(items):
    from core.worker.datablock import dataloaders

    loaders = dataloaders(Recipe(size=64, bs=4), items, VOCAB, device="cpu")
    x, y = loaders.train.one_batch()
    assert tuple(x.shape) == (4, 3, 64, 64)
    assert -1.001 <= float(x.min()) < float(x.max()) <= 1.001
    assert set(y.tolist()) <= {0, 1}
    assert list(loaders.vocab) == VOCAB
    assert (len(loaders.train_ds), len(loaders.valid_ds)) == (8, 2)


def test_a_small_training_set_still_makes_a_batch(items):
    from core.worker.datablock import dataloaders

    loaders = dataloaders(Recipe(size=32, bs=32), items, VOCAB, device="cpu")
    assert len(loaders.train) == 1


@pytest.mark.parametrize(
    ("missing", "why"), [("train", "no_training_picture"), ("valid", "no_validation_picture")]
)
def test_an_empty_side_is_said_in_a_sentence(items, missing, why):
    from core.worker.datablock import dataloaders

    kept = [item for item in items if item.split != missing]
    with pytest.raises(ValueError, match=said("worker", why)):
        dataloaders(Recipe(), kept, VOCAB)


def test_test_pictures_are_left_out(items):
    from core.worker.datablock import item_table

    locked = [*items[:9], items[9]._replace(split="test")]
    assert len(item_table(locked)) == 9


@pytest.mark.parametrize("method", ["crop", "pad", "squish", "random_resized_crop"])
def test_validation_sees_what_prediction_will_see(items, method):
    from core.worker.datablock import dataloaders

    recipe = Recipe(size=64, item_tfm=method, pad_mode="reflection")
    loaders = dataloaders(recipe, items, VOCAB, device="cpu")
    x, _ = loaders.valid.one_batch()
    ours = np.stack([recipe.preprocess()(Image.open(item.path)) for item in items[8:]])
    assert np.abs(np.asarray(x) - ours).max() < 1e-5


def test_every_augmentation_reaches_the_training_pictures_and_only_them(items):
    from core.worker.datablock import dataloaders

    loaders = dataloaders(EVERYTHING, items, VOCAB, device="cpu")
    steps = " ".join(tfm.name for tfm in loaders.train.after_batch.fs)
    wanted = {call.name for call in EVERYTHING.batch_calls()} - {"aug_transforms", "Contrast"}
    assert wanted - set(re.findall(r"\w+", steps)) <= {
        "ElasticTransform",
        "GaussianBlur",
        "GaussianNoise",
    }
    assert steps.count("RandomApply") == 3
    still = np.stack([EVERYTHING.preprocess()(Image.open(item.path)) for item in items[8:]])
    assert np.abs(np.asarray(loaders.valid.one_batch()[0]) - still).max() < 1e-5
    x, y = loaders.train.one_batch()
    assert tuple(x.shape) == (4, 3, 32, 32) and set(y.tolist()) <= {0, 1}


def test_torchvisions_transforms_draw_for_each_picture():
    import torch
    from fastai.torch_core import TensorImage

    from core.worker.datablock import batch_transforms

    recipe = Recipe(size=32, augment=True, noise=0.2, p_other=0.5)
    noise = next(tfm for tfm in batch_transforms(recipe) if "RandomApply" in tfm.name)
    grey = TensorImage(torch.full((40, 3, 8, 8), 0.5))
    changed = [bool((one != 0.5).any()) for one in noise(grey, split_idx=0)]
    assert 8 < sum(changed) < 32


def test_mixup_is_a_callback_of_the_learner():
    from core.worker.datablock import learner_callbacks

    assert [type(one).__name__ for one in learner_callbacks(EVERYTHING)] == ["MixUp"]
    assert learner_callbacks(Recipe()) == []


def test_our_idea_of_fastais_defaults_is_fastais():
    import core.worker.datablock  # noqa: F401  (readies torchvision before fastai loads it)

    # isort: split
    from fastai.vision import augment

    parameters = inspect.signature(augment.aug_transforms).parameters
    assert {name: parameters[name].default for name in FASTAI_DEFAULTS} == FASTAI_DEFAULTS
    assert Recipe().aug_transforms().arguments == FASTAI_DEFAULTS


def test_an_exported_learner_opens_without_this_project(items, tmp_path: Path):
    from core.worker.datablock import dataloaders
    from core.worker.learner_pickle import write_learner

    # isort: split
    from fastai.layers import AdaptiveConcatPool2d, Flatten
    from fastai.learner import Learner
    from fastai.losses import CrossEntropyLossFlat
    from torch import nn

    loaders = dataloaders(EVERYTHING, items, VOCAB, device="cpu")
    model = nn.Sequential(AdaptiveConcatPool2d(1), Flatten(), nn.Linear(6, 2))
    learn = Learner(loaders, model, loss_func=CrossEntropyLossFlat(), path=tmp_path)
    write_learner(learn, tmp_path / "export.pkl")
    places = (str(tmp_path), str(ROOT), "PosixPath", "site-packages")
    assert not [place for place in places if place.encode() in _pickled(tmp_path / "export.pkl")]
    expected = str(learn.predict(str(items[0].path))[0])
    shutil.copy(items[0].path, tmp_path / "photo.jpg")
    script = (
        "from fastai.vision.all import *\n"
        "learn = load_learner('export.pkl')\n"
        f"print('LABEL', learn.predict(PILImage.create({str(items[0].path)!r}))[0])\n"
        f"print('LABEL', learn.predict({str(items[0].path)!r})[0])\n"
        f"{ASK}\nprint('LABEL', category)"
    )
    done = run_with_fastai(script, folder=tmp_path)
    assert done.stdout.count(f"LABEL {expected}") == 3, done.stderr[-2000:]


def _pickled(export: Path) -> bytes:
    """All that torch packed into the file, without its compression."""
    with zipfile.ZipFile(export) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
