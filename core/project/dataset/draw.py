"""Drawing pictures into train and valid: the same seed and pictures give the same draw."""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from core.project.records import SplitSettings


class Candidate(NamedTuple):
    """A picture to be drawn: its near-duplicate `group` and the `folder` it came in, "" if none.
    `folder` is "train" or "valid"; `split` is where the picture is now, "" for one that arrives."""

    id: str
    label: str
    group: str = ""
    folder: str = ""
    split: str = ""


def draw_all(candidates: Iterable[Candidate], settings: SplitSettings) -> dict[str, str]:
    """Return id → "train" or "valid" for a whole dataset drawn afresh."""
    return draw_new([candidate._replace(split="") for candidate in candidates], [], settings)


def draw_new(
    new: Iterable[Candidate], here: Iterable[Candidate], settings: SplitSettings
) -> dict[str, str]:
    """Return id → split for `new` pictures, so that the share of valid holds with those `here`.
    Where a new one joins near duplicates that stood on different sides, those are answered too."""
    splits = _given(new := list(new), here := list(here), settings)
    settled = [c._replace(split=splits.get(c.id, c.split)) for c in (*here, *new)]
    for mates in _strata(settled, settings):
        held = sum(candidate.split == "valid" for candidate in mates)
        units = _units([c for c in mates if not c.split], settings)
        out = _held_out(units, valid_count(len(mates), settings.valid_pct) - held, settings.seed)
        splits |= {c.id: "valid" if unit in out else "train" for unit in units for c in unit}
    return splits


def valid_count(n: int, valid_pct: float) -> int:
    """Return how many of `n` pictures are held out: at least one of two, and never all."""
    if n < 2 or valid_pct <= 0:
        return 0
    return min(max(round(n * valid_pct), 1), n - 1)


def rank(seed: int, image_id: str) -> bytes:
    """Return what pictures are ordered by in a draw: chance, but the same for the same seed."""
    return hashlib.sha256(f"{seed}:{image_id}".encode()).digest()


def _given(
    new: Sequence[Candidate], here: Sequence[Candidate], settings: SplitSettings
) -> dict[str, str]:
    """The sides that are not up to chance: by folder, or by the near duplicates already here."""
    if settings.kind == "folder":
        return {candidate.id: candidate.folder for candidate in new if candidate.folder}
    if settings.kind != "grouped":
        return {}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for candidate in here:
        votes[candidate.group][candidate.split] += 1
    votes.pop("", None)
    sides = {group: "valid" if v["valid"] > v["train"] else "train" for group, v in votes.items()}
    return {c.id: sides[c.group] for c in (*here, *new) if sides.get(c.group, c.split) != c.split}


def _strata(candidates: Iterable[Candidate], settings: SplitSettings) -> list[list[Candidate]]:
    """The pictures of each class, or all of them where the draw does not look at classes. Near
    duplicates count to one class, though their labels may differ."""
    label_of: dict[str, str] = {}
    strata: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates):
        label = label_of.setdefault(_unit(candidate, settings), candidate.label)
        strata[label if settings.stratified else ""].append(candidate)
    return list(strata.values())


def _units(candidates: Iterable[Candidate], settings: SplitSettings) -> list[list[Candidate]]:
    """What is drawn as one: a picture, or a group of near duplicates."""
    units: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates):
        units[_unit(candidate, settings)].append(candidate)
    return list(units.values())


def _unit(candidate: Candidate, settings: SplitSettings) -> str:
    return candidate.group if candidate.group and settings.kind == "grouped" else candidate.id


def _held_out(units: list[list[Candidate]], wanted: int, seed: int) -> list[list[Candidate]]:
    """The units that chance holds out: those that fit into what is `wanted`, one by one. Where no
    group is small enough, the smallest goes, as long as another stays to learn from."""
    drawn = sorted(units, key=lambda unit: rank(seed, unit[0].id))
    held: list[list[Candidate]] = []
    for unit in drawn:
        if len(unit) <= wanted:
            held.append(unit)
            wanted -= len(unit)
    if wanted > 0 and not held and len(drawn) > 1:
        held.append(min(drawn, key=len))
    return held


Groups = Mapping[str, str]  # image id → its group of near duplicates


def read_settings(connection: sqlite3.Connection) -> SplitSettings:
    """Return the settings in force; the defaults when none were ever chosen."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'split'").fetchone()
    return SplitSettings(**json.loads(row[0])) if row else SplitSettings()


def write_settings(connection: sqlite3.Connection, settings: SplitSettings) -> None:
    """Put settings in force, inside the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('split', ?)",
        (json.dumps(asdict(settings)),),
    )


def redraw(connection: sqlite3.Connection, settings: SplitSettings, groups: Groups) -> None:
    """Draw every picture of the dataset afresh, inside the caller's transaction; "test" stays."""
    _place(connection, draw_all(read_candidates(connection, groups), settings))


def draw_arrivals(
    connection: sqlite3.Connection, arrived: Iterable[str], settings: SplitSettings, groups: Groups
) -> None:
    """Draw the pictures that were just put in; the others keep their side. Only near duplicates
    that stood on different sides until one arrived that joins them move."""
    ids = set(arrived)
    candidates = read_candidates(connection, groups)
    new = [candidate._replace(split="") for candidate in candidates if candidate.id in ids]
    here = [candidate for candidate in candidates if candidate.id not in ids]
    _place(connection, draw_new(new, here, settings))


def read_candidates(connection: sqlite3.Connection, groups: Groups) -> list[Candidate]:
    """Return every picture that can be drawn: all but the test set."""
    rows = connection.execute(
        "SELECT image.id, label, split, json_extract(provenance, '$.folder') FROM image"
        " JOIN picture ON picture.id = image.id WHERE split != 'test'"
    )
    return [
        Candidate(image_id, label, groups.get(image_id, ""), _side(folder), split)
        for image_id, label, split, folder in rows
    ]


def _side(folder: object) -> str:
    return folder if folder in ("train", "valid") else ""  # type: ignore[return-value]


def _place(connection: sqlite3.Connection, splits: Mapping[str, str]) -> None:
    connection.executemany(
        "UPDATE image SET split = :split WHERE id = :id AND split != :split",
        [{"id": i, "split": split} for i, split in splits.items()],
    )
