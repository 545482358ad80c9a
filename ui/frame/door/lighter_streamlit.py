"""What Streamlit 1.67 does for every element of a page, done with less work: the same comes out."""

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import Any, NamedTuple

from streamlit import config, cursor
from streamlit.components.v2.bidi_component import serialization
from streamlit.components.v2.bidi_component.main import BidiComponentMixin
from streamlit.dataframe_util import is_dataframe_like
from streamlit.elements import html
from streamlit.elements.lib import image_utils
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.runtime.scriptrunner_utils import script_run_context
from streamlit.util import calc_hash

MOST_BYTES = 50_000  # of a picture that is remembered
_NEVER_TABLES = (str, int, float, bool, type(None), list, dict)


def do_less_for_each_element() -> None:
    """From now on what is asked again and again is remembered, and what is thrown away not made.

    A click draws forty to ninety elements; a fifth of its time in Python was these steps. Each of
    them gives what Streamlit's own gives, which a test compares.
    """
    image_utils._validate_image_format_string = image_format
    image_utils._ensure_image_size_and_format = fitting_image  # type: ignore[assignment]
    html._html_only_style_tags = lru_cache(maxsize=64)(html._html_only_style_tags)
    serialization.is_dataframe_like = may_be_table  # type: ignore[attr-defined,assignment]
    BidiComponentMixin._build_bidi_identity_kwargs = identity  # type: ignore[method-assign,assignment]
    cursor.SparseList.__class_getitem__ = classmethod(_itself)  # type: ignore[attr-defined,assignment]
    cursor.Cursor.__deepcopy__ = copied  # type: ignore[attr-defined]
    script_run_context.populate_hash_if_needed = add_hash  # type: ignore[attr-defined,assignment]


class _Kept(NamedTuple):
    """A small picture as it came, and how it is asked for."""

    data: bytes
    asked: str
    width: int | None = None


_format, _fitting = (
    image_utils._validate_image_format_string,
    image_utils._ensure_image_size_and_format,
)


def image_format(image_data: Any, format: str) -> Any:
    """The format in which Streamlit sends a picture; small ones are opened once."""
    if isinstance(image_data, bytes) and len(image_data) <= MOST_BYTES:
        return _format_of(_Kept(image_data, format))
    return _format(image_data, format)


def fitting_image(image_data: bytes, layout: LayoutConfig, image_format: Any) -> bytes:
    """A picture no wider than it is shown, as Streamlit makes it; small ones are made once."""
    if len(image_data) > MOST_BYTES:
        return _fitting(image_data, layout, image_format)
    width = layout.width if isinstance(layout.width, int) else None
    return _fitted(_Kept(image_data, image_format, width))


@lru_cache(maxsize=256)
def _format_of(kept: _Kept) -> Any:
    return _format(kept.data, kept.asked)


@lru_cache(maxsize=256)
def _fitted(kept: _Kept) -> bytes:
    return _fitting(kept.data, LayoutConfig(width=kept.width), kept.asked)  # type: ignore[arg-type]


_is_table = is_dataframe_like


def may_be_table(value: object) -> bool:
    """Whether a component's value is sent as a table: never a list, nor a dictionary that begins
    with something plain. Streamlit tries twenty kinds of tables on each."""
    if type(value) is list:
        return False
    if type(value) is dict:
        return not isinstance(next(iter(value.values()), None), _NEVER_TABLES) and _is_table(value)
    return _is_table(value)


class _Later:
    """Words that are worked out once somebody asks for them."""

    def __init__(self, words: Callable[[], str]) -> None:
        self._words = words

    def __str__(self) -> str:
        return self._words()


_identity = BidiComponentMixin._build_bidi_identity_kwargs


def identity(mixin: BidiComponentMixin, **of: Any) -> dict[str, Any]:
    """What a component without a key is told by. One with a key is told by that, and for it all of
    its data was written as JSON a second time and thrown away."""
    if of["proto"].WhichOneof("data") != "json":
        return _identity(mixin, **of)
    names = ("component_name", "isolate_styles", "width", "height", "default")
    told = {name: of.get(name) for name in names}
    return told | {"json": _Later(lambda: str(_identity(mixin, **of)["json"]))}


def _itself(kind: type, _of: object) -> type:
    return kind


def copied(of: cursor.Cursor, memo: dict[int, Any]) -> cursor.Cursor:
    """A cursor of its own at the same place: all it has are numbers, and what passes by."""
    other = object.__new__(type(of))
    other.__dict__.update(of.__dict__)
    passing = of._transient_elements
    other._transient_elements = deepcopy(passing, memo) if passing else type(passing)()
    return other


def add_hash(message: ForwardMsg) -> None:
    """Name what is drawn by its content, and mark what browsers keep, as Streamlit does; without
    moving aside and copying back where it stands."""
    if message.hash or message.WhichOneof("type") != "delta":
        populate_hash_if_needed(message)
        return
    content = message.delta.SerializeToString(deterministic=True)
    message.hash = calc_hash(content)
    kept = len(content) >= _least_kept() and message.delta.WhichOneof("type") == "new_element"
    message.metadata.cacheable = kept


@lru_cache(maxsize=1)
def _least_kept() -> int:
    return int(config.get_option("global.minCachedMessageSize"))
