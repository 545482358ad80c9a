"""Settings of a project: one typed registry, strict when written and tolerant when read."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.project.database import Database

T = TypeVar("T")
REGISTRY: dict[str, Setting[Any]] = {}


class Setting(Generic[T]):
    """One thing that a page remembers of a project: its name on disk, its type, its default.

    Making one enters it into REGISTRY; two of one name are a mistake (ValueError). A `family` is
    one setting for each run or question: its names on disk begin with `name`.
    """

    def __init__(self, name: str, kind: Any, default: Callable[[], T], *, family: bool = False):
        if name in REGISTRY:
            raise ValueError(f"There is a setting {name!r} already.")
        self.name, self.family, self._default = name, family, default
        self._type: TypeAdapter[T] = TypeAdapter(kind)
        REGISTRY[name] = self

    def default(self) -> T:
        """Return a fresh default."""
        return copy.deepcopy(self._default())

    def read(self, stored: str) -> T:
        """Return the value of stored JSON; the default where it is not of this setting's type.

        A saved project may come from anybody, and a page must never stumble over what is in it.
        """
        try:
            return self._type.validate_json(stored)
        except (ValidationError, ValueError, RecursionError):
            return self.default()

    def written(self, value: T) -> str:
        """Return the JSON to store; raises ValidationError for a value of another type."""
        checked = self._type.validate_python(value)
        return json.dumps(self._type.dump_python(checked, mode="json"))


class Settings(Database):
    """What the learner chose on the pages; a `member` picks one of a family."""

    def get(self, setting: Setting[T], member: str = "") -> T:
        """Return what was saved, or the setting's default."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT value FROM setting WHERE name = ?", (setting.name + member,)
            ).fetchone()
        return setting.default() if row is None else setting.read(row[0])

    def set(self, setting: Setting[T], value: T, member: str = "") -> None:
        """Save a value; raises ValidationError where it is not of the setting's type."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                (setting.name + member, setting.written(value)),
            )

    def has(self, setting: Setting[Any], member: str = "") -> bool:
        """Return whether something was saved, whatever it is."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM setting WHERE name = ? AND value != 'null'", (setting.name + member,)
            ).fetchone()
        return row is not None

    def read(self, name: str, default: Any = None) -> Any:
        """Return a JSON value saved under a name, or `default`."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def write(self, name: str, value: Any) -> None:
        """Save a JSON value under a name."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                (name, json.dumps(value)),
            )
