"""What becomes of files that people bring: python -m bench.bring_in PATH… prints a line for each.

    python -m bench.bring_in ../shared/cases/zips/*.zip photo.png folder/

Each file, folder or ZIP is brought into an empty project of its own, in a home that is gone
afterwards; every question is answered as proposed. One JSON object a line:

    path        what was brought
    classes     class → pictures
    sides       train, valid, test → pictures with a class; the side that a folder or table said,
                and where none said any, the one that was drawn
    unlabelled  pictures that are kept without a class
    refused     [name, sentence] of each file that could not be used
    passed_over how many files are no pictures and were left out in silence
    question    what the learner would be asked before anything is kept, or null
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.gather.arrivals import check_size
from core.gather.as_read import as_read
from core.gather.intake import IntakeReport, take_in
from core.gather.meaning.entries import Entry
from core.gather.meaning.questions import questions
from core.gather.meaning.reading import Reading, read_arrival
from core.gather.reading.refusal import Refused
from core.gather.reading.zip_names import ZipNames
from core.gather.reading.zip_reading import is_zip, zip_entries
from core.project.archive.members import ArchiveRefused
from core.project.project import Project
from core.project.workspace import Workspace


def main(paths: Sequence[str]) -> None:
    """Bring each path in and print what became of it."""
    if not paths or paths[0] in ("-h", "--help"):
        print(__doc__)
        return
    for path in paths:
        with tempfile.TemporaryDirectory() as home:
            os.environ["DRIVETRAIN_HOME"] = home
            print(json.dumps({"path": path} | brought(Path(path)), ensure_ascii=False), flush=True)


def brought(path: Path) -> dict[str, Any]:
    """What became of one file, folder or ZIP, without its path."""
    workspace = Workspace.create()
    try:
        reading, names, source = _reading(path)
    except Refused as refusal:
        report = IntakeReport(refused=[(path.name, str(refusal))])
        return _outcome(workspace.current(), report, None, None)
    if reading.saved_project:
        return _opened(workspace, path, reading)
    project = workspace.current()
    report = take_in(project, as_read(reading, source))
    return _outcome(project, report, reading, names)


def _reading(path: Path) -> tuple[Reading, ZipNames | None, str]:
    if path.is_dir():
        entries = [_on_disk(file, path.parent) for file in sorted(path.rglob("*"))]
        return read_arrival([entry for entry in entries if entry]), None, "folder"
    with path.open("rb") as file:
        start = file.read(4)
    if is_zip(path.name, start):
        unpacked = zip_entries(path)
        return read_arrival(unpacked.entries, path.name), unpacked.names, "zip"
    entry = Entry(path.name, path.stat().st_size, _reader(path))
    return read_arrival([entry]), None, "files"


def _on_disk(file: Path, above: Path) -> Entry | None:
    """A file of a folder; links are not followed."""
    if file.is_symlink() or not file.is_file():
        return None
    return Entry(file.relative_to(above).as_posix(), file.stat().st_size, _reader(file))


def _reader(file: Path) -> Any:
    def read() -> bytes:
        check_size(file.stat().st_size)
        return file.read_bytes()

    return read


def _opened(workspace: Workspace, path: Path, reading: Reading) -> dict[str, Any]:
    try:
        project, report = workspace.open_archive(path), IntakeReport()
    except ArchiveRefused as refusal:
        project, report = workspace.current(), IntakeReport(refused=[(path.name, str(refusal))])
    return _outcome(project, report, reading, None)


def _outcome(
    project: Project, report: IntakeReport, reading: Reading | None, names: ZipNames | None
) -> dict[str, Any]:
    asked = questions(reading, names=names) if reading else []
    return {
        "classes": {name: count for name, count in project.dataset.classes().items() if count},
        "sides": _sides(project),
        "unlabelled": len(project.dataset.unlabelled()),
        "refused": [list(one) for one in report.refused],
        "passed_over": reading.passed_over if reading else 0,
        "question": " ".join(one.sentence for one in asked) or None,
    }


def _sides(project: Project) -> dict[str, int]:
    """The side each picture came in, or else was drawn to."""
    came = {
        image.id: project.dataset.provenance(image.id).get("folder", "")
        for image in project.dataset.images()
    }
    return dict(
        Counter(
            "test" if image.split == "test" else came[image.id] or image.split
            for image in project.dataset.images()
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
