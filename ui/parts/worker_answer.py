"""Answers of the warm fastai worker on a page, and what is shown while it wakes."""

import atexit
import base64
import json
import sys
from functools import cache
from typing import Any

import streamlit as st

from core.jobs.warm import WarmWorker, WorkerFailed
from ui.parts.lesson import as_text

Answer = dict[str, Any]
WORKER = (sys.executable, "-m", "core.worker.warm_worker")


@cache
def warm_worker() -> WarmWorker:
    """The web process's one worker, not yet started."""
    worker = WarmWorker(WORKER)
    atexit.register(worker.stop)
    return worker


def worker_answer(kind: str, **request: Any) -> Answer | None:
    """What the worker answers, at once when it was asked the same before.

    None when there is nothing to show yet; the page then says why: the worker is waking (the page
    stays usable and reruns by itself), or it could not do what was asked.
    """
    if not awake():
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


def awake() -> bool:
    """Whether the worker would answer at once; else it is woken, and the page says so."""
    if warm_worker().ready:
        return True
    warm_worker().start()
    st.fragment(_waking, run_every=1.0)()
    return False


def _waking() -> None:
    worker = warm_worker()
    if worker.ready:
        st.rerun()
    if worker.pid is None:
        st.warning("The fastai worker did not start.")
        if st.button("Start it again", key="start_worker"):
            worker.start()
        return
    with st.container(border=True):
        st.markdown(":material/hourglass_top: **Waking the fastai worker**")
        st.caption(
            "fastai is being imported in a process of its own. That takes about ten seconds, once; "
            "you can go on clicking."
        )


def turn(counter: str, *, forward: bool) -> int:
    """How often the learner asked for another picture or draw; one more when `forward`."""
    turned = int(st.session_state.get(counter, 0)) + forward
    st.session_state[counter] = turned
    return turned
