"""The files of our own components: each has a folder under `assets/components`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_COMPONENTS = Path(__file__).parents[1] / "assets" / "components"


@cache
def component_file(component: str, file: str) -> str:
    """The text of one HTML, CSS or JavaScript file of a component, read once."""
    return (_COMPONENTS / component / file).read_text("utf-8")
