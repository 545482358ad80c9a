"""A project: one learner's problem, from plan to model, in one folder."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from core.content import says
from core.project.database import FILE, Database
from core.project.dataset.dataset import Dataset
from core.project.lengths import LONGEST_ANSWER, LONGEST_NAME
from core.project.not_yet import Promise, promise, promised
from core.project.records import MARKS, Answer, ProjectInfo
from core.project.runs import Runs
from core.project.settings import Settings
from core.project.versions.cleaning import Cleaning
from core.project.versions.versions import Versions


class Answers(Database):
    """What a learner answered, one answer a question."""

    def get(self, question_id: str) -> Answer | None:
        """Return the learner's answer to a question, or None while there is none."""
        return self.all().get(question_id)

    def save(
        self, question_id: str, text: str, mark: str | None = None, revealed: bool = False
    ) -> None:
        """Save an answer in place of the earlier one; raises ValueError for an unknown mark."""
        if mark is not None and mark not in MARKS:
            raise ValueError(f"no mark: {mark!r}")
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO answer (question, text, mark, revealed, saved)"
                " VALUES (?, ?, ?, ?, ?)",
                (question_id, text[:LONGEST_ANSWER], mark, int(revealed), time.time()),
            )

    def all(self) -> dict[str, Answer]:
        """Return question id → answer."""
        return dict(self.remembered("answers", _read_answers))


def _read_answers(connection: sqlite3.Connection) -> dict[str, Answer]:
    rows = connection.execute("SELECT question, text, mark, revealed, saved FROM answer")
    return {row[0]: Answer(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows}


class ProjectUnreadable(Exception):
    """The folder holds no project this version of the app can read; the text says why."""


class Project(Database):
    """Everything of one project on disk; an object is only the path, so make them freely."""

    promise: Promise | None = None  # held here while the project is not on disk

    @cached_property
    def dataset(self) -> Dataset:
        """The pictures as they stand now: files, labels, classes, split."""
        return Dataset(self.path)

    @cached_property
    def versions(self) -> Versions:
        """What the dataset was: frozen states that runs name."""
        return Versions(self.path)

    @cached_property
    def cleaning(self) -> Cleaning:
        """Choices about pictures that wait, and those that were applied."""
        return Cleaning(self.path)

    @cached_property
    def runs(self) -> Runs:
        """What was trained."""
        return Runs(self.path)

    @cached_property
    def answers(self) -> Answers:
        """What the learner answered to questions."""
        return Answers(self.path)

    @cached_property
    def settings(self) -> Settings:
        """What the learner chose on the pages."""
        return Settings(self.path)

    @classmethod
    def create(cls, path: Path, name: str) -> Project:
        """Return a new empty project in a folder; the folder appears whole or not at all."""
        draft = path.with_name(f".new-{path.name}")
        draft.mkdir(parents=True)
        _create_database(draft / FILE, name)
        draft.rename(path)
        return cls(path)

    @classmethod
    def not_yet(cls, path: Path, name: str, make: Callable[[], object]) -> Project:
        """Return an empty project that is made on disk, by `make()`, when something is kept."""
        project = cls(path)
        project.promise = promise(path / FILE, lambda tables: _fill(tables, name), make)
        return project

    @classmethod
    def begin(cls, path: Path, name: str) -> Project:
        """Return a new project in a folder that may hold its first files already."""
        path.mkdir(parents=True, exist_ok=True)
        draft = path / f".new-{FILE}"
        draft.unlink(missing_ok=True)
        _create_database(draft, name)
        draft.rename(path / FILE)
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Project:
        """Return the project of a folder; raises ProjectUnreadable with a sentence."""
        try:
            with Database(path).reading() as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise ProjectUnreadable(says("project", "project_not_exist")) from error
        if version != SCHEMA_VERSION:
            raise ProjectUnreadable(says("project", "project_made_by"))
        return cls(path)

    @property
    def is_kept(self) -> bool:
        """Whether the project is on disk: something in it is worth keeping."""
        return promised(self.path) is None

    def keep(self) -> None:
        """Make the project on disk where only a visit was before: for what is kept beside its
        tables, such as files in its folder. Raises OSError on a full disk."""
        if (waiting := promised(self.path)) is not None:
            waiting.keep()

    @property
    def id(self) -> str:
        """Return the name of the project's folder."""
        return self.path.name

    @property
    def name(self) -> str:
        """Return the name the learner gave the project."""
        return self.info().name

    def rename(self, name: str) -> None:
        """Give the project another name, cut to what fits a line; an empty one is ignored."""
        if not name.strip():
            return
        with self.writing() as connection:
            short = name.strip()[:LONGEST_NAME]
            connection.execute("UPDATE meta SET value = ? WHERE key = 'name'", (short,))

    def info(self) -> ProjectInfo:
        """Return the project's line in a list: name, number of pictures, last change."""
        return self.remembered("info", self._info)

    def _info(self, connection: sqlite3.Connection) -> ProjectInfo:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        images = connection.execute(
            "SELECT (SELECT COUNT(*) FROM image) + (SELECT COUNT(*) FROM unlabelled)"
            " + (SELECT COUNT(*) FROM held_back)"
        ).fetchone()[0]
        return ProjectInfo(self.id, meta["name"], images, float(meta["modified"]))


def _create_database(file: Path, name: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    _fill(connection, name)
    connection.close()


def _fill(connection: sqlite3.Connection, name: str) -> None:
    create_tables(connection)
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?)",
        [("name", name), ("changed", "0"), ("modified", repr(time.time()))],
    )


