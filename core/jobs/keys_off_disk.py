"""A home of before, whose workspaces were named by their keys: afterwards no key is on its disk.

All that is done here may be cut off at any moment: the next start finds by the names that are left
what is still to do, and does it again.
"""

import logging
import mmap
import os
import sqlite3
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from core.jobs.queue import worker_process
from core.jobs.queue.local import FOLDER as SUPERVISOR
from core.jobs.queue.scheduler import FILE as QUEUE
from core.project.disk import write_whole
from core.project.workspace import folder_name, is_key

_TEXTS = {".json", ".jsonl", ".log", ".txt", ".csv"}
_TABLES = {".sqlite"}
_OF_SQLITE = ("-wal", "-shm", "-journal")  # SQLite's own, and it empties them
_WITHOUT_KEYS = {"images", "thumbnails", "sounds"}  # pictures, named by their content
_PATIENCE_S = 5.0

log = logging.getLogger(__name__)


def take_keys_off_disk(home: Path) -> None:
    """Name each workspace by a hash of its key, take the keys out of all files, and close the home
    to other accounts of the machine. Jobs that ran are ended, for their folders move: the queue
    starts them again. A workspace that cannot be moved stays where it is, and opens from there."""
    _close_to_others(home)
    keys = _keys_of_folders(home) | _keys_in_queue(home)
    if not keys:
        return
    _end_processes(home)
    for file in _files(home / SUPERVISOR):
        _try_to_clean(file, keys)
    for key in sorted(keys):
        _move(home / "workspaces" / key)
    _rename_in_tables(home / QUEUE, keys)


def _close_to_others(home: Path) -> None:
    try:
        if home.stat().st_mode & 0o077:
            home.chmod(0o700)
    except OSError:
        log.warning("The folder of all work belongs to another account, which may look into it.")


def _keys_of_folders(home: Path) -> set[str]:
    folders = (home / "workspaces").glob("*/projects")
    return {folder.parent.name for folder in folders if is_key(folder.parent.name)}


def _keys_in_queue(home: Path) -> set[str]:
    """Whose jobs the queue holds or remembers, of those it knows by their key."""
    if not (home / QUEUE).exists():
        return set()
    with closing(sqlite3.connect(home / QUEUE, timeout=20)) as queue:
        try:
            rows = queue.execute("select workspace from line union select workspace from turn")
            return {workspace for (workspace,) in rows if is_key(workspace)}
        except sqlite3.Error:  # another table than ours, or a damaged one
            return set()


def _end_processes(home: Path) -> None:
    """End the supervisor, which would take moved jobs for deleted ones, then its workers."""
    folders = [home / SUPERVISOR, *_folders_of_jobs(home)]
    for folder in folders:
        worker_process.end(folder, force=True)
    end = time.monotonic() + _PATIENCE_S
    while any(map(worker_process.is_alive, folders)) and time.monotonic() < end:
        time.sleep(0.05)


def _folders_of_jobs(home: Path) -> set[Path]:
    names = (worker_process.IDENTITY, worker_process.LAUNCHED)
    found = (home.glob(f"workspaces/*/projects/*/*/*/{name}") for name in names)
    return {file.parent for files in found for file in files}


def _move(folder: Path) -> None:
    """Give a workspace its new name, after its files know it: so a file that still holds the key is
    always found by the folder's name."""
    if not folder.is_dir():
        return
    for file in _files(folder):
        _try_to_clean(file, {folder.name})
    try:
        folder.rename(folder.with_name(folder_name(folder.name)))
    except OSError as error:
        log.warning("A workspace of before could not be renamed: %s", type(error).__name__)


def _files(folder: Path) -> Iterator[Path]:
    """Every file in which a key may be."""
    for place, below, names in os.walk(folder):
        below[:] = [name for name in below if name not in _WITHOUT_KEYS]
        yield from (Path(place) / name for name in names if not name.endswith(_OF_SQLITE))


def _try_to_clean(file: Path, keys: Iterable[str]) -> None:
    try:
        for key in keys:
            if _holds(file, key):
                _clean(file, key)
    except (OSError, sqlite3.Error, zipfile.BadZipFile) as error:
        log.warning("A file of before could not be cleaned: %s", type(error).__name__)


def _holds(file: Path, key: str) -> bool:
    """Whether a key is in a file. Of tables that is taken for granted: to close such a file without
    SQLite drops this process's locks on it, and another process cuts off what is in use here."""
    return file.suffix in _TABLES or _bytes_hold(file, key)


def _bytes_hold(file: Path, key: str) -> bool:
    if not file.stat().st_size:
        return False
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        return all_.find(key.encode()) >= 0


def _clean(file: Path, key: str) -> None:
    """Put the folder's new name in the key's place; where lengths count, as many letters x."""
    if file.suffix in _TABLES:
        _rename_in_tables(file, {key})
    elif file.suffix in _TEXTS:
        write_whole(file, file.read_bytes().replace(key.encode(), folder_name(key).encode()))
    elif zipfile.is_zipfile(file):
        _clean_zip(file, key)
    else:
        write_whole(file, _crossed_out(file.read_bytes(), key))


def _crossed_out(content: bytes, key: str) -> bytes:
    return content.replace(key.encode(), b"x" * len(key))


def _clean_zip(file: Path, key: str) -> None:
    """The same for members of a ZIP, with their checksums: what torch saves holds a pickle."""
    draft = file.with_name(f".{file.name}.tmp")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(draft, "w") as new:
        for member in old.infolist():
            new.writestr(member, _crossed_out(old.read(member), key))
    draft.replace(file)


def _rename_in_tables(file: Path, keys: Iterable[str]) -> None:
    """Replace the keys in every text, and leave nothing of them in pages that are free. Those are
    thrown out first: once no row holds the key, nobody would look here again."""
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=20, isolation_level=None)) as database:
        database.execute("pragma secure_delete = on")
        database.execute("vacuum")
        database.execute("begin immediate")
        for table, column in _text_columns(database):
            for key in keys:
                database.execute(
                    f'update "{table}" set "{column}" = replace("{column}", ?1, ?2)'
                    f' where typeof("{column}") = \'text\' and instr("{column}", ?1)',
                    (key, folder_name(key)),
                )
        database.execute("commit")
        database.execute("pragma wal_checkpoint(truncate)")


def _text_columns(database: sqlite3.Connection) -> list[tuple[str, str]]:
    return database.execute(
        "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c"
        " where t.type = 'table' and t.name not like 'sqlite_%'"
    ).fetchall()
