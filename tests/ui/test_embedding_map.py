"""The map on screen: every class told apart without colour, regions by hand or by name."""

import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from core.curation.embedding.embedding_map import MAPS, EmbeddingMap
from core.project.project import Project
from tests.app import has, shows, texts
from tests.core.project.pictures import store_setting
from ui.parts import embedding_chart
from ui.parts.embedding_chart import map_figure, map_table, pictures_at, shape_of
from ui.parts.palette import OKABE_ITO


@pytest.fixture(autouse=True)
def in_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_chart, "ink", lambda: "#000")


def laid_out(count: int) -> EmbeddingMap:
    xy = np.random.default_rng(0).uniform(-1, 1, size=(count, 2)).astype(np.float32)
    return EmbeddingMap([f"picture {n}" for n in range(count)], xy, "pca")


def test_fifty_classes_differ_in_colour_or_shape() -> None:
    looks = {(OKABE_ITO[place % len(OKABE_ITO)], shape_of(place)) for place in range(50)}
    assert len(looks) == 50


def test_every_point_leads_back_to_its_picture() -> None:
    laid, labels = laid_out(9), list("bacbacbac")
    fig = map_figure(laid, labels)
    for curve, trace in enumerate(fig.data):
        for index, (x, y) in enumerate(zip(trace.x, trace.y, strict=True)):
            point = {"curve_number": curve, "point_index": index}
            (found,) = pictures_at(laid, labels, [point])
            row = laid.ids.index(found)
            assert (laid.xy[row] == (x, y)).all()
            assert labels[row] == trace.name
    assert pictures_at(laid, labels, [{"curve_number": 3, "point_index": 0}]) == set()


def test_large_maps_are_drawn_by_webgl_and_a_class_name_is_no_markup() -> None:
    large = map_figure(laid_out(1600), ["<b>x</b>"] * 1600)
    assert isinstance(large.data[0], go.Scattergl)
    assert large.data[0].name == "&lt;b&gt;x&lt;/b&gt;"


def test_a_map_is_drawn_once_for_each_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    laid, labels = laid_out(9), list("bacbacbac")
    light = map_figure(laid, labels)
    assert map_figure(laid, list(labels)) is light
    assert map_figure(laid, ["a"] * 9) is not light
    monkeypatch.setattr(embedding_chart, "ink", lambda: "#fff")
    assert map_figure(laid, labels).layout.annotations[0].font.color == "#fff"
    assert light.layout.annotations[0].font.color == "#000"


def test_the_table_counts_every_picture() -> None:
    table = map_table(laid_out(9), list("bacbacbac"))
    assert table["class"].tolist() == ["a", "b", "c"]
    assert table["pictures"].tolist() == [3, 3, 3]


def show_map(path: str) -> None:
    from pathlib import Path

    import streamlit as st

    from core.project.project import Project
    from ui.parts.embedding_map import embedding_map

    records = Project.open(Path(path)).dataset.images()
    ids, labels = [r.id for r in records], [r.label for r in records]
    chosen = embedding_map(Project.open(Path(path)), ids, labels, key="m")
    st.markdown(f"chosen: {'none' if chosen is None else len(chosen)}")


def test_a_class_is_selected_by_name(trained: Project) -> None:
    app = AppTest.from_function(show_map, args=(str(trained.path),), default_timeout=180).run()
    assert not app.exception
    assert "chosen: none" in texts(app)
    whole = next(name for name in app.selectbox(key="m_named").options if name.startswith("All"))
    app.selectbox(key="m_named").select(whole).run()
    label = whole.removeprefix("All of ").rsplit(" (", 1)[0]
    assert f"chosen: {len(trained.dataset.images(label=label))}" in texts(app)


def test_pictures_never_looked_at_are_asked_for_first(digits: Project) -> None:
    store_setting(digits, "recipe", {"size": 72})
    app = AppTest.from_function(show_map, args=(str(digits.path),), default_timeout=180).run()
    assert not app.exception
    pictures = len(digits.dataset.images())
    assert has(app, "m_make") and shows(app, pictures)
    assert MAPS.progress(digits, "tsne") is None and not app.get("plotly_chart")
