"""The quick head made ready for a fine-tune: the same answers before the first step."""

import numpy as np

from core.project.project import Project
from core.training.finetune.finetune import order
from core.training.finetune.from_quick import quick_run_to_start_from, starting_head
from core.training.finetune.settings import FineTuneSettings
from core.training.outcome import Outcome

MANY = 32


def test_before_its_first_step_it_answers_as_the_quick_model_does(trained: Project) -> None:
    from core.worker.training.main import preload

    preload()
    from core.worker.datablock import dataloaders
    from core.worker.training.build_learner import learner

    quick = quick_run_to_start_from(trained)
    assert quick is not None
    said = Outcome.load(trained.runs.folder(quick.id) / "outcome.npz").part("valid")
    spec = order(trained, FineTuneSettings(), run_id="")
    dls = dataloaders(spec.recipe, spec.items(), spec.vocab, bs=MANY, device="cpu")
    learn = learner(dls, spec.settings, starting_head(trained))
    with learn.no_bar(), learn.no_logging():
        probs, targets = learn.get_preds(dl=dls.valid)
    assert targets.tolist() == said.targets.tolist()
    np.testing.assert_allclose(probs.numpy(), said.probs, atol=0.02)


def test_other_pictures_need_another_quick_model(trained: Project) -> None:
    first = trained.dataset.images(split="train")[0]
    trained.dataset.remove([first.id])
    assert quick_run_to_start_from(trained) is None
