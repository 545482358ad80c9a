"""A project: one learner's problem, from plan to model, in one folder."""

from __future__ import annotations

import sqlite3
import time
from functools import cached_property
from pathlib import Path

from core.project.answers import Answers
from core.project.database import FILE, Database
from core.project.dataset.dataset import Dataset
from core.project.records import ProjectInfo
from core.project.runs import Runs
from core.project.schema import SCHEMA_VERSION, create_tables
from core.project.settings import Settings
from core.project.versions.cleaning import Cleaning
from core.project.versions.versions import Versions


class ProjectUnreadable(Exception):
    """The folder holds no project this version of the app can read; the text says why."""


class Project(Database):
    """Everything of one project on disk; an object is only the path, so make them freely."""

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
    def open(cls, path: Path) -> Project:
        """Return the project of a folder; raises ProjectUnreadable with a sentence."""
        try:
            with Database(path).reading() as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise ProjectUnreadable("This project does not exist any more.") from error
        if version != SCHEMA_VERSION:
            raise ProjectUnreadable("This project was made by another version of Drivetrain Lab.")
        return cls(path)

    @property
    def id(self) -> str:
        """Return the name of the project's folder."""
        return self.path.name

    @property
    def name(self) -> str:
        """Return the name the learner gave the project."""
        return self.info().name

    def rename(self, name: str) -> None:
        """Give the project another name; an empty one is ignored."""
        if not name.strip():
            return
        with self.writing() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'name'", (name.strip(),))

    def info(self) -> ProjectInfo:
        """Return the project's line in a list: name, number of pictures, last change."""
        return self.remembered("info", self._info)

    def _info(self, connection: sqlite3.Connection) -> ProjectInfo:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        images = connection.execute("SELECT COUNT(*) FROM image").fetchone()[0]
        return ProjectInfo(self.id, meta["name"], images, float(meta["modified"]))


def _create_database(file: Path, name: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    create_tables(connection)
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?)",
        [("name", name), ("changed", "0"), ("modified", repr(time.time()))],
    )
    connection.close()
