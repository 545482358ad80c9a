"""What systems, sync programs and exports leave beside pictures, unseen by the learner."""

import re
from collections.abc import Iterable

from core.gather.meaning.entries import PICTURES, Entry, path_parts

_FILES = frozenset(
    (
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        "picasa.ini",
        "zbthumbnail.info",
        "icon\r",
        "ntuser.dat",
        "albumthumbs.db",
    )
)
_FOLDERS = frozenset(
    (
        "__macosx",
        "@eadir",
        "@__thumb",
        "#recycle",
        "#snapshot",
        "$recycle.bin",
        "recycler",
        "lost.dir",
        "lost+found",
        "system volume information",
        "found.000",
        "__pycache__",
    )
)
_SIDECAR = re.compile(rf"\.(?:{'|'.join(PICTURES)}|mp4|mov|dng)[^/]*\.json", re.IGNORECASE)


def is_litter(path: str) -> bool:
    """Whether a system or a program left this file there, unseen by the learner."""
    parts = path_parts(path)
    if any(part.startswith(".") or part.lower() in _FOLDERS for part in parts):
        return True
    name = parts[-1].lower() if parts else ""
    return name in _FILES or name.startswith("~$") or bool(_SIDECAR.search(name))


def without_litter(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are the learner's own."""
    return [entry for entry in entries if not is_litter(entry.path)]
