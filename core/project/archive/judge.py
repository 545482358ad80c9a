"""The one place that judges all that arrives in a saved project's ZIP, before any of it is used.

    the list of files    names, sizes, links, packing            members.py
    project.json         a row at a time, each field by a model   pieces.py, tables.py, figures.py
    pictures, sounds     bytes, size, passes, hidden data         pictures.py
    .npz of runs         headers first, then made again           arrays.py
    events.jsonl         line by line                             figures.py
    model.onnx           only with the seal of this home          seal.py

A row that no project of this app can have refuses the ZIP. A setting or a file of a run that cannot
be read is left out, and a sentence says so.
"""

import json
import sqlite3
import threading
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from core.content import says
from core.project.archive import members, seal
from core.project.archive.arrays import MAX_NPZ, judged_arrays
from core.project.archive.figures import MAX_EVENTS_BYTES, is_tame, judged_events
from core.project.archive.members import ArchiveRefused, SavedZip
from core.project.archive.pictures import DAMAGED, MAX_JPEG, judge_picture
from core.project.archive.pieces import fields_and_rows
from core.project.archive.size import MAX_TABLES, most_rows
from core.project.archive.tables import TABLES, Head, SettingRow, insert_rows, settle_rows
from core.project.dataset.draw import write_settings
from core.project.disk import write_all_new, write_whole
from core.project.limits import limits, too_much
from core.project.project import Project
from core.project.records import SplitSettings
from core.project.settings import Setting

LEFT_OUT = Setting[list[str]]("opened_without", list[str], list)  # what Open project did without
MAX_WORDS = 8_000_000  # characters of all settings and answers together
MAX_SOUND = 1_000_000  # bytes; three seconds take 130,000
_BATCH_ROWS = 500
_AT_ONCE, _HANDFUL, _HANDFUL_BYTES = 4, 16, 6_000_000  # threads; pictures and bytes for each
_UNREADABLE = (ValueError, KeyError, RecursionError, ArchiveRefused, zipfile.BadZipFile, zlib.error)
_TOO_LARGE = says("project", "zip_too_large")


Step = Callable[[float], object]


def no_step(_fraction: float) -> None:
    """For who does not ask how far it is."""


