"""What the web process does once: before its first visitor, and when a page breaks."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

LOG = logging.getLogger("drivetrain")
HEAVY_IMPORTS = (
    "numpy",
    "pandas",
    "PIL.Image",
    "plotly.graph_objects",
    "sklearn.linear_model",
    "onnxruntime",
    "cleanlab.filter",
    "core.training.quick.quick",
    "core.starter.starter_sets",
    "core.gather.search_jobs",
)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any] | None]:
    """Get the web process ready before it answers, so that the first visitor does not wait.

    Nested pages are announced as such (else the first deep link of a fresh server is answered
    with "page not found"), runs of dead workers are marked, and the garbage collector is told to
    leave the imported libraries alone: Streamlit collects after every click (design, section 3).
    """
    PagesManager.uses_pages_directory = False
    await asyncio.to_thread(warm_up)
    yield None


def warm_up() -> None:
    """Import what every page needs, mark interrupted runs, freeze the collector."""
    for name in HEAVY_IMPORTS:
        importlib.import_module(name)
    recover_runs()
    gc.collect()
    gc.freeze()


def recover_runs() -> None:
    """Mark runs that a dead worker left behind as interrupted."""
    from core.project.home import home
    from core.training.finetune.finetune import recover

    recover(home())


def on_script_error(error: Exception) -> bool | None:
    """Log what broke and tell the learner in one sentence; returns True: no traceback on screen."""
    import streamlit as st

    LOG.exception("A page failed", exc_info=error)
    st.error(
        "This page stumbled over something we did not foresee. Your work is saved. "
        "Reload the page; if it happens again, save your project and tell your teacher: "
        f"{type(error).__name__}."
    )
    return True
