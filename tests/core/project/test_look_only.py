"""A project whose database cannot be opened as usual is read from a copy."""

import sqlite3
from pathlib import Path

import pytest

from core.project import database, reserve
from core.project.archive.archive import save_archive
from core.project.connections import KeptConnection
from core.project.database import let_go
from core.project.look_only import tables_in_memory
from core.project.project import FILE, Project
from core.project.settings import Setting

NOTE = Setting[str]("test_look_only", str, str)


@pytest.fixture
def locked_out(digits: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project on a disk where SQLite can make no file."""

    def refused(_file: Path) -> KeptConnection:
        raise sqlite3.OperationalError("disk I/O error")

    let_go(digits.path)
    monkeypatch.setattr(database, "_connected", refused)
    for module in ("database", "settings", "archive.saving"):
        monkeypatch.setattr(f"core.project.{module}.disk_trouble", lambda _home: "full")
    return digits


def test_it_is_read_saved_and_not_written(locked_out: Project, tmp_path: Path) -> None:
    assert len(locked_out.dataset.images()) == 180
    assert save_archive(locked_out, tmp_path / "saved.zip").stat().st_size > 0
    with pytest.raises(sqlite3.OperationalError):
        locked_out.rename("Another")


def test_what_a_page_remembers_waits(
    locked_out: Project, monkeypatch: pytest.MonkeyPatch, until: object
) -> None:
    locked_out.settings.set(NOTE, "seen")
    assert locked_out.settings.get(NOTE) == "seen"
    database.CONNECTIONS.close(locked_out.path)
    monkeypatch.undo()
    database.WAITING.write(locked_out.path)
    assert "seen" in locked_out.settings.get(NOTE)


def test_what_was_written_last_is_in_the_copy(digits: Project, tmp_path: Path) -> None:
    """A server that was killed leaves it in a file beside the database."""
    digits.rename("Written last")
    parts = {part.name: part.read_bytes() for part in digits.path.glob(f"{FILE}*")}
    assert len(parts[f"{FILE}-wal"]) > 0
    for name, content in parts.items():
        if not name.endswith("-shm"):
            (tmp_path / name).write_bytes(content)
    rows = tables_in_memory(tmp_path / FILE).execute("select value from meta where key = 'name'")
    assert rows.fetchone()[0] == "Written last"


def test_a_copy_is_not_for_long(digits: Project) -> None:
    let_go(digits.path)
    assert tables_in_memory(digits.path / FILE).good_until < float("inf")


def test_the_reserve_is_given_up_and_made_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve.keep_reserve(home)
    assert (home / reserve.FILE).stat().st_blocks * 512 >= reserve.BYTES, "no hole in a file"
    reserve.use_reserve_when_full(home)
    assert reserve.disk_trouble(home) == ""
    monkeypatch.setattr(reserve, "_free", lambda _home: 0)
    reserve.use_reserve_when_full(home)
    assert not (home / reserve.FILE).exists()
    assert reserve.disk_trouble(home) == "full"
    monkeypatch.undo()
    reserve.keep_reserve(home)
    assert (home / reserve.FILE).exists()
