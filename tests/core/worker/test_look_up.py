"""`?` and `??` for every fastai name that any panel of the app prints, by the real worker."""

import pytest

from core.jobs.warm import WarmWorker, WorkerFailed
from core.production.notebook import CODE, LOAD
from core.project.records import SplitSettings
from core.training.finetune.code import training_code
from core.vision.code.datablock_code import augment_code, datablock_code, gather_code, project_code
from core.vision.code.fastai_names import fastai_names
from core.vision.recipe import Recipe
from tests.core.vision.test_recipe_code import CASES
from tests.said import said
from ui.parts.worker_answer import warm_worker


@pytest.fixture
def worker() -> WarmWorker:
    """The one that pages ask: what other tests here have started need not import fastai again."""
    return warm_worker()


def printed_names() -> set[str]:
    kinds = [SplitSettings(kind=kind) for kind in ("random", "folder", "grouped")]
    plain = SplitSettings(stratified=False)
    codes = [
        gather_code(),
        *[augment_code(Recipe(), split) for split in [*kinds, plain]],
        *[training_code(recipe, settings, train=20) for recipe, settings in CASES],
        *["\n".join([project_code(Recipe()), LOAD, *cells]) for cells in CODE.values()],
        datablock_code(Recipe(item_tfm="random_resized_crop"), plain),
    ]
    return {name for code in codes for name in fastai_names(code)}


@pytest.mark.slow
def test_every_printed_name_is_found_in_the_installed_library(worker: WarmWorker) -> None:
    names = printed_names()
    assert {"DataBlock", "Learner.fine_tune", "aug_transforms", "MixUp"} <= names
    for name in sorted(names):
        answer = worker.ask("look_up", name=name)
        last = name.split(".")[-1] if "ResizeMethod" not in name else "ResizeMethod"
        assert last in answer["source"], name
        assert answer["file"].startswith(("fast", "torchvision")), name
        assert answer["line"] > 0


@pytest.mark.slow
def test_the_signature_names_the_defaults_and_the_doc_is_fastais(worker: WarmWorker) -> None:
    fine_tune = worker.ask("look_up", name="Learner.fine_tune")
    assert "base_lr=0.002" in fine_tune["signature"]
    assert "self" not in fine_tune["signature"]
    assert fine_tune["doc"].startswith("Fine tune with")
    assert fine_tune["version"] == _installed("fastai")
    resize = worker.ask("look_up", name="Resize")
    assert resize["doc"] == "Resize image to `size` using `method`"
    assert "# Size to resize to" in resize["signature"]


@pytest.mark.slow
def test_a_name_that_is_not_there_is_said_in_a_sentence(worker: WarmWorker) -> None:
    with pytest.raises(WorkerFailed, match=said("worker", "fastai_has_none", name="Lerner")):
        worker.ask("look_up", name="Lerner.fit")


def _installed(library: str) -> str:
    from importlib.metadata import version

    return version(library)
