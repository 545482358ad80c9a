"""The settings of a fine-tune by the course's names, in the order one thinks of them."""

import re
from typing import Any

import streamlit as st

from core.project.project import Project
from core.training.finetune.from_quick import quick_run_to_start_from
from core.training.finetune.lr_find import choose_learning_rate, learning_rate
from core.training.finetune.settings import (
    DRAFT,
    LITE0,
    MODEL_NAME,
    OFFERED,
    SMALL_BATCH,
    FineTuneSettings,
    architecture_in_words,
    keep_draft,
)
from core.vision.recipe import Recipe, load_recipe
from ui.parts.lesson import as_text
from ui.train.machine import can_compute_in_16_bits

RATES = (1e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 5e-2)
BATCHES = (4, 8, 16, 32, 64, 128)
SIZES = (96, 128, 160, 192, 224, 256, 320, 384, 448)
KEPT: dict[str, Any] = {"persist_state": "session"}
STARTS = {
    "imagenet": "A body that has seen ImageNet",
    "quick": "The same, and the quick model's last layer",
    "scratch": "Random numbers (from scratch)",
}


def finetune_controls(project: Project) -> FineTuneSettings:
    """The settings as the learner has them now, folded away: the defaults suit a first try.

    They begin with what this learner had set last, also after a reload.
    """
    recipe, draft = load_recipe(project), project.settings.get(DRAFT)
    with st.expander("Settings", key=f"more_settings_{project.id}", icon=":material/tune:"):
        left, right = st.columns(2, gap="large")
        with left:
            model = _the_model(project, draft)
            pictures = _the_pictures(project, recipe, draft)
        with right:
            training = _the_training(project, draft)
            machine = _the_machine(project, draft)
    settings = FineTuneSettings.model_validate({**model, **pictures, **training, **machine})
    keep_draft(project, settings)
    return settings


