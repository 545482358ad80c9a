"""The lines at the top of a README.md by which Hugging Face starts a Space."""

from typing import Any

from core.project.project import Project
from core.vision.model_labels import ModelLabels

LONGEST_DESCRIPTION = 60  # characters; Hugging Face refuses a longer one
_LONGEST_TITLE = 60


def space(project: Project, labels: ModelLabels, sdk: str, **more: Any) -> dict[str, Any]:
    """What every Space says of itself, and what this kind of it (`sdk`) adds."""
    return {
        "title": _cut(project.name, _LONGEST_TITLE),
        "emoji": "🔎",
        "colorFrom": "green",
        "colorTo": "gray",
        "sdk": sdk,
        **more,
        "pinned": False,
        "short_description": _cut(f"Tells apart: {', '.join(labels.vocab)}", LONGEST_DESCRIPTION),
    }


def _cut(text: str, longest: int) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
