"""Which drawing stands beside which term of the glossary."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from core.learning import drawn_photos, drawn_scenes  # noqa: F401  (they add families)
from core.learning.drawings import drawing

CONTENT = Path(__file__).parents[2] / "assets" / "content" / "glossary_drawings.yaml"


@cache
def term_drawings() -> dict[str, str]:
    """Term → SVG, read and drawn once a process; raises KeyError for an unknown family or part."""
    saved = yaml.safe_load(CONTENT.read_text(encoding="utf-8"))
    return {term: drawing(kind, *words) for term, (kind, *words) in saved.items()}
