"""Whether jobs go to a cluster, and for how many at once it has room. Needs no Ray."""

import os
from pathlib import Path

from core.project.disk import home, write_whole

ADDRESS = "DRIVETRAIN_RAY_ADDRESS"
FILE = "cluster-places"


def cluster_address() -> str | None:
    """Where the class's cluster is, None where this machine does its own work."""
    return os.environ.get(ADDRESS, "").strip() or None


def note_places(places: int) -> None:
    """Remember how many jobs the cluster had room for when it was last asked."""
    write_whole(_file(), str(places).encode())


def places_noted() -> int:
    """For how many jobs at once there is room: 1 without a cluster, or before it was asked."""
    if cluster_address() is None:
        return 1
    try:
        return max(1, int(_file().read_text()))
    except (OSError, ValueError):
        return 1


def _file() -> Path:
    return home() / FILE
