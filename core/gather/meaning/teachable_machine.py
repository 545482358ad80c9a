"""Teachable Machine: project files (.tm), and the ZIPs of samples of one class."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from core.gather.meaning.entries import Entry
from core.gather.reading.refusal import Refused

BETWEEN = "-!-"
_MANIFEST = "manifest.json"
_MOST = 1_000_000  # bytes of a manifest
_COPY = re.compile(
    r"(?:\s*\(\d+\)|[ _-]+\d{1,2}|\s*-?\s*(?:copy|kopie|copie|copia|cópia|kopia|копия|コピー|副本)"
    r"(?:\s*\(?\d+\)?)?)+$",
    re.I,
)
_SAMPLES = re.compile(r"(.+)[-_ ]samples$", re.I)


@dataclass(frozen=True)
class TmProject:
    """A project of Teachable Machine: of which kind it is, and the class of each entry."""

    kind: str
    labels: list[str]


def tm_project(entries: Sequence[Entry], name: str) -> TmProject | None:
    """The project in these entries; None where it is none. Entries that are no samples have no
    class."""
    manifest = next((entry for entry in entries if entry.name == _MANIFEST), None)
    told = sum(BETWEEN in entry.name for entry in entries)
    if not told or not (manifest or name.lower().endswith(".tm")):
        return None
    inside = len(manifest.folders) if manifest else 0
    labels = ["/".join(entry.parts[inside:]) for entry in entries]
    return TmProject(
        _kind(manifest), [path.rsplit(BETWEEN, 1)[0] if BETWEEN in path else "" for path in labels]
    )


def class_of_samples(name: str, stems: Sequence[str]) -> str:
    """The class in the name of a ZIP or folder of samples, such as "cat-samples (1).zip", whose
    pictures are only numbered; "" where it is none."""
    match = _SAMPLES.fullmatch(without_copy_marks(name))
    return match.group(1) if match and all(stem.isdigit() for stem in stems) else ""


def without_copy_marks(name: str) -> str:
    """A ZIP's name without its ending and what a browser or a system adds to a second copy."""
    stem = PurePath(name).stem if name.lower().endswith((".zip", ".tm")) else name
    return _COPY.sub("", stem) or stem


def _kind(manifest: Entry | None) -> str:
    """ "image", "audio" or "pose"; "image" where the manifest does not say."""
    try:
        said = json.loads(manifest.read()) if manifest and manifest.size <= _MOST else {}
    except (ValueError, RecursionError, Refused):
        return "image"
    kind = said.get("type") if isinstance(said, dict) else None
    return kind if kind in ("image", "audio", "pose") else "image"
