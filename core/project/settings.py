"""Settings of a project: one typed registry, strict when written and tolerant when read."""

from __future__ import annotations

import copy
import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.project.database import Database
from core.project.disk import home
from core.project.lengths import check_length, texts_in
from core.project.reserve import disk_trouble
from core.project.soon import WAITING

T = TypeVar("T")
LONGEST = 400_000  # characters as JSON, where a 熊 takes six; a saved project may hold as many
REGISTRY: dict[str, Setting[Any]] = {}


class Setting(Generic[T]):
    """One thing that a page remembers of a project: its name on disk, its type, its default.

    Making one enters it into REGISTRY; two of one name are a mistake (ValueError). A `family` is
    one setting for each run or question: its names on disk begin with `name`.
    """

    def __init__(self, name: str, kind: Any, default: Callable[[], T], *, family: bool = False):
        if name in REGISTRY:
            raise ValueError(f"two settings: {name!r}")
        self.name, self.family, self._default = name, family, default
        self._type: TypeAdapter[T] = TypeAdapter(kind)
        REGISTRY[name] = self

    def default(self) -> T:
        """Return a fresh default."""
        return copy.deepcopy(self._default())

    def read(self, stored: str) -> T:
        """Return the value of stored JSON; the default where it is not of this setting's type. A
        saved project may come from anybody, and no page may break off over what is in it."""
        try:
            return self._type.validate_json(stored)
        except (ValidationError, ValueError, RecursionError):
            return self.default()

    def plain(self, value: T) -> Any:
        """Return a value as JSON has it; raises ValidationError where it is of another type."""
        return self._type.dump_python(self._type.validate_python(value), mode="json")

    def written(self, value: T) -> str:
        """Return the JSON to store; raises ValueError (ValidationError) for a value of another type
        and for one that is too long (TooLong: for a text in it), whatever a browser sent."""
        plain = self.plain(value)
        for text in texts_in(plain):
            check_length(text)
        stored = json.dumps(plain)
        if len(stored) > LONGEST:
            raise ValueError(f"too long: {self.name!r}")
        return stored


class Settings(Database):
    """What the learner chose on the pages; a `member` picks one of a family."""

    def get(self, setting: Setting[T], member: str = "") -> T:
        """Return what was saved, or the setting's default."""
        stored = self._stored().get(setting.name + member)
        return setting.default() if stored is None else setting.read(stored)

    def set(self, setting: Setting[T], value: T, member: str = "") -> None:
        """Save a value; raises ValidationError where it is not of the setting's type. On a disk
        that takes nothing more it waits in memory until there is room: pages remember small things
        of their own accord, and must open all the same."""
        name, stored = setting.name + member, setting.written(value)
        WAITING.drop(self.path, name)
        try:
            self._store({name: stored})
        except sqlite3.OperationalError:
            if not disk_trouble(home()):
                raise
            WAITING.put(self.path, name, stored, self._store)

    def set_soon(self, setting: Setting[T], value: T) -> None:
        """Save a value as `set` does, without waiting for the disk (core/project/soon.py)."""
        WAITING.put(self.path, setting.name, setting.written(value), self._store)

    def has(self, setting: Setting[Any], member: str = "") -> bool:
        """Return whether something was saved, whatever it is."""
        return self._stored().get(setting.name + member, "null") != "null"

    def _stored(self) -> dict[str, str]:
        """Name → the JSON that is saved under it."""
        return {**self.remembered("settings", _read_settings), **WAITING.of(self.path)}

    def _store(self, settings: Mapping[str, str]) -> None:
        """Save JSON by name, all or nothing."""
        with self.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", settings.items()
            )


def _read_settings(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM setting").fetchall())