def _the_model(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown("**The model**")
    names = list(dict.fromkeys([*OFFERED, draft.architecture]))
    name = st.selectbox(
        "Architecture",
        names,
        names.index(draft.architecture),
        format_func=_architecture,
        accept_new_options=True,
        filter_mode="contains",
        key=f"architecture_{project.id}",
        help="The body it starts from. Any other name of the timm library can be typed in; its "
        "weights are fetched from the hub, once.",
        **KEPT,
    )
    if not name or not re.fullmatch(MODEL_NAME, name):
        st.error(f"{as_text(str(name))} is no model's name; it stays with {OFFERED[LITE0].title}.")
        name = LITE0
    start = _start(project, draft, lite0=name == LITE0)
    return {
        "architecture": name,
        "pretrained": start != "scratch",
        "quick_head": start == "quick",
    }


def _architecture(name: str) -> str:
    offered = OFFERED.get(name)
    return f"{architecture_in_words(name)}: {offered.remark}" if offered else name


def _start(project: Project, draft: FineTuneSettings, *, lite0: bool) -> str:
    quick = lite0 and quick_run_to_start_from(project) is not None
    starts = [start for start in STARTS if quick or start != "quick"]
    last = "quick" if draft.quick_head and quick else "imagenet" if draft.pretrained else "scratch"
    return str(
        st.selectbox(
            "Starts from",
            starts,
            starts.index(last),
            format_func=lambda start: STARTS[start],
            key=f"start_{project.id}_{quick}",
            help="With few pictures, random numbers learn very little: worth seeing once. The "
            "quick model's last layer is offered with EfficientNet-Lite0, when there is a quick "
            "model of the pictures as they are now.",
            **KEPT,
        )
    )


def _the_pictures(project: Project, recipe: Recipe, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown("**The pictures**")
    size = st.select_slider(
        "Picture size, in pixels",
        sorted({*SIZES, recipe.size, draft.size or recipe.size}),
        draft.size or recipe.size,
        key=f"size_{project.id}_{recipe.size}",
        help="The side of the square that it sees; larger shows more and takes longer. It begins "
        "with the size of your recipe on DataBlock.",
        **KEPT,
    )
    bs = st.select_slider(
        "Batch size (`bs`)",
        sorted({*BATCHES, recipe.bs, draft.bs or recipe.bs}),
        draft.bs or recipe.bs,
        key=f"bs_{project.id}_{recipe.bs}",
        help="How many pictures it looks at before each step. Larger: calmer steps, fewer of "
        "them, more memory.",
        **KEPT,
    )
    return {
        "size": None if size == recipe.size else size,
        "bs": None if bs == recipe.bs else bs,
        **_progressive_resizing(project, size, draft),
    }


def _progressive_resizing(project: Project, size: int, draft: FineTuneSettings) -> dict[str, Any]:
    smaller = [small for small in (64, *SIZES) if small < size]
    small = st.select_slider(
        "Progressive resizing: first epochs at",
        [0, *smaller],
        draft.small_size if draft.small_size in smaller else 0,
        format_func=lambda small: f"{small} px" if small else "full size",
        key=f"small_size_{project.id}_{size}",
        help="Small pictures first, the full size at the end: quicker, and sizes to generalise "
        "from.",
        disabled=not smaller,
        **KEPT,
    )
    if not small:
        return {}
    epochs = st.slider(
        "How many small epochs",
        1,
        10,
        min(draft.small_epochs, 10) if draft.small_size else 2,
        key=f"small_epochs_{project.id}",
        help="Frozen ones counted; the last epoch always has the full size.",
        **KEPT,
    )
    return {"small_size": small, "small_epochs": epochs}


def _the_training(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown("**The training**")
    epochs = st.slider(
        "Epochs",
        1,
        20,
        min(draft.epochs, 20),
        key=f"epochs_{project.id}",
        help="How often it sees every training picture, with all layers learning.",
        **KEPT,
    )
    frozen = st.slider(
        "Frozen epochs (`freeze_epochs`)",
        0,
        5,
        min(draft.freeze_epochs, 5),
        key=f"frozen_{project.id}",
        help="Before that: only the new head learns, so that its first wild steps spoil nothing.",
        **KEPT,
    )
    rate = _learning_rate(project)
    patience = st.select_slider(
        "Early stopping",
        range(6),
        min(draft.patience, 5),
        format_func=lambda epochs: f"after {epochs}" if epochs else "never",
        key=f"patience_{project.id}",
        help="Ends it that many epochs after the lowest validation loss, and keeps the best "
        "epoch's weights.",
        **KEPT,
    )
    return {"epochs": epochs, "freeze_epochs": frozen, "lr": rate, "patience": patience}


def _learning_rate(project: Project) -> float:
    """The slider, and the rate that was found with lr_find among its stops."""
    key, chosen = f"rate_{project.id}", learning_rate(project)
    return float(
        st.select_slider(
            "Learning rate (`lr`)",
            sorted({*RATES, chosen}),
            chosen,
            format_func=lambda value: f"{value:g}",
            key=f"{key}_{chosen:g}",
            on_change=lambda: choose_learning_rate(project, st.session_state[f"{key}_{chosen:g}"]),
            help="How large a step after each batch. Below you can let `lr_find` look for one.",
        )
    )


def _the_machine(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown("**The machine**")
    card = can_compute_in_16_bits()
    mixed = st.toggle(
        "Mixed precision (`to_fp16`)" if card else "Mixed precision: needs a graphics card",
        draft.mixed_precision and card,
        disabled=not card,
        key=f"mixed_{project.id}",
        help="Computes in 16 bits where that is exact enough: up to twice as fast on a graphics "
        "card, with half the memory. A processor gains nothing.",
        **KEPT,
    )
    small = st.toggle(
        "Small machine",
        draft.small_machine,
        key=f"small_{project.id}",
        help=f"{SMALL_BATCH} pictures at a time instead of a whole batch; their gradients are "
        "added up, so the steps stay the same. Under 1.5 GB of memory with EfficientNet-Lite0 at "
        "224 pixels; a little slower.",
        **KEPT,
    )
    return {"mixed_precision": mixed and card, "small_machine": small}
