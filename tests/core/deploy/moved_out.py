"""A home as people get it: unpacked far from the app, and run by a Python that cannot see it."""

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from core.deploy.homes.home import Home, home_download
from core.project.project import Project
from core.project.records import RunRecord
from tests.conftest import ROOT

PYTHON = ROOT / ".venv-homes" / "bin" / "python"
KEPT = ("PATH", "LANG", "TMPDIR")
"""What a home's process still knows of this one's environment."""


def homes_python() -> Path:
    """The Python of the homes; says clearly where it is missing, and fails in CI."""
    if PYTHON.exists():
        return PYTHON
    message = "The homes of a model are tested in .venv-homes, and it is missing: make dev."
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def unpacked(project: Project, run: RunRecord, home: Home, folder: Path) -> Path:
    """The folder, with the files of a home in it."""
    with zipfile.ZipFile(io.BytesIO(b"".join(home_download(project, run, home).pieces))) as archive:
        archive.extractall(folder)
    return folder


def bare_environment(**more: str) -> dict[str, str]:
    """An environment without anything of the app's: no home, no key, no user."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | more


def done_in(folder: Path, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the homes' Python, run in a folder to its end; what it prints is UTF-8."""
    return subprocess.run(
        [homes_python(), *command],
        cwd=folder,
        env=bare_environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
