"""A project's pictures as they stand, read once for each change and not at every click."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from core.project.project import Project
from core.project.records import ImageRecord

KEPT = 4  # projects; 5,000 records are about 3 MB and 25 ms


def images_now(project: Project, label: str | None = None) -> list[ImageRecord]:
    """What `project.images(label)` returns, at once where nothing has changed since."""
    images = _as_they_stood(project.path, project.changed())
    return [image for image in images if label is None or image.label == label]


@lru_cache(maxsize=KEPT)
def _as_they_stood(path: Path, changed: int) -> tuple[ImageRecord, ...]:
    return tuple(Project(path).dataset.images())
