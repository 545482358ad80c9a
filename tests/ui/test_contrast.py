"""The colours of both themes can be read: the contrast that WCAG 2.1 asks of small text is 4.5."""

import tomllib
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from ui.parts import charts

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
CAPTION = 0.6  # Streamlit writes captions in 60 % of the text's colour


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(CONFIG.read_text("utf-8"))["theme"][request.param]
    return found


def rgb(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour: list[float]) -> float:
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_captions_can_be_read(theme: dict[str, Any]) -> None:
    for ground in (rgb(theme["backgroundColor"]), rgb(theme["sidebar"]["backgroundColor"])):
        words = rgb(theme["textColor"])
        faded = [CAPTION * w + (1 - CAPTION) * g for w, g in zip(words, ground, strict=True)]
        assert contrast(faded, ground) >= 4.5


def test_buttons_and_chosen_things_can_both_be_read(theme: dict[str, Any]) -> None:
    """Buttons have white or dark words on the primary colour; chosen things are it on the page and
    on a tenth of it."""
    primary, ground = rgb(theme["primaryColor"]), rgb(theme["backgroundColor"])
    on_it = rgb("#FFFFFF" if luminance(ground) > 0.5 else "#101413")
    tinted = [0.1 * p + 0.9 * g for p, g in zip(primary, ground, strict=True)]
    assert contrast(on_it, primary) >= 4.5
    assert min(contrast(primary, ground), contrast(primary, tinted)) >= 4.5


def test_ticks_and_titles_of_a_chart_are_in_ink() -> None:
    layout = charts.dressed(go.Figure(go.Bar(x=["a"], y=[1], text=["1"])))["layout"]
    for axis in (layout["xaxis"], layout["yaxis"]):
        assert axis["tickfont"]["color"] == axis["title"]["font"]["color"] == charts.ink()
    assert layout["font"]["color"] == charts.ink()
