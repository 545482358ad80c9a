"""The sentences of `assets/content/says` as tests know them: by name, never by their words."""

import re
from string import Formatter

from core.content import lesson_text


def said(room: str, name: str, /, **places: object) -> str:
    """A sentence as a pattern (`pytest.raises(match=…)`); a place that is not given may hold
    anything."""
    parts = Formatter().parse(lesson_text(f"says/{room}")[name])
    return "".join(
        re.escape(text) + ("" if place is None else _filled(places, place, spec or ""))
        for text, place, spec, _ in parts
    )


def _filled(places: dict[str, object], place: str, spec: str) -> str:
    return re.escape(format(places[place], spec)) if place in places else ".+"
