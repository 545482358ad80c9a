"""Pictures as points, alike ones close together: draw around some to see them."""

import threading
from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from core.content import lesson_text, says
from core.curation.embedding.embedding_map import (
    AT_ONCE,
    FEWEST,
    MAPS,
    EmbeddingMap,
    Method,
    Region,
    quick_map,
    start_map,
)
from core.curation.embedding.neighbours import Astray, astray
from core.project.project import Project
from core.vision.embeddings import looked_at
from core.vision.preprocess import Preprocess
from core.vision.recipe import load_recipe
from core.words import count_of, duration, listed
from ui.parts import charts
from ui.parts.choice import one_of
from ui.parts.embedding_chart import map_figure, map_table, pictures_at
from ui.parts.lesson import as_text
from ui.parts.palette import class_marks

HEIGHT = 520
METHODS: dict[Method, str] = {"tsne": "Who is near whom (t-SNE)", "pca": "Widest spread (PCA)"}
_one_at_a_time = threading.Lock()  # the figure is shared between learners, and `show` dresses it
TOOLS: dict[charts.Draw, str] = {"box": "Box", "lasso": "Lasso"}
POLL_SECONDS = 0.7
SECONDS_A_PICTURE = 0.02


def embedding_map(
    project: Project,
    ids: Sequence[str],
    labels: Sequence[str],
    *,
    key: str,
    preprocess: Preprocess | None = None,
) -> list[str] | None:
    """The map of these pictures, a mark, a colour and a shape for each class; select a region with
    a box or a lasso, or a class or a stray group by name.

    Returns the ids of what is selected in the order of `ids`; None while nothing is selected, or
    while the map is still being made: it then shows how far it is. `preprocess` is how the model
    saw them (the project's recipe by default); only pictures of the project can be on the map.
    Every widget's key begins with `key`. `drawn_region` gives a box for the page's address.
    """
    if len(ids) < FEWEST:
        st.caption(says("parts", "map_few", count=FEWEST))
        return None
    seen = preprocess or load_recipe(project).preprocess()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        method = _method(len(ids), key)
        with st.container(width="content", key=f"not_for_fingers_{key}"):
            label = "Draw around pictures with a"
            tool = one_of(label, TOOLS, key=f"{key}_tool", persist_state="session")
    laid = map_or_wait(project, ids, seen, method, key)
    if laid is None:
        return None
    st.caption(lesson_text("embedding_map")[laid.method])
    drawn = _drawn(laid, labels, tool, key)
    named = _named(astray(ids, labels, seen), ids, labels, key)
    return named if named is not None else drawn


def shown_method(key: str) -> Method | None:
    """How the map with this key is laid out on screen now: PCA stands in while t-SNE is at work."""
    shown: Method | None = st.session_state.get(f"{key}_shown")
    return shown


def drawn_region(key: str) -> Region | None:
    """The box the learner has drawn on the map with this key, None where there is none (a lasso
    or a click is no box). `saved_map(ids, preprocess, region.method).inside(region)` are its
    pictures, today and from an address."""
    chart = st.session_state.get(_chart_key(key))
    boxes = chart["selection"]["box"] if chart else []
    method = shown_method(key)
    if not boxes or method is None:
        return None
    x, y = sorted(boxes[0]["x"]), sorted(boxes[0]["y"])
    return Region(method, x[0], x[-1], y[0], y[-1])


def _method(count: int, key: str) -> Method:
    """t-SNE where it takes seconds, PCA at first where it takes a minute."""
    label = "How the pictures are laid out"
    first: Method = "tsne" if count <= AT_ONCE else "pca"
    return one_of(label, METHODS, key=f"{key}_method", first=first, persist_state="session")


def _drawn(
    laid: EmbeddingMap, labels: Sequence[str], tool: charts.Draw, key: str
) -> list[str] | None:
    """The chart; what is selected on it."""
    st.session_state[f"{key}_shown"] = laid.method
    with _one_at_a_time:
        event = charts.show(
            map_figure(laid, labels),
            table=map_table(laid, labels),
            alt=_alt_text(laid, labels),
            key=_chart_key(key),
            on_select=lambda: _forget_name(key),
            height=HEIGHT,
            draw=tool,
        )
    chosen = pictures_at(laid, labels, event["selection"]["points"] if event else [])
    return [image_id for image_id in laid.ids if image_id in chosen] or None


def _named(
    strays: Sequence[Astray], ids: Sequence[str], labels: Sequence[str], key: str
) -> list[str] | None:
    """A box with the classes and the groups that lie among another class: what can be drawn
    around, for those who do not draw."""
    groups = {_stray_words(one): set(one.ids) for one in strays}
    members: dict[str, set[str]] = defaultdict(set)
    for image_id, label in zip(ids, labels, strict=True):
        members[label].add(image_id)
    for name, mark in class_marks(labels).items():
        groups[says("parts", "all_of", name=name, mark=mark)] = members[name]
    chosen = st.selectbox(
        says("parts", "or_choose_by_name"),
        list(groups),
        index=None,
        placeholder=says("parts", "class_pictures_lie"),
        key=f"{key}_named",
        on_change=_clear_drawing,
        args=(key,),
    )
    if chosen is None:
        return None
    return [image_id for image_id in ids if image_id in groups[chosen]]


def _stray_words(one: Astray) -> str:
    pictures = count_of(len(one.ids), "picture")
    return says("parts", "strays", pictures=pictures, label=one.label, among=one.among)


def _chart_key(key: str) -> str:
    """A new key is a new chart, with nothing selected on it."""
    return f"{key}_chart_{st.session_state.get(f'{key}_cleared', 0)}"


def _clear_drawing(key: str) -> None:
    st.session_state[f"{key}_cleared"] = st.session_state.get(f"{key}_cleared", 0) + 1


def _forget_name(key: str) -> None:
    st.session_state[f"{key}_named"] = None


def _alt_text(laid: EmbeddingMap, labels: Sequence[str]) -> str:
    classes = class_marks(labels)
    names = [f"{as_text(name)} ({mark})" for name, mark in list(classes.items())[:12]]
    counts = {"pictures": len(laid.ids), "classes": len(classes)}
    return says("parts", "map_alt", names=listed(names), **counts)


def map_or_wait(
    project: Project, ids: Sequence[str], preprocess: Preprocess, method: Method, key: str
) -> EmbeddingMap | None:
    """The map; while t-SNE is at work the one of PCA in its place; None while there is neither."""
    place = st.container()  # stays when the map is there: nothing below it is drawn again
    laid = quick_map(ids, preprocess, method)
    if laid is not None:
        return laid
    with place:
        shown = _on_its_way(project, ids, preprocess, method, key)
    if not shown:
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
        time = duration(max(1.0, unseen * SECONDS_A_PICTURE))
        st.caption(says("parts", "map_unseen", count=unseen, time=time))
    return st.button(says("parts", "look_them_draw"), key=f"{key}_make")


def _watch(project: Project, method: Method, key: str) -> None:
    now = MAPS.progress(project, method)
    if now is None or now.state != "running":
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        if not now.fraction:
            st.caption(f":material/hourglass_top: {now.message}")
            return
        st.progress(now.fraction, text=now.message)
        if st.button(says("parts", "stop"), key=f"{key}_stop"):
            MAPS.stop(project, method)
