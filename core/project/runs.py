"""Training runs: a row for the facts, a folder for the artefacts."""

import json
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.project.database import Database
from core.project.records import ENDED, RUN_STATUSES, RunRecord
from core.project.servers import THIS

_ID = re.compile(r"[0-9a-z]{6,40}")
_COLUMNS = "SELECT id, kind, status, settings, version, results, created, ended FROM run"


class RunNotFound(KeyError):
    """The project has no such run."""


class Runs(Database):
    """What was trained."""

    def create(self, kind: str, settings: dict[str, Any], version: int) -> RunRecord:
        """Note a new run, status "queued", of one dataset version; makes its folder."""
        run_id = secrets.token_hex(6)
        THIS.begins(run_id)
        self.folder(run_id)
        with self.writing() as connection:
            connection.execute(
                "INSERT INTO run (id, kind, status, settings, version, results, created)"
                " VALUES (?, ?, 'queued', ?, ?, '{}', ?)",
                (run_id, kind, json.dumps(settings), version, time.time()),
            )
            return _read(connection, run_id)

    def update(
        self,
        run_id: str,
        *,
        status: str | None = None,
        results: dict[str, Any] | None = None,
        settings: dict[str, Any] | None = None,
    ) -> RunRecord:
        """Change what is given, leave the rest; a final status also notes when it ended. Raises
        RunNotFound, and ValueError for a status that does not exist."""
        if status is not None and status not in RUN_STATUSES:
            raise ValueError(f"no status: {status!r}")
        with self.writing() as connection:
            if status is not None:
                ended = time.time() if status in ENDED else None
                _set(connection, run_id, "status", status)
                _set(connection, run_id, "ended", ended)
            if results is not None:
                _set(connection, run_id, "results", json.dumps(results))
            if settings is not None:
                _set(connection, run_id, "settings", json.dumps(settings))
            return _read(connection, run_id)

    def all(self) -> list[RunRecord]:
        """Return every run, newest first."""
        return list(self._by_id().values())

    def get(self, run_id: str) -> RunRecord:
        """Return one run; raises RunNotFound."""
        found = self._by_id().get(run_id)
        if found is None:
            raise RunNotFound(run_id)
        return found

    def _by_id(self) -> Mapping[str, RunRecord]:
        """Id → run, newest first."""
        return self.remembered("runs", _read_all)

    def folder(self, run_id: str) -> Path:
        """Return the folder of a run's artefacts, created; raises ValueError for a strange id."""
        if not _ID.fullmatch(run_id):
            raise ValueError(f"no id: {run_id!r}")
        path = self.path / "runs" / run_id
        path.mkdir(parents=True, exist_ok=True)
        return path

    def delete(self, run_id: str) -> None:
        """Forget a run and its artefacts; the dataset version it saw stays."""
        with self.writing() as connection:
            connection.execute("DELETE FROM run WHERE id = ?", (run_id,))
        shutil.rmtree(self.folder(run_id), ignore_errors=True)


def _set(connection: sqlite3.Connection, run_id: str, column: str, value: Any) -> None:
    connection.execute(f"UPDATE run SET {column} = ? WHERE id = ?", (value, run_id))


def _read(connection: sqlite3.Connection, run_id: str) -> RunRecord:
    row = connection.execute(f"{_COLUMNS} WHERE id = ?", (run_id,)).fetchone()
    if row is None:
        raise RunNotFound(run_id)
    return _record(row)


def _read_all(connection: sqlite3.Connection) -> Mapping[str, RunRecord]:
    return {row[0]: _record(row) for row in connection.execute(f"{_COLUMNS} ORDER BY seq DESC")}


def _record(row: sqlite3.Row) -> RunRecord:
    run_id, kind, status, settings, version, results, created, ended = row
    return RunRecord(
        run_id, kind, status, json.loads(settings), version, json.loads(results), created, ended
    )
