"""What is done with less work gives what Streamlit's own functions give."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, get_args

import pandas as pd
import pytest
from PIL import Image
from streamlit.components.v2.bidi_component.main import BidiComponentMixin
from streamlit.cursor import RunningCursor
from streamlit.dataframe_util import is_dataframe_like
from streamlit.elements.lib import image_utils
from streamlit.elements.lib.image_utils import ImageFormat
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import _compute_element_id
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed

from ui.frame.door import lighter_streamlit as lighter

OWN_FORMAT = image_utils._validate_image_format_string
OWN_FITTING = image_utils._ensure_image_size_and_format
OWN_IDENTITY = BidiComponentMixin._build_bidi_identity_kwargs


def picture(mode: str, kind: str, side: int = 60) -> bytes:
    into = BytesIO()
    Image.radial_gradient("L").resize((side, side)).convert(mode).save(into, kind)
    return into.getvalue()


PICTURES = [
    picture("RGB", "JPEG"),
    picture("RGBA", "PNG"),
    picture("L", "GIF"),
    picture("P", "PNG"),
]


@pytest.mark.parametrize("data", PICTURES)
@pytest.mark.parametrize("asked", ["auto", "PNG", "jpg"])
def test_a_picture_is_sent_in_the_same_format(data: bytes, asked: str) -> None:
    expected = OWN_FORMAT(data, asked)
    assert [lighter.image_format(data, asked) for _ in range(2)] == [expected, expected]


@pytest.mark.parametrize("data", PICTURES)
@pytest.mark.parametrize("kind", get_args(ImageFormat))
@pytest.mark.parametrize("width", [30, 90, "stretch", None])
def test_a_picture_has_the_same_bytes(data: bytes, kind: Any, width: Any) -> None:
    layout = LayoutConfig(width=width)
    expected = OWN_FITTING(data, layout, kind)
    assert [lighter.fitting_image(data, layout, kind) for _ in range(2)] == [expected, expected]


def test_a_large_picture_is_not_remembered_and_the_same() -> None:
    into = BytesIO()
    Image.effect_noise((500, 500), 100).save(into, "PNG")
    assert len(into.getvalue()) > lighter.MOST_BYTES
    layout = LayoutConfig(width=40)
    known = lighter._fitted.cache_info().currsize
    made = lighter.fitting_image(into.getvalue(), layout, "PNG")
    assert made == OWN_FITTING(into.getvalue(), layout, "PNG")
    assert lighter._fitted.cache_info().currsize == known


TABLE = pd.DataFrame({"a": [1]})


@pytest.mark.parametrize(
    "value",
    [TABLE, TABLE["a"], {"a": TABLE["a"]}, {"a": 1}, {}, [], [TABLE], [[1]], "x", None, (1,), {1}],
)
def test_a_table_among_the_data_of_a_component_is_found(value: object) -> None:
    assert lighter.may_be_table(value) == is_dataframe_like(value)


def told(of: Callable[..., dict[str, Any]], **given: Any) -> str:
    filled = {"component_name": "c", "isolate_styles": True, "width": "stretch", "height": 1}
    return _compute_element_id("bidi_component", None, **of(BidiComponentMixin(), **filled | given))


@pytest.mark.parametrize("data", [None, {"b": 1, "a": [2]}, [1, {"z": 0}]])
def test_a_component_without_a_key_is_told_by_what_it_was_told_by(data: Any) -> None:
    proto = BidiComponent(bytes=b"x") if data is None else BidiComponent(json="{}")
    given = {"proto": proto, "data": data, "default": {"d": 1}}
    assert told(lighter.identity, **given) == told(OWN_IDENTITY, **given)
    other = given | {"data": {"b": 2}, "proto": BidiComponent(json="{}")}
    assert told(lighter.identity, **other) != told(lighter.identity, **given)


def test_a_copied_cursor_goes_its_own_way_from_the_same_place() -> None:
    first = RunningCursor(0, (1, 2))
    first.lock_element()
    first.get_transient_cursor()
    first.transient_elements[0] = ["passes by"]  # type: ignore[assignment]
    other = lighter.copied(first, {})
    assert (other.delta_path, other.transient_index) == (first.delta_path, first.transient_index)
    assert list(other.transient_elements) == [["passes by"]]
    assert other.transient_elements[0] is not first.transient_elements[0]
    other.lock_element()
    assert other.delta_path != first.delta_path
    assert list(first.transient_elements) == [["passes by"]]


def message(text: str, path: int = 0) -> ForwardMsg:
    made = ForwardMsg()
    made.delta.new_element.markdown.body = text
    made.metadata.delta_path[:] = [path]
    return made


@pytest.mark.parametrize("text", ["short", "long" * 5_000])
def test_what_is_drawn_has_the_name_of_its_content(text: str) -> None:
    here, there, own = message(text), message(text, 7), message(text)
    lighter.add_hash(here)
    lighter.add_hash(there)
    populate_hash_if_needed(own)
    assert here.hash == there.hash
    assert list(there.metadata.delta_path) == [7]
    assert here.metadata == own.metadata
    other = message(text + "!")
    lighter.add_hash(other)
    assert other.hash != here.hash


def test_a_container_is_never_kept_by_browsers() -> None:
    box = ForwardMsg()
    box.delta.add_block.expandable.label = "long" * 5_000
    lighter.add_hash(box)
    assert box.hash
    assert not box.metadata.cacheable
