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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from core.gather.intake import IntakeReport, take_in
from core.gather.meaning.questions import questions
from core.gather.reading.refusal import Refused
from core.gather.staging import Part, arrivals, project_zip, stage, staged
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
    project = workspace.current()
    stage(project, _files(path), "folder" if path.is_dir() else "files")
    parts = staged(project)
    saved = next((part for part in parts if part.reading.saved_project), None)
    if saved is not None:
        return _opened(workspace, saved, parts)
    return _outcome(project, take_in(project, arrivals(parts, {})), parts)


def _files(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The file, or those of a folder as a browser names them; links are not followed."""
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in found:
        if file.is_file() and not (path.is_dir() and file.is_symlink()):
            with file.open("rb") as opened:
                yield file.relative_to(path.parent).as_posix(), opened


def _opened(workspace: Workspace, saved: Part, parts: Sequence[Part]) -> dict[str, Any]:
    before = workspace.current()
    try:
        with tempfile.TemporaryDirectory() as folder:
            packed = project_zip(saved, Path(folder) / "project.zip")
            return _outcome(workspace.open_archive(packed), IntakeReport(), parts)
    except (ArchiveRefused, Refused) as refusal:
        return _outcome(before, IntakeReport(refused=[(saved.name, str(refusal))]), parts)


def _outcome(project: Project, report: IntakeReport, parts: Sequence[Part]) -> dict[str, Any]:
    asked = [
        one
        for part in parts
        for one in questions(part.reading, known=_beside(part, parts), names=part.names)
    ]
    return {
        "classes": {name: count for name, count in project.dataset.classes().items() if count},
        "sides": _sides(project),
        "unlabelled": len(project.dataset.unlabelled()),
        "refused": [list(one) for one in report.refused],
        "passed_over": sum(part.reading.passed_over for part in parts),
        "question": " ".join(dict.fromkeys(one.sentence for one in asked)) or None,
    }


def _beside(part: Part, parts: Sequence[Part]) -> set[str]:
    """The classes of what came beside this part."""
    return {name for other in parts if other is not part for name in other.reading.way().counts}


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
