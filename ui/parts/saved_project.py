"""Saved project."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from core.project.archive.archive import save_archive
from core.project.project import Project


def zipped(project: Project) -> bytes:
    """Return the whole project as the bytes of one ZIP."""
    with tempfile.TemporaryDirectory() as folder:
        return save_archive(project, Path(folder) / "project.zip").read_bytes()


def file_stem(name: str) -> str:
    """Return a project's name as a file name that every system accepts."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower() or "project"
