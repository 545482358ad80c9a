"""A map that is not there yet: asked for, watched, and shown in a simpler form meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.curation.embedding.embedding_map import EmbeddingMap, Method
from core.curation.embedding.map_jobs import map_job, quick_map, start_map
from core.project.project import Project
from core.vision.embeddings import looked_at
from core.vision.preprocess import Preprocess
from ui.parts.lesson import as_text
from ui.parts.words import count_of, in_words

POLL_SECONDS = 0.7
SECONDS_A_PICTURE = 0.02


def map_or_wait(
    project: Project, ids: Sequence[str], preprocess: Preprocess, method: Method, key: str
) -> EmbeddingMap | None:
    """The map; while t-SNE is at work the one of PCA in its place; None while there is neither."""
    laid = quick_map(ids, preprocess, method)
    if laid is not None:
        return laid
    if not _on_its_way(project, ids, preprocess, method, key):
        return None
    return quick_map(ids, preprocess, "pca") if method == "tsne" else None


def _on_its_way(
    project: Project, ids: Sequence[str], preprocess: Preprocess, method: Method, key: str
) -> bool:
    """Start the map where that costs little, ask first where it does, say how far it is. Whether
    all its embeddings are there."""
    unseen = len(ids) - len(looked_at(ids, preprocess))
    job = map_job(project, method)
    if job and job.failed:
        st.warning(as_text(job.failed))
    if job is None or job.done:
        if (unseen or (job and job.failed)) and not _agreed(unseen, key):
            return False
        job = start_map(project, ids, preprocess, method)
    st.fragment(_watch, run_every=POLL_SECONDS)(project, method, key)
    return not unseen


def _agreed(unseen: int, key: str) -> bool:
    if unseen:
        there = count_of(unseen, "picture has", "pictures have")
        about = in_words(max(1.0, unseen * SECONDS_A_PICTURE))
        st.caption(f"{there} not been looked at yet. That takes about {about}, once.")
    return st.button("Look at them and draw the map", key=f"{key}_make")


def _watch(project: Project, method: Method, key: str) -> None:
    job = map_job(project, method)
    if job is None or job.done:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.fraction is None:
            st.caption(f":material/hourglass_top: {job.message}")
        else:
            st.progress(job.fraction, text=job.message)
        if job.fraction is not None and st.button("Stop", key=f"{key}_stop"):
            job.stop.set()
