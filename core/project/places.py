"""Texts without the places of this machine: a folder's name can hold a workspace's key."""

import re
import sys
from pathlib import Path

from core.project.disk import home

_FOLDERS = re.compile(
    r"(?<![\w.:/\\~-])(?:[A-Za-z]:)?(?:[\\/]+[^\\/\s'\"<>|:*?,;()]+)*[\\/]+(?=\w)"
)
_REPOSITORY = Path(__file__).parents[2]


def without_places(text: str) -> str:
    """`text` with every file called by its name alone, whatever folders it lies in.

    For whatever a page shows or an export carries of another program's words.
    """
    known = {str(place) for place in (home(), Path.home(), _REPOSITORY, Path(sys.prefix))}
    for place in sorted(known - {"/"}, key=len, reverse=True):
        text = text.replace(place, "").replace(place.replace("\\", "\\\\"), "")
    return _FOLDERS.sub("", text)


def without_key(data: bytes, project: Path) -> bytes:
    """A text on its way out without the project's folder and the key that stands in it."""
    for place in (str(project), str(home()), project.parents[1].name):
        data = data.replace(place.encode(), b"")
    return data
