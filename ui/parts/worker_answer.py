"""Answers of the warm fastai worker on a page, and what is shown while there is none."""

import atexit
import base64
import json
import sys
from contextlib import suppress
from functools import cache
from typing import Any

import streamlit as st

from core.content import lesson_text
from core.jobs.queue.environment import torch_is_here
from core.jobs.warm import NEEDS, WarmWorker, WorkerFailed
from core.words import memory_size
from ui.parts.lesson import as_text, hint

Answer = dict[str, Any]
TEXT = lesson_text("fastai")
_TRIED = "fastai_tried_"  # in the session: it was loaded for this once, and did not come
WORKER = (sys.executable, "-m", "core.worker.warm_worker")


@cache
def warm_worker() -> WarmWorker:
    """The web process's one worker, not yet started."""
    worker = WarmWorker(WORKER)
    atexit.register(worker.stop)
    return worker


def worker_answer(kind: str, *, asked: bool = False, **request: Any) -> Answer | None:
    """What the worker answers, at once when it was asked the same before.

    None when there is nothing to show yet; the page then says why: fastai is being loaded (the page
    stays usable and reruns by itself), there is no memory for it, or it could not do what was
    asked. Where fastai is not loaded, nothing loads it but a press of a button, unless the learner
    has `asked` already, as by picking a name: who only looks at pages costs no memory.
    """
    if not awake(kind, asked):
        return None
    try:
        return _ask(kind, json.dumps(request, sort_keys=True, default=str))
    except WorkerFailed as failure:
        st.warning(as_text(str(failure)))
        return None


def picture_bytes(encoded: str) -> bytes:
    """A picture of an answer as JPEG bytes."""
    return base64.b64decode(encoded)


@st.cache_data(max_entries=64, show_spinner=False)
def _ask(kind: str, request: str) -> Answer:
    return warm_worker().ask(kind, **json.loads(request))


def awake(kind: str, asked: bool = False) -> bool:
    """Whether the worker would answer at once; else the page says what it waits for, or offers to
    have fastai loaded for a preview of this `kind`. `asked` loads it right away."""
    if warm_worker().ready:
        st.session_state.pop(_TRIED + kind, None)
        return True
    if asked and not st.session_state.get(_TRIED + kind):
        st.session_state[_TRIED + kind] = True
        _load()
    if warm_worker().pid is None:
        _offer(kind)
    else:
        st.fragment(_waiting, run_every=1.0)(kind)
    return False


def _load() -> None:
    with suppress(WorkerFailed):  # the page says why, and how much is free by then
        warm_worker().start()


def _offer(kind: str) -> None:
    if not torch_is_here():
        hint(TEXT["not_here"], icon="laptop")
        return
    if refused := warm_worker().no_room():
        st.warning(as_text(refused))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(TEXT["show"], key=f"show_fastai_{kind}", on_click=_load, type="primary")
        st.caption(TEXT["takes"].format(memory=memory_size(NEEDS)))


def _waiting(kind: str) -> None:
    if warm_worker().ready or warm_worker().pid is None:
        st.rerun()
    with st.container(border=True, key=f"waiting_for_fastai_{kind}"):
        st.markdown(TEXT["loading"])
        st.caption(TEXT["meanwhile"])


def turn(counter: str, *, forward: bool) -> int:
    """How often the learner asked for another picture or draw; one more when `forward`."""
    turned = int(st.session_state.get(counter, 0)) + forward
    st.session_state[counter] = turned
    return turned
