"""What live components share in the browser: the camera, and the line to the server."""

from collections.abc import Callable, Hashable
from typing import Any

from core.content import read
from core.live.tickets import TICKETS, Talk
from core.project.project import Project
from ui.parts.component import component_file
from ui.parts.live_camera.route import line_address
from ui.parts.live_camera.there import there_address

_FILES = ("live_line.js", "live_eye.js", "live_bars.js", "live_judge.js")


def live_js() -> str:
    """`LiveLine`, `LiveEye`, `LiveBars`, `LiveJudge`: to stand before a component's own script."""
    return "".join(component_file(__file__, name) for name in _FILES)


def live_css() -> str:
    """How camera, bars and buttons look, to stand before a component's own."""
    return component_file(__file__, "live_camera.css")


def live_data(project: Project, about: Hashable, talk: Callable[[], Talk]) -> dict[str, Any]:
    """What a live component needs to begin: the address of its line, where a browser finds what it
    needs to judge by itself ("" for nowhere), and why there may be no camera, in words. `talk()`
    answers at the other end of the line; it is `about` this."""
    workspace = project.path.parent.parent
    token = TICKETS.show(workspace, (about, project.path), talk)
    why = read("live.yaml", dict[str, str], "no_camera")
    return {"address": line_address(token), "there": there_address(), "why": why}
