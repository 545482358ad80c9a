"""Saving a project while its learner goes on: one moment of it is held, and sent piece by piece.

The tables are read through a transaction that sees that moment. The files of that moment get a
second name (a hard link) in a folder of their own beside the project, so that what is removed or
written again meanwhile stays for the ZIP. It costs neither memory nor room; the folder goes when
the ZIP is out or its reader is gone, and the next start sweeps what a killed server left.
"""

import logging
import os
import secrets
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from core.project.archive import members, seal
from core.project.archive.attribution import attribution_lines
from core.project.archive.size import why_not_saved
from core.project.archive.streamed_zip import Download, Member, file_pieces, zip_length, zip_pieces
from core.project.archive.tables_out import json_pieces
from core.project.connections import names_held
from core.project.database import CONNECTIONS, FILE
from core.project.disk import SAVING, home
from core.project.places import without_key
from core.project.project import Project
from core.project.reserve import disk_trouble
from core.project.soon import WAITING

_Held = tuple[str, str, int]
LOG = logging.getLogger(__name__)


class CannotBeSaved(Exception):
    """The project is larger than what can be opened; the text says what to do."""


def saved_project(project: Project) -> Download:
    """The whole project as one ZIP, as it stands now. Raises CannotBeSaved for one that is too
    large, OSError or sqlite3.OperationalError where it cannot be read; who takes it closes it."""
    if reason := why_not_saved(project):
        raise CannotBeSaved(reason)
    _write_what_waits(project)
    moment = _Moment(project)
    try:
        length = zip_length(moment.members())
        return Download(zip_pieces(moment.members()), length, moment.let_go)
    except BaseException:
        moment.let_go()
        raise


class _Moment:
    """A project as it stood when this was made: its tables and its files."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._folder = project.path.with_name(f"{SAVING}{project.id}-{secrets.token_hex(4)}")
        self._can_link = True
        self._open = ExitStack()
        self._open.callback(shutil.rmtree, self._folder, ignore_errors=True)
        try:
            with names_held(project.path), project.holding():
                self._tables = self._open.enter_context(CONNECTIONS.borrowed(project.path / FILE))
                self._tables.execute("BEGIN")
                self._open.callback(self._tables.execute, "ROLLBACK")
                self._files = list(self._held_files())
        except BaseException:
            self._open.close()
            raise

    def let_go(self) -> None:
        """Forget the moment."""
        self._open.close()

    def members(self) -> Iterator[Member]:
        """What the ZIP holds: tables, pictures, sounds, files of runs, whose the pictures are."""
        yield Member(members.PROJECT, partial(json_pieces, self._tables), packed=True)
        for name, path, size in self._files:
            yield self._member(name, Path(path), size)
        yield from self._seals()
        yield Member(members.ATTRIBUTION, partial(attribution_lines, self._tables), packed=True)

    def _member(self, name: str, path: Path, size: int) -> Member:
        if members.run_file(name) is None or name.endswith(members.LARGE_FILES):
            return Member(name, partial(file_pieces, path, size), size)
        if name.endswith(members.BINARY_FILES):
            return Member(name, partial(file_pieces, path, size), size, packed=True)
        return Member(name, partial(_text_pieces, self._project.path, path, size), packed=True)

    def _held_files(self) -> Iterator[_Held]:
        """Member, where its bytes stay, how many they are."""
        dataset = self._project.dataset
        for (image_id,) in self._tables.execute("SELECT id FROM picture ORDER BY seq"):
            yield self._held(members.image_member(image_id), dataset.image_path(image_id))
            if (sound := dataset.sound_path(image_id)).exists():
                yield self._held(members.sound_member(image_id), sound)
        for row in self._tables.execute("SELECT id FROM run ORDER BY seq").fetchall():
            folder = self._project.runs.folder(row[0])
            for path in sorted(folder.iterdir()):
                member = members.run_member(row[0], path.name)
                if member is not None and path.is_file():
                    yield self._held(member, path)

    def _held(self, member: str, path: Path) -> _Held:
        size = path.stat().st_size
        return member, str(self._second_name(member, path)), size

    def _second_name(self, member: str, path: Path) -> Path:
        """Where the file stays; on a disk that gives no second names, where it is."""
        other = self._folder / member.replace("/", "-")
        if self._can_link:
            try:
                self._folder.mkdir(exist_ok=True)
                os.link(path, other)
                return other
            except OSError:
                self._can_link = False
        return path

    def _seals(self) -> Iterator[Member]:
        runs: defaultdict[str, dict[str, Path]] = defaultdict(dict)
        for member, path, _ in self._files:
            if (found := members.run_file(member)) and found[1] in seal.SEALED:
                runs[found[0]][found[1]] = Path(path)
        for run_id, files in runs.items():
            if len(files) == len(seal.SEALED):
                made = partial(_seal_pieces, run_id, files)
                yield Member(f"runs/{run_id}/{seal.FILE}", made, packed=True)


def _text_pieces(project: Path, path: Path, size: int) -> Iterator[bytes]:
    """A text of a run, without the places of this machine; whole lines at a time."""
    rest = b""
    for piece in file_pieces(path, size):
        lines, newline, begun = piece.rpartition(b"\n")
        if newline:
            yield without_key(rest + lines + newline, project)
            rest = begun
        else:
            rest += piece
    yield without_key(rest, project)


def _seal_pieces(run_id: str, files: dict[str, Path]) -> Iterator[bytes]:
    """The seal of a run's files; empty where the secret it takes was never made and cannot be."""
    try:
        digests = {name: seal.digest_of(path) for name, path in files.items()}
        yield seal.seal(run_id, digests).encode()
    except OSError as error:
        LOG.warning("A model is saved without its seal: %s", error.strerror)


def _write_what_waits(project: Project) -> None:
    """Settings that wait belong into the ZIP, but a disk that takes nothing more keeps nobody from
    saving."""
    try:
        WAITING.write(project.path)
    except sqlite3.OperationalError:
        if not disk_trouble(home()):
            raise
