"""Three classes as a triangle: where each action is cheapest, and where the pictures are."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.decide.regions import Region, on_paper, regions
from core.drivetrain.decide.rule import Rule
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.text import decide_text
from core.words import listed, percent
from ui.parts import charts
from ui.parts.chart_labels import plain
from ui.parts.lesson import as_text, note
from ui.parts.palette import OKABE_ITO

PATTERNS = ("", "/", ".", "\\", "x", "-", "+", "|")
ROOM_FOR_A_NAME = 0.06
HEIGHT, EDGE = 420, 0.09


class _Row(NamedTuple):
    """A piece of the triangle in figures: its action, its share in words, the pictures in it."""

    action: str
    share: str
    pictures: int


def triangle(now: Situation) -> None:
    """The pieces of the triangle with the pictures in it; every number in the table behind it."""
    found = _rows(now)
    note(decide_text().triangle)
    charts.show(
        _figure(now, charts.ink()),
        table=pd.DataFrame(found, columns=["action", "share of the triangle", "your pictures"]),
        alt=_alt(now.rule, found),
        key="rule_triangle",
    )
    if legend := _legend(now.rule, regions(now.rule)):
        note(" ".join(legend))


def _rows(now: Situation) -> list[_Row]:
    rule, pictures = now.rule, {group.action: len(group.rows) for group in now.groups}
    names = [(rule.names[region.action], percent(region.share)) for region in regions(rule)]
    return [_Row(name, share, pictures.get(name, 0)) for name, share in names]


@lru_cache(maxsize=charts.KEPT)
def _figure(now: Situation, ink: str) -> charts.Finished:
    """Built in one go: adding to a figure piece by piece is slow, and this is at every click."""
    rule, found = now.rule, regions(now.rule)
    named = [region for region in found if region.share >= ROOM_FOR_A_NAME]
    corners = [_corner(rule.classes[at], at, ink) for at in range(len(rule.classes))]
    fig = go.Figure(
        data=[*(_piece(region) for region in found), _pictures(now, ink)],
        layout={
            "annotations": [*(_name(rule, region, ink) for region in named), *corners],
            "xaxis": {"visible": False, "range": [-0.25, 1.25]},
            "yaxis": {"visible": False, "range": [-EDGE, 0.87 + EDGE], "scaleanchor": "x"},
        },
    )
    return charts.finished(fig, height=HEIGHT)


def _pictures(now: Situation, ink: str) -> dict[str, Any]:
    points = on_paper(now.pictures.probs)
    return {
        "type": "scatter",
        "x": points[:, 0],
        "y": points[:, 1],
        "mode": "markers",
        "marker": {"size": 9, "color": ink, "line": {"width": 1.5, "color": _ground()}},
        "opacity": 0.75,
        "hoverinfo": "skip",
    }


def _piece(region: Region) -> dict[str, Any]:
    around = on_paper(np.vstack([region.corners, region.corners[:1]]))
    colour = OKABE_ITO[region.action % len(OKABE_ITO)]
    pattern = PATTERNS[region.action % len(PATTERNS)]
    return {
        "type": "scatter",
        "x": around[:, 0],
        "y": around[:, 1],
        "mode": "lines",
        "fill": "toself",
        "line": {"color": colour, "width": 2},
        "fillcolor": _pale(colour),
        "fillpattern": {"shape": pattern, "fgcolor": colour, "size": 8},
        "hoverinfo": "skip",
    }


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.25)"


def _name(rule: Rule, region: Region, ink: str) -> dict[str, Any]:
    """The action's name in the middle of its piece."""
    x, y = on_paper(region.middle[None])[0]
    return {
        "x": x,
        "y": y,
        "text": f"<b>{plain(rule.names[region.action])}</b>",
        "showarrow": False,
        "bgcolor": _ground(),
        "opacity": 0.85,
        "font": {"size": 15, "color": ink},
    }


def _corner(name: str, at: int, ink: str) -> dict[str, Any]:
    """The name of a class at its corner: below the two lower ones, above the third."""
    x, y = on_paper(np.eye(3))[at]
    below = at < 2
    return {
        "x": x,
        "y": y,
        "text": plain(says("decide", "surely", name=name)),
        "showarrow": False,
        "yanchor": "top" if below else "bottom",
        "yshift": -6 if below else 6,
        "font": {"size": 15, "color": ink},
    }


def _ground() -> str:
    """What stands out against the ink, on a light page and on a dark one."""
    return "#FFFFFF" if st.context.theme.type != "dark" else "#141817"


def _legend(rule: Rule, found: list[Region]) -> list[str]:
    """What the drawing cannot name: pieces too small for a name, and actions without a piece."""
    small = [
        f"“{as_text(rule.names[one.action])}” ({percent(one.share)})"
        for one in found
        if one.share < ROOM_FOR_A_NAME
    ]
    drawn = {region.action for region in found}
    never = [f"“{as_text(name)}”" for i, name in enumerate(rule.names) if i not in drawn]
    words = [says("decide", "too_small", small=listed(small)) if small else ""]
    words.append(says("decide", "never", never=listed(never)) if never else "")
    return [one for one in words if one]


def _alt(rule: Rule, found: list[_Row]) -> str:
    pieces = "; ".join(
        says("decide", "piece_alt", action=row.action, share=row.share, pictures=row.pictures)
        for row in found
    )
    return says("decide", "triangle_alt", classes=", ".join(rule.classes), pieces=pieces)