class Judge:
    """Takes what is right in a ZIP into a project that is being made; `left_out` says in sentences
    what it did without. Raises ArchiveRefused, ValueError or sqlite3.Error for the rest."""

    def __init__(self, archive: SavedZip, project: Project, step: Step = no_step) -> None:
        self.archive, self.project, self._step = archive, project, step
        self.left_out: list[str] = []
        self._words = 0
        self._reading = threading.Lock()
        self._most = {table: most_rows(table) for table in TABLES}
        self._counts: Counter[str] = Counter()

    def take(self) -> None:
        """Rows, pictures, sounds, files of runs: in this order, as each is judged by the last."""
        with self.project.writing(dataset=True) as connection:
            self._take_rows(connection)
            sizes = _sizes(connection)
            runs = {str(row[0]) for row in connection.execute("SELECT id FROM run")}
            self._check_complete(set(sizes), runs)
        self._take_pictures(sizes)
        for name in self.archive.names:
            if image_id := members.sound_id(name):
                self._write(name, self.project.dataset.sound_path(image_id), MAX_SOUND)
        for run_id in sorted(runs):
            self._take_run(run_id, sizes)
        self.left_out = list(dict.fromkeys(self.left_out))

    def _take_rows(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        fields: dict[str, Any] = {}
        waiting: list[dict[str, Any]] = []
        table_of_waiting = ""
        if self.archive.size(members.PROJECT) > MAX_TABLES:
            raise ArchiveRefused(_TOO_LARGE)
        with self.archive.reading(members.PROJECT) as stream:
            for table, name, value in fields_and_rows(stream, "tables"):
                if not table:
                    fields[name] = value
                    continue
                if waiting and (table != table_of_waiting or len(waiting) >= _BATCH_ROWS):
                    insert_rows(connection, table_of_waiting, waiting)
                    waiting = []
                table_of_waiting = table
                if row := self._judged_row(table, value):
                    waiting.append(row)
        if waiting:
            insert_rows(connection, table_of_waiting, waiting)
        settle_rows(connection)
        self._take_head(connection, Head.model_validate(fields))
        pictures = sum(self._counts[one] for one in ("image", "unlabelled", "held_back"))
        if pictures > limits().project_pictures:
            raise ArchiveRefused(too_much(pictures, limits()))

    def _judged_row(self, table: str, value: Any) -> dict[str, Any] | None:
        if table not in TABLES:
            raise ValueError(f"no table {table!r}")
        self._counts[table] += 1
        if self._counts[table] > self._most[table]:
            raise ArchiveRefused(_TOO_LARGE)
        row = TABLES[table].model_validate(value)
        if isinstance(row, SettingRow) and row.name == LEFT_OUT.name:
            return None  # of an earlier opening
        if isinstance(row, SettingRow) and not _is_tame_setting(row):
            self.left_out.append(says("project", "setting_zip_could"))
            return None
        if table in ("setting", "answer"):
            self._words += sum(len(one) for one in value.values() if isinstance(one, str))
            if self._words > MAX_WORDS:
                raise ArchiveRefused(_TOO_LARGE)
        return row.model_dump()

    def _take_head(self, connection: sqlite3.Connection, head: Head) -> None:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'name'", (head.name,))
        if head.split is not None:
            write_settings(connection, SplitSettings(**head.split.model_dump()))

    def _check_complete(self, pictures: set[str], runs: set[str]) -> None:
        """Refuse a ZIP whose pictures and runs are not exactly those its tables name."""
        names = self.archive.names
        found = {image for name in names if (image := members.image_id(name))}
        heard = {sound for name in names if (sound := members.sound_id(name))}
        owners = {owner[0] for name in names if (owner := members.run_file(name))}
        if found != pictures or not owners <= runs or not heard <= pictures:
            raise ArchiveRefused(DAMAGED)

    def _take_pictures(self, sizes: dict[str, tuple[int, int]]) -> None:
        taken = 0
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                for number in pool.map(partial(self._take_some, sizes), self._handfuls([*sizes])):
                    self._step(taken / len(sizes))
                    taken += number
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _take_some(self, sizes: dict[str, tuple[int, int]], ids: list[str]) -> int:
        """Judge a handful of pictures and write them; returns how many. In a thread: decoders,
        hashes and the disk let others go on meanwhile."""
        taken = []
        for image_id in ids:
            with self._reading:
                jpeg = self.archive.read(members.image_member(image_id), MAX_JPEG)
            judge_picture(image_id, jpeg, sizes[image_id])
            taken.append((self.project.dataset.image_path(image_id), jpeg))
        write_all_new(taken)
        return len(taken)

    def _handfuls(self, ids: list[str]) -> Iterator[list[str]]:
        """As many pictures at a time as memory stays small with."""
        some: list[str] = []
        room = _HANDFUL_BYTES
        for image_id in ids:
            room -= self.archive.size(members.image_member(image_id))
            if some and (room < 0 or len(some) == _HANDFUL):
                yield some
                some = []
                room = _HANDFUL_BYTES - self.archive.size(members.image_member(image_id))
            some.append(image_id)
        if some:
            yield some

    def _take_run(self, run_id: str, pictures: dict[str, tuple[int, int]]) -> None:
        prefix = f"runs/{run_id}/"
        files = [n.removeprefix(prefix) for n in self.archive.names if n.startswith(prefix)]
        folder = self.project.runs.folder(run_id)
        for name in files:
            try:
                if name.endswith(".npz"):
                    data = self.archive.read(prefix + name, MAX_NPZ)
                    write_whole(folder / name, judged_arrays(name, data, pictures.__contains__))
                elif name == "events.jsonl":
                    data = self.archive.read(prefix + name, MAX_EVENTS_BYTES)
                    write_whole(folder / name, judged_events(data))
            except _UNREADABLE:
                self.left_out.append(says("project", "file_training_could"))
        self._take_model(run_id, folder, files)

    def _take_model(self, run_id: str, folder: Path, files: list[str]) -> None:
        """The model of a fine-tune where this home made it; a quick run's is made from its head."""
        if "model.onnx" not in files or "head.npz" in files:
            return
        prefix = f"runs/{run_id}/"
        there = self.archive.read(prefix + seal.FILE, 200) if seal.FILE in files else b""
        for name in set(seal.SEALED) & set(files):
            self._write(prefix + name, folder / name, members.MAX_MEMBER)
        paths = [folder / name for name in seal.SEALED]
        if all(path.exists() for path in paths):
            digests = {path.name: seal.digest_of(path) for path in paths}
            if seal.is_ours(run_id, digests, there.decode(errors="replace")):
                return
        for path in paths:
            path.unlink(missing_ok=True)
        self.left_out.append(says("project", "fine_tune_model"))

    def _write(self, member: str, path: Path, most: int) -> None:
        """A file as it is, no larger than `most` bytes."""
        write_whole(path, self.archive.read(member, most))


def _sizes(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """Picture id → width and height, in pixels."""
    rows = connection.execute("SELECT id, width, height FROM picture ORDER BY seq")
    return {row[0]: (row[1], row[2]) for row in rows}


def _is_tame_setting(row: SettingRow) -> bool:
    try:
        return is_tame(json.loads(row.value))
    except (ValueError, RecursionError):
        return False
