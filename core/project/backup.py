"""A copy of a home while it is in use: `python -m core.project.backup TO`.

DRIVETRAIN_HOME says of what. Tables are copied as SQLite copies a database that others write to;
pictures and models never change once they are written, so each is copied once. Called again on the
same folder, it brings what is new and takes away what is gone. To restore, stop the servers and put
the folder in the home's place.
"""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from core.content import says
from core.project.disk import SAVING, home
from core.project.forgetting import GONE
from core.project.project import Project, ProjectUnreadable
from core.project.servers import FOLDER as SERVERS

LEFT_OUT = ("cache", "arriving", "reserve", SERVERS)
"""What can be made again, is on its way, or is of this moment only."""
_DRAFTS = (SAVING, GONE, ".new-", ".opening-")
_NO_FILES = ("-wal", "-shm", "-journal", ".tmp", ".part", ".lock")


def back_up(at: Path, to: Path) -> int:
    """Bring `to` up to the home `at`; returns how many files it holds then. Each project is copied
    while its learner goes on, then what changed meanwhile while nothing can change: that takes a
    moment. Raises OSError, where the disk is full for example."""
    copied: set[Path] = set()
    for project in at.glob("workspaces/*/projects/[!.]*"):
        _bring(project, to / project.relative_to(at))
        copied |= _bring_held(project, to / project.relative_to(at))
    for file in _files(at):
        if "projects" not in file.relative_to(at).parts:
            copied |= _copied(file, to / file.relative_to(at))
    for old in [file for file in to.rglob("*") if file.is_file() and file not in copied]:
        old.unlink()
    return len(copied)


def _bring_held(project: Path, to: Path) -> set[Path]:
    try:
        with Project.open(project).holding():
            return _bring(project, to)
    except (ProjectUnreadable, sqlite3.OperationalError):
        return _bring(project, to) if project.exists() else set()


def _bring(folder: Path, to: Path) -> set[Path]:
    """Copy all files below a folder; returns the copies."""
    return {
        copy for file in _files(folder) for copy in _copied(file, to / file.relative_to(folder))
    }


def _copied(source: Path, copy: Path) -> set[Path]:
    """Copy one file unless it is there; empty where it went meanwhile."""
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        if source.suffix == ".sqlite":
            _copy_tables(source, copy)
        elif not _is_same(source, copy):
            shutil.copy2(source, copy)
    except (FileNotFoundError, sqlite3.OperationalError):
        if source.exists():
            raise
        return set()
    return {copy}


def _copy_tables(source: Path, copy: Path) -> None:
    """All that is committed, also what still lies beside the file; whole or not at all."""
    draft = copy.with_name(f"{copy.name}.part")
    draft.unlink(missing_ok=True)
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=30)) as tables,
        closing(sqlite3.connect(draft)) as target,
    ):
        tables.backup(target)
    draft.replace(copy)


def _is_same(source: Path, copy: Path) -> bool:
    if not copy.exists():
        return False
    one, other = source.stat(), copy.stat()
    return one.st_size == other.st_size and int(one.st_mtime) == int(other.st_mtime)


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder that belong into a backup."""
    for entry in sorted(folder.iterdir()):
        if entry.name in LEFT_OUT or entry.name.startswith(_DRAFTS):
            continue
        if entry.is_dir():
            yield from _files(entry)
        elif not entry.name.endswith(_NO_FILES):
            yield entry


if __name__ == "__main__":
    print(says("project", "backed_up", files=back_up(home(), Path(sys.argv[1]))))  # noqa: T201
