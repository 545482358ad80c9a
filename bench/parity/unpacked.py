"""A home's ZIP, unpacked as its owner would."""

import io
import zipfile
from pathlib import Path

from core.deploy.homes.home import Home, home_download
from core.project.project import Project
from core.project.records import RunRecord


def unpacked(home: Home, project: Project, run: RunRecord, place: Path) -> None:
    """Write all files of a home to `place`."""
    data = b"".join(home_download(project, run, home).pieces)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(place)
