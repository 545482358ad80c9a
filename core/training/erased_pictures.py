"""A run goes on without pictures that were erased: what it said of them goes with them."""

import json
from collections.abc import Collection
from pathlib import Path

from core.jobs.queue.events import LOG
from core.project.disk import write_whole
from core.project.project import Project
from core.training.outcome import FILE, Outcome


def erase_pictures(project: Project, ids: Collection[str]) -> None:
    """Delete pictures from a project for good: from its data, its versions, and all that its runs
    say of single pictures. Figures and models stay; a run with no held-out picture left goes."""
    gone = frozenset(ids)
    for run in project.runs.all():
        folder = project.runs.folder(run.id)
        _forget_answers(folder, gone)
        _forget_watched(folder / LOG, gone)
        if run.status == "finished" and not _without(folder / FILE, gone):
            project.runs.delete(run.id)
    project.dataset.erase(list(ids))


def _without(file: Path, gone: frozenset[str]) -> bool:
    """Take the rows of pictures out of an outcome; returns whether held-out ones are left, or the
    file is not there."""
    try:
        outcome = Outcome.load(file)
    except FileNotFoundError:
        return True
    rows = [row for row, one in enumerate(outcome.image_ids) if one not in gone]
    if len(rows) < len(outcome.image_ids):
        outcome.rows(rows).save(file)
    return any(outcome.splits[row] == "valid" for row in rows)


def _forget_answers(folder: Path, gone: frozenset[str]) -> None:
    """Held-back sets are asked about again when a page wants them."""
    for file in folder.glob("held-back-*.npz"):
        if gone & set(Outcome.load(file).image_ids):
            file.unlink()


def _forget_watched(file: Path, gone: frozenset[str]) -> None:
    """The pictures that were watched while a fine-tune learned."""
    if not file.exists():
        return
    lines = file.read_bytes().splitlines(keepends=True)
    write_whole(file, b"".join(_line_without(line, gone) for line in lines))


def _line_without(line: bytes, gone: frozenset[str]) -> bytes:
    if b'"pictures"' not in line:
        return line
    event = json.loads(line)
    if event.get("event") != "pictures":
        return line
    event["verdicts"] = [one for one in event["verdicts"] if one[0] not in gone]
    return json.dumps(event).encode() + b"\n"
