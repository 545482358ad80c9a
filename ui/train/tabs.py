"""The three parts of Train, one on screen at a time; which one is kept in the address."""

import streamlit as st

from core.project.project import Project
from core.training.experiments import under_way
from core.training.finetune.code import training_code
from core.training.finetune.finetune import active_finetune
from core.training.finetune.settings import FineTuneSettings
from core.vision.recipe import load_recipe
from ui.parts.code_panel import code_panel
from ui.parts.notebook_download import archive_name

VIEWS = {"seconds": "Seconds", "minutes": "Minutes", "compare": "Compare"}


def train_view(project: Project) -> str:
    """The part the learner chose; where something trains when they come, that part."""
    chosen = st.segmented_control(
        "How to train",
        list(VIEWS),
        format_func=lambda view: VIEWS[view],
        default=_first(project),
        required=True,
        key="how",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen if chosen in VIEWS else _first(project)


def _first(project: Project) -> str:
    if under_way(project) is not None:
        return "compare"
    return "minutes" if active_finetune(project) is not None else "seconds"


WHERE = "`{archive}` is what *Save project* in the sidebar saves, with your labels and your split."
QUICK_HEAD = (
    "Starting from the quick model's last layer is not in it yet: the notebook has it, once such a "
    "fine-tune has been started."
)


def train_code(project: Project, settings: FineTuneSettings) -> None:
    """The code that this fine-tune runs, from the saved project to the export."""
    archive = archive_name(project)
    train = len(project.dataset.images(split="train"))
    code = training_code(load_recipe(project), settings, train=train, archive=archive)
    notes = [WHERE.format(archive=archive), *([QUICK_HEAD] if settings.quick_head else [])]
    code_panel(code, "train_code", note=" ".join(notes))
