"""Where everything lives on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_dir


def home() -> Path:
    """Return the folder of all workspaces: DRIVETRAIN_HOME, or the platform's user-data folder."""
    chosen = os.environ.get("DRIVETRAIN_HOME") or user_data_dir("drivetrain-lab", appauthor=False)
    path = Path(chosen).expanduser()
    path.mkdir(parents=True, exist_ok=True)
    return path


def shared_cache() -> Path:
    """Return the folder for what every workspace may share: backbones and embeddings."""
    path = home() / "cache"
    path.mkdir(exist_ok=True)
    return path
