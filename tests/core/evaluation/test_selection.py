"""A selection survives the address, hostile addresses select nothing, and the rows are right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.curation.embedding.embedding_map import EmbeddingMap, Region
from core.evaluation.selection import (
    Bar,
    Called,
    Cell,
    Group,
    OfClass,
    Pair,
    Pictures,
    Selection,
    parse,
    rows_of,
    serialise,
    these,
)
from tests.core.evaluation.outcomes import outcome

BEARS = ["black", "grizzly", "teddy"]
JUDGED = outcome(
    BEARS,
    [
        ("a", "black", [0.7, 0.2, 0.1]),
        ("b", "black", [0.3, 0.6, 0.1]),
        ("c", "black", [0.05, 0.9, 0.05]),
        ("d", "grizzly", [0.7, 0.2, 0.1]),
        ("e", "teddy", [0.0, 0.0, 1.0]),
    ],
)
NAMES = st.text(min_size=1, max_size=40)


def ids(selection: Selection | None, **beside: object) -> list[str]:
    return [JUDGED.image_ids[row] for row in rows_of(JUDGED, selection, **beside)]  # type: ignore[arg-type]


@given(first=NAMES, second=NAMES)
def test_any_class_name_comes_back_from_the_address(first: str, second: str) -> None:
    for one in (Cell(first, second), Pair(first, second), OfClass(first), Called(first)):
        assert parse(serialise(one)) == one


@pytest.mark.parametrize(
    ("selection", "text"),
    [
        (Cell("black", "teddy"), "cell:black:teddy"),
        (Bar(0.4, 0.5), "bar:0.4-0.5"),
        (Bar(0.9, 1.0, False), "bar:0.9-1:wrong"),
        (Group("unsure"), "group:unsure"),
        (OfClass("polar bear"), "class:polar%20bear"),
        (Pictures(("0a1b", "ff")), "pictures:0a1b,ff"),
        (Region("pca", -0.5, 0.25, 0.0, 1.0), "map:pca:-0.500,0.250,0.000,1.000"),
    ],
)
def test_it_is_short_and_comes_back(selection: Selection, text: str) -> None:
    assert serialise(selection) == text
    assert parse(text) == selection


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "cell",
        "cell:black",
        "cell:black:teddy:extra",
        "class",
        "bar:",
        "bar:nan-nan",
        "bar:0.5",
        "bar:0.5-0.4",
        "bar:-1-2",
        "bar:0-1:maybe",
        "bar:0-1:right:wrong",
        "map:pca:0,0,0",
        "map:pca:nan,0,0,inf",
        "pictures:",
        "pictures:a,,b",
        "pictures:../x",
        "map:other:0,1,0,1",
        "<script>:x",
        "class:" + "x" * 5_000,
    ],
)
def test_what_nobody_wrote_selects_nothing_in_particular(text: str | None) -> None:
    assert parse(text) is None


@given(st.text(max_size=300))
def test_no_address_breaks_the_page(text: str) -> None:
    for address in (text, f"bar:{text}", f"map:{text}", f"cell:{text}"):
        found = parse(address)
        rows = rows_of(JUDGED, found)
        assert set(rows) <= set(range(5))


def test_rows_come_highest_loss_first() -> None:
    assert ids(None) == ["c", "d", "b", "a", "e"]
    assert ids(Cell("black", "grizzly")) == ["c", "b"]
    assert ids(Pair("grizzly", "black")) == ["c", "d", "b"]
    assert ids(OfClass("black")) == ["c", "b", "a"]
    assert ids(Called("black")) == ["d", "a"]


def test_a_bar_has_its_lower_edge_and_the_last_one_both() -> None:
    assert ids(Bar(0.6, 0.7)) == ["b"]
    assert ids(Bar(0.7, 0.8)) == ["d", "a"]
    assert ids(Bar(0.7, 0.8, right=True)) == ["a"]
    assert ids(Bar(0.7, 0.8, right=False)) == ["d"]
    assert ids(Bar(0.9, 1.0)) == ["c", "e"]


def test_groups_and_regions_are_asked_for_beside_the_outcome() -> None:
    assert ids(Group("unsure"), groups={"unsure": [0, 3]}) == ["d", "a"]
    assert ids(Group("unsure")) == []
    xy = np.array([[0, 0], [1, 1], [0.4, 0.4], [-1, 0], [0.5, 0]], dtype=np.float32)
    laid = EmbeddingMap(list("abcde"), xy, "pca")
    region = Region("pca", -0.1, 0.6, -0.1, 0.5)
    assert ids(region, laid=laid) == ["c", "a", "e"]
    assert ids(region) == []


def test_pictures_one_by_one_as_long_as_an_address_holds_them() -> None:
    assert ids(these(["e", "b"])) == ["b", "e"]
    assert these([]) is None
    assert these([f"{i:064x}" for i in range(61)]) is None
    many = these([f"{i:064x}"[::-1] for i in range(60)])
    assert many is not None
    assert parse(serialise(many)) == many


def test_a_class_the_model_never_knew_has_no_pictures() -> None:
    assert ids(OfClass("panda")) == []
    assert ids(Cell("panda", "black")) == []
    assert ids(Called("panda")) == []
