"""Which bodies a fine-tune can have, and the sentence for each that it cannot."""

import socket
import threading
from typing import Any

import pytest
from pydantic import ValidationError

from core.project.project import Project
from core.training.finetune.finetune import order
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from core.vision.recipe import Recipe, save_recipe
from core.worker.training import pretrained_weights
from core.worker.training.still_there import Say
from tests.said import said as sentence


def silent(kind: str, **details: Any) -> None:
    """A report nobody reads."""


def built(project: Project, name: str, *, pretrained: bool = False, say: Say = silent) -> Any:
    from core.worker.training.build_learner import build_learner

    save_recipe(project, Recipe(size=64, bs=4))
    settings = FineTuneSettings(architecture=name, pretrained=pretrained)
    return build_learner(order(project, settings, run_id=""), say)[0]


def test_a_model_of_timm_from_scratch_gives_one_figure_for_each_class(digits: Project) -> None:
    import torch

    learn = built(digits, "mobilenetv3_small_050")
    learn.model.eval()
    with torch.no_grad():
        said = learn.model(learn.dls.one_batch()[0])
    assert said.shape == (4, len(digits.dataset.classes()))


def test_a_name_timm_does_not_know_is_answered_with_those_alike(digits: Project) -> None:
    with pytest.raises(
        CannotFineTune, match=sentence("worker", "no_model_alike", name="convnxt_tiny")
    ):
        built(digits, "convnxt_tiny")


def test_a_body_of_one_size_says_which(digits: Project) -> None:
    with pytest.raises(CannotFineTune, match=sentence("worker", "fixed_size", its=224, size=64)):
        built(digits, "vit_tiny_patch16_224")


@pytest.mark.parametrize(
    ("name", "hub"), [("resnet26d", "huggingface.co"), ("resnet34", "download.pytorch.org")]
)
def test_without_a_network_the_weights_are_a_sentence(
    digits: Project, monkeypatch: pytest.MonkeyPatch, name: str, hub: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(pretrained_weights, "answers", asked.append)  # None: nobody answers
    monkeypatch.setattr("torch.hub.get_dir", lambda: "/nowhere")
    with pytest.raises(CannotFineTune, match=sentence("worker", "weights_not_here", hub=hub)):
        built(digits, name, pretrained=True)
    assert asked == [hub]


def test_weights_nobody_has_are_a_sentence(digits: Project) -> None:
    with pytest.raises(CannotFineTune, match=sentence("worker", "no_weights")):
        built(digits, "efficientnet_b8", pretrained=True)


def test_a_hub_that_keeps_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    silence = threading.Event()
    monkeypatch.setattr(pretrained_weights, "HUB_TIMEOUT_S", 0.1)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: silence.wait(120))
    assert not pretrained_weights.answers("hub.example")
    silence.set()


@pytest.mark.parametrize("name", ["", "../../model", "a b", "http://x", "x" * 90])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        FineTuneSettings(architecture=name)
