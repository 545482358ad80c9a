"""The longer explanations of the Evaluate and Clean lessons, kept in `assets/content`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
CONTENT_FOLDER = ASSETS / "content"


@cache
def lesson_text(page: str) -> dict[str, str]:
    """The named texts (Markdown, and `code`) of the page "evaluate" or "clean"."""
    texts: dict[str, str] = yaml.safe_load((CONTENT_FOLDER / f"{page}.yaml").read_text("utf-8"))
    return texts
