"""A map that is not there yet: asked for, watched, and shown in a simpler form meanwhile."""

from collections.abc import Sequence

import streamlit as st

from core.curation.embedding.embedding_map import (
    MAPS,
    EmbeddingMap,
    Method,
    quick_map,
    start_map,
)
from core.project.project import Project
from core.vision.embeddings import looked_at
from core.vision.preprocess import Preprocess
from core.words import count_of, duration
from ui.parts.lesson import as_text

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
    before = MAPS.progress(project, method)
    failed = before is not None and before.state == "failed"
    if before and failed:
        st.warning(as_text(before.message))
    if before is None or before.state != "running":
        if (unseen or failed) and not _agreed(unseen, key):
            return False
        start_map(project, ids, preprocess, method)
    st.fragment(_watch, run_every=POLL_SECONDS)(project, method, key)
    return not unseen


def _agreed(unseen: int, key: str) -> bool:
    if unseen:
        there = count_of(unseen, "picture has", "pictures have")
        about = duration(max(1.0, unseen * SECONDS_A_PICTURE))
        st.caption(f"{there} not been looked at yet. That takes about {about}, once.")
    return st.button("Look at them and draw the map", key=f"{key}_make")


def _watch(project: Project, method: Method, key: str) -> None:
    now = MAPS.progress(project, method)
    if now is None or now.state != "running":
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        if not now.fraction:
            st.caption(f":material/hourglass_top: {now.message}")
            return
        st.progress(now.fraction, text=now.message)
        if st.button("Stop", key=f"{key}_stop"):
            MAPS.stop(project, method)
