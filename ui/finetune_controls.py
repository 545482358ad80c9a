"""The settings of a fine-tune: few, with fastai's names behind plain words."""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from core.project.project import Project
from core.training.finetune import CannotFineTune, start_finetune
from core.training.finetune_settings import SMALL_BATCH, Architecture, FineTuneSettings
from core.training.from_quick import quick_run_to_start_from
from core.training.lr_find import choose_learning_rate, learning_rate
from core.vision.recipe import load_recipe
from ui.navigation import page_link
from ui.shell import as_text

ARCHITECTURES: dict[Architecture, str] = {
    "efficientnet_lite0": "EfficientNet-Lite0 (built in)",
    "resnet18": "ResNet-18",
    "resnet34": "ResNet-34",
    "resnet50": "ResNet-50 (slow without a graphics card)",
}
LITE0: Architecture = "efficientnet_lite0"
RATES = (1e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 5e-2)
KEPT: dict[str, Any] = {"persist_state": "session"}


def finetune_controls(project: Project) -> FineTuneSettings:
    """The settings as the learner has them now; epochs up front, the rest folded away."""
    standard = FineTuneSettings()
    epochs = st.slider(
        "Epochs: how often it sees every training picture",
        1,
        10,
        standard.epochs,
        key=f"epochs_{project.id}",
        **KEPT,
    )
    with st.expander("More settings", key=f"more_settings_{project.id}"):
        settings = _folded(project, standard)
    return settings.model_copy(update={"epochs": epochs})


def start_button(project: Project, settings: FineTuneSettings) -> None:
    """Start the fine-tune, or say in one sentence why it cannot start."""
    if not st.button("Fine-tune", type="primary", key="start_finetune"):
        return
    try:
        start_finetune(project, settings)
    except CannotFineTune as reason:
        st.error(as_text(str(reason)))
        return
    st.rerun()


def _folded(project: Project, standard: FineTuneSettings) -> FineTuneSettings:
    left, right = st.columns(2, gap="large")
    with left:
        architecture = st.selectbox(
            "Architecture: the body it starts from",
            get_args(Architecture),
            format_func=lambda name: ARCHITECTURES[name],
            key=f"architecture_{project.id}",
            **KEPT,
        )
        pretrained = st.toggle(
            "Start from a body that has seen ImageNet",
            standard.pretrained,
            key=f"pretrained_{project.id}",
            help="Off: it starts from random numbers. With few pictures it then learns very "
            "little, and that is worth seeing once.",
            **KEPT,
        )
        quick_head = _quick_head(project) if architecture == LITE0 and pretrained else False
        small = _small_machine(project)
    with right:
        frozen = st.slider(
            "Frozen epochs: the new head alone, first",
            0,
            5,
            standard.freeze_epochs,
            key=f"frozen_{project.id}",
            **KEPT,
        )
        rate = _learning_rate(project)
        patience = st.select_slider(
            "Early stopping: epochs without a lower validation loss",
            range(6),
            standard.patience,
            format_func=lambda epochs: str(epochs) if epochs else "never",
            key=f"patience_{project.id}",
            help="It ends the training that many epochs after the best one, and keeps the best "
            "one's weights.",
            **KEPT,
        )
    _from_the_recipe(project)
    return FineTuneSettings(
        architecture=architecture,
        pretrained=pretrained,
        freeze_epochs=frozen,
        lr=rate,
        patience=patience,
        quick_head=quick_head,
        small_machine=small,
    )


def _learning_rate(project: Project) -> float:
    """The slider, and the rate that was found with lr_find among its stops."""
    key, chosen = f"rate_{project.id}", learning_rate(project)
    return st.select_slider(
        "Learning rate: how large a step after each batch",
        sorted({*RATES, chosen}),
        chosen,
        format_func=lambda value: f"{value:g}",
        key=f"{key}_{chosen:g}",
        on_change=lambda: choose_learning_rate(project, st.session_state[f"{key}_{chosen:g}"]),
    )


def _small_machine(project: Project) -> bool:
    return st.toggle(
        "Small machine: a few pictures at a time",
        False,
        key=f"small_{project.id}",
        help=f"{SMALL_BATCH} pictures at a time instead of a whole batch; their gradients are "
        "added up, so the steps stay the same. Under 1.5 GB of memory with EfficientNet-Lite0 at "
        "224 pixels; a little slower.",
        **KEPT,
    )


def _quick_head(project: Project) -> bool:
    quick = quick_run_to_start_from(project)
    return st.toggle(
        "Start from the quick model's last layer",
        False,
        disabled=quick is None,
        key=f"quick_head_{project.id}_{quick is not None}",
        help="Off: the new head starts from random numbers. On: it already knows what the quick "
        "model learned. Needs a quick model of the pictures as they are now.",
        **KEPT,
    )


def _from_the_recipe(project: Project) -> None:
    recipe = load_recipe(project)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Pictures of {recipe.size} × {recipe.size}, {recipe.bs} in a batch.")
        page_link("datablock", "Change them on DataBlock")