SCHEMA_VERSION = 1

# `picture` holds what never changes about a file; `image` says which pictures are in the dataset
# now, with which label and split. A removed picture keeps its row while a version names it.
TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE class (
    name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE picture (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, source TEXT NOT NULL,
    provenance TEXT NOT NULL, added REAL NOT NULL);
CREATE TABLE image (
    id TEXT PRIMARY KEY REFERENCES picture (id), label TEXT NOT NULL REFERENCES class (name),
    split TEXT NOT NULL CHECK (split IN ('train', 'valid', 'test'))) WITHOUT ROWID;
CREATE INDEX image_label ON image (label);
CREATE TABLE label_change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, image TEXT NOT NULL, old TEXT, new TEXT,
    who TEXT NOT NULL, why TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX label_change_image ON label_change (image);
CREATE TABLE version (
    number INTEGER PRIMARY KEY, created REAL NOT NULL, note TEXT NOT NULL,
    fingerprint TEXT NOT NULL UNIQUE, classes TEXT NOT NULL);
CREATE TABLE version_image (
    version INTEGER NOT NULL REFERENCES version (number),
    image TEXT NOT NULL REFERENCES picture (id), label TEXT NOT NULL,
    split TEXT NOT NULL CHECK (split IN ('train', 'valid', 'test')),
    PRIMARY KEY (version, image)) WITHOUT ROWID;
CREATE INDEX version_image_image ON version_image (image);
CREATE TABLE run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    status TEXT NOT NULL, settings TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES version (number),
    results TEXT NOT NULL, created REAL NOT NULL, ended REAL);
CREATE TABLE staged (
    image TEXT PRIMARY KEY, action TEXT NOT NULL CHECK (action IN ('delete', 'relabel', 'keep')),
    label TEXT, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE cleaning (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    version_before INTEGER NOT NULL REFERENCES version (number),
    version_after INTEGER NOT NULL REFERENCES version (number),
    deleted INTEGER NOT NULL, relabelled INTEGER NOT NULL, at REAL NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE answer (
    question TEXT PRIMARY KEY, text TEXT NOT NULL, mark TEXT, revealed INTEGER NOT NULL,
    saved REAL NOT NULL) WITHOUT ROWID;
"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create every table in one transaction, so that a schema is whole or absent."""
    connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
