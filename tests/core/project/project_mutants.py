"""Damaged and hostile copies of a saved project: its rows, settings, files and members changed."""

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from core.project.settings import REGISTRY
from tests.core.gather.mutants import DAMAGES
from tests.core.project.odd_settings import FLOATS, WHOLE, WORDS, odd_value

Members = dict[str, bytes]
Change = Callable[[random.Random, Members], None]
ODD: tuple[Any, ...] = (*WORDS, *WHOLE, *FLOATS, 1e308, None, True, [], {}, [[]], {"a": 1})


def _tables(members: Members, edit: Callable[[dict[str, Any]], None]) -> None:
    project = json.loads(members["project.json"])
    edit(project)
    members["project.json"] = json.dumps(project).encode()


def a_field(chance: random.Random, members: Members) -> None:
    """One field of one row is something else; of texts that hold JSON, one value inside."""

    def edit(project: dict[str, Any]) -> None:
        table = chance.choice([name for name, rows in project["tables"].items() if rows])
        row = chance.choice(project["tables"][table])
        name = chance.choice(list(row))
        row[name] = _changed(chance, row[name])

    _tables(members, edit)


def _changed(chance: random.Random, old: Any) -> Any:
    inside = json.loads(old) if isinstance(old, str) and old[:1] in ("{", "[") else None
    if not inside or chance.random() < 0.2:
        alike = [odd for odd in ODD if type(odd) is type(old)]
        return chance.choice(alike if alike and chance.random() < 0.7 else ODD)
    place: Any = inside
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        if not (isinstance(place[key], dict | list) and place[key]) or chance.random() < 0.2:
            break
        place = place[key]
    alike = [odd for odd in ODD if type(odd) is type(place[key])]
    place[key] = chance.choice(alike if alike and chance.random() < 0.7 else ODD)
    return json.dumps(inside)


def a_row(chance: random.Random, members: Members) -> None:
    """A row is gone, is there twice, or stands in another table."""

    def edit(project: dict[str, Any]) -> None:
        tables = project["tables"]
        rows = tables[chance.choice([name for name in tables if tables[name]])]
        row = chance.choice(rows)
        chance.choice(
            (
                lambda: rows.remove(row),
                lambda: rows.append(row),
                lambda: tables[chance.choice(list(tables))].append(row),
                lambda: rows.clear(),
                lambda: rows.reverse(),
            )
        )()

    _tables(members, edit)


def settings(chance: random.Random, members: Members) -> None:
    """Some settings are of their type and odd."""

    def edit(project: dict[str, Any]) -> None:
        runs = [row["id"] for row in project["tables"]["run"]] or [""]
        rows = {row["name"]: row for row in project["tables"]["setting"]}
        for setting in chance.sample(list(REGISTRY.values()), 12):
            name = setting.name + (chance.choice(runs) if setting.family else "")
            rows[name] = {"name": name, "value": json.dumps(odd_value(setting, chance))}
        project["tables"]["setting"] = list(rows.values())

    _tables(members, edit)


def any_json(chance: random.Random, members: Members) -> None:
    """Something beside the tables."""
    _tables(members, lambda p: p.update({chance.choice([*p, "extra"]): chance.choice(ODD)}))


def a_file(chance: random.Random, members: Members) -> None:
    """Bytes of one member are damaged."""
    name = chance.choice(list(members))
    data = bytearray(members[name])
    if data:
        chance.choice(DAMAGES)(chance, data)
    members[name] = bytes(data)


def an_array(chance: random.Random, members: Members) -> None:
    """One array of a run is of another type, shape or content."""
    name = chance.choice([name for name in members if name.endswith(".npz")])
    with np.load(io.BytesIO(members[name])) as stored:
        arrays = dict(stored)
    which = chance.choice(list(arrays))
    there = arrays[which]
    made: list[Callable[[], Any]] = [
        lambda: there[:0] if there.ndim else there,
        lambda: np.repeat(there, 3, axis=0) if there.ndim else there,
        lambda: there.astype("<U80"),
        lambda: np.full(there.shape, np.nan),
        lambda: np.full(there.shape, 10**9),
        lambda: np.full(there.shape, chance.choice(WORDS)),
        lambda: there.T,
        lambda: there[::-1] if there.ndim else there,
    ]
    arrays[which] = chance.choice(made)()
    buffer = io.BytesIO()
    chance.choice((np.savez, np.savez_compressed))(buffer, **arrays)
    members[name] = buffer.getvalue()


def a_member(chance: random.Random, members: Members) -> None:
    """A member is gone, is new, has another's content, or another name."""
    name, other = chance.choice(list(members)), chance.choice(list(members))
    new = chance.choice(("x.txt", "../x", "images/x.jpg", name + "2", "runs/aaaaaa/head.npz", ""))
    chance.choice(
        (
            lambda: members.pop(name),
            lambda: members.update({new: b"x" * 100}),
            lambda: members.update({name: members[other]}),
            lambda: members.update({new: members.pop(name)}),
        )
    )()


# What an earlier change left is nothing that can be changed again.
UNCHANGEABLE = (
    KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
CHANGES: tuple[Change, ...] = (
    a_field, a_field, a_field, a_row, settings, settings, any_json, a_file, an_array, a_member,
)  # fmt: skip


def project_mutants(saved: bytes, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """`count` damaged copies of a saved project's ZIP, each with the name of what was done to it;
    the same ones for the same seed. One in ten has its packed bytes damaged instead."""
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        if number % 10 == 9:
            data = bytearray(saved)
            chance.choice(DAMAGES)(chance, data)
            yield f"{number} packed", bytes(data)
            continue
        members, done = dict(whole), []
        for _ in range(chance.choice((1, 1, 2, 4))):
            change = chance.choice(CHANGES)
            try:
                change(chance, members)
            except UNCHANGEABLE:
                continue
            done.append(change.__name__)
        yield f"{number} {' '.join(done)}", _zipped(members)


def _zipped(members: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name or "empty", data)
    return buffer.getvalue()
