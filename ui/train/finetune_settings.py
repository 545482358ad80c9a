"""The settings of a fine-tune by the course's names, in the order one thinks of them."""

import re
from typing import Any

import streamlit as st

from core.content import lesson_text, says
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

TEXT = lesson_text("train")
RATES = (1e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 5e-2)
BATCHES = (4, 8, 16, 32, 64, 128)
SIZES = (96, 128, 160, 192, 224, 256, 320, 384, 448)
STARTS = {
    "imagenet": "A network that has seen ImageNet",
    "quick": "The same, and the quick model's last layer",
    "scratch": "Random numbers (from scratch)",
}


def finetune_controls(project: Project) -> FineTuneSettings:
    """The settings as the learner has them now: three in sight, the rest folded away, as the
    defaults suit a first try.

    They begin with what this learner had set last, also after a reload.
    """
    recipe, draft = load_recipe(project), project.settings.get(DRAFT)
    architecture, epochs, rate = st.columns(3, gap="large", vertical_alignment="bottom")
    with architecture:
        model = _architecture(project, draft)
    with epochs:
        training = _epochs(project, draft)
    with rate:
        training |= {"lr": _learning_rate(project)}
    with st.expander(
        says("train", "more_settings"), key=f"more_settings_{project.id}", icon=":material/tune:"
    ):
        left, right = st.columns(2, gap="large")
        with left:
            model |= _start(project, draft, lite0=model["architecture"] == LITE0)
            pictures = _the_pictures(project, recipe, draft)
        with right:
            training |= _frozen_and_patience(project, draft)
            machine = _the_machine(project, draft)
    settings = FineTuneSettings.model_validate({**model, **pictures, **training, **machine})
    keep_draft(project, settings)
    return settings


def _kept(name: str, key: str) -> dict[str, Any]:
    """What all these widgets have: a key that begins with their name, help, and a memory."""
    about = TEXT[f"help_{name}"].format(batch=SMALL_BATCH)
    return {"key": f"{name}_{key}", "help": about, "persist_state": "session"}


def _architecture(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    names = list(dict.fromkeys([*OFFERED, draft.architecture]))
    name = st.selectbox(
        says("train", "architecture"),
        names,
        names.index(draft.architecture),
        format_func=_with_remark,
        accept_new_options=True,
        filter_mode="contains",
        **_kept("architecture", project.id),
    )
    if not name or not re.fullmatch(MODEL_NAME, name):
        st.error(
            says("train", "no_such_model", name=as_text(str(name)), title=OFFERED[LITE0].title)
        )
        name = LITE0
    return {"architecture": name}


def _with_remark(name: str) -> str:
    offered = OFFERED.get(name)
    return f"{architecture_in_words(name)}: {offered.remark}" if offered else name


def _start(project: Project, draft: FineTuneSettings, *, lite0: bool) -> dict[str, Any]:
    quick = lite0 and quick_run_to_start_from(project) is not None
    starts = [start for start in STARTS if quick or start != "quick"]
    last = "quick" if draft.quick_head and quick else "imagenet" if draft.pretrained else "scratch"
    kept = _kept("start", f"{project.id}_{quick}")
    place = starts.index(last)
    start = st.selectbox(
        says("train", "starts_from"), starts, place, format_func=STARTS.__getitem__, **kept
    )
    return {"pretrained": start != "scratch", "quick_head": start == "quick"}


def _the_pictures(project: Project, recipe: Recipe, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown(says("train", "the_pictures"))
    last, kept = draft.size or recipe.size, _kept("size", f"{project.id}_{recipe.size}")
    sizes = sorted({*SIZES, recipe.size, last})
    size = st.select_slider(says("train", "picture_size_in_pixels"), sizes, last, **kept)
    last, kept = draft.bs or recipe.bs, _kept("bs", f"{project.id}_{recipe.bs}")
    batches = sorted({*BATCHES, recipe.bs, last})
    bs = st.select_slider(says("train", "batch_size"), batches, last, **kept)
    return {
        "size": None if size == recipe.size else size,
        "bs": None if bs == recipe.bs else bs,
        **_progressive_resizing(project, size, draft),
    }


def _progressive_resizing(project: Project, size: int, draft: FineTuneSettings) -> dict[str, Any]:
    smaller = [small for small in (64, *SIZES) if small < size]
    small = st.select_slider(
        says("train", "progressive_resizing_first"),
        [0, *smaller],
        draft.small_size if draft.small_size in smaller else 0,
        format_func=lambda small: f"{small} px" if small else "full size",
        disabled=not smaller,
        **_kept("small_size", f"{project.id}_{size}"),
    )
    if not small:
        return {}
    last = min(draft.small_epochs, 10) if draft.small_size else 2
    epochs = st.slider(
        says("train", "how_many_small_epochs"), 1, 10, last, **_kept("small_epochs", project.id)
    )
    return {"small_size": small, "small_epochs": epochs}


def _epochs(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    last = min(draft.epochs, 20)
    return {
        "epochs": st.slider(
            says("train", "epochs_button"), 1, 20, last, **_kept("epochs", project.id)
        )
    }


def _frozen_and_patience(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown(says("train", "the_training"))
    label, last = "Frozen epochs (`freeze_epochs`)", min(draft.freeze_epochs, 5)
    frozen = st.slider(label, 0, 5, last, **_kept("frozen", project.id))
    patience = st.select_slider(
        says("train", "early_stopping"),
        range(6),
        min(draft.patience, 5),
        format_func=lambda epochs: says(
            "train", "patience" if epochs else "no_patience", epochs=epochs
        ),
        **_kept("patience", project.id),
    )
    return {"freeze_epochs": frozen, "patience": patience}


def _learning_rate(project: Project) -> float:
    """The slider, and the rate that was found with lr_find among its stops."""
    chosen = learning_rate(project)
    key = f"rate_{project.id}_{chosen:g}"
    return float(
        st.select_slider(
            says("train", "learning_rate"),
            sorted({*RATES, chosen}),
            chosen,
            format_func=lambda value: f"{value:g}",
            key=key,
            on_change=lambda: choose_learning_rate(project, st.session_state[key]),
            help=TEXT["help_rate"],
        )
    )


def _the_machine(project: Project, draft: FineTuneSettings) -> dict[str, Any]:
    st.markdown(says("train", "the_machine"))
    card = can_compute_in_16_bits()
    label = "Mixed precision (`to_fp16`)" if card else "Mixed precision: needs a graphics card"
    kept = _kept("mixed", project.id)
    mixed = st.toggle(label, draft.mixed_precision and card, disabled=not card, **kept)
    small = st.toggle(
        says("train", "small_machine_button"), draft.small_machine, **_kept("small", project.id)
    )
    return {"mixed_precision": mixed and card, "small_machine": small}
