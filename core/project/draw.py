"""Drawing pictures into train and valid: the same seed and pictures give the same draw."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict

from core.project.records import NewImage, SplitSettings

Item = tuple[str, str]  # image id, label


def draw_all(items: Iterable[Item], settings: SplitSettings) -> dict[str, str]:
    """Return id → "train" or "valid" for a whole dataset drawn afresh."""
    return _draw(items, settings, Counter(), Counter())


def redraw(connection: sqlite3.Connection, settings: SplitSettings) -> None:
    """Draw every picture of the dataset afresh, inside the caller's transaction; "test" stays."""
    rows = connection.execute("SELECT id, label FROM image WHERE split != 'test'")
    drawn = draw_all([(row[0], row[1]) for row in rows], settings)
    connection.executemany(
        "UPDATE image SET split = :split WHERE id = :id AND split != :split",
        [{"id": i, "split": split} for i, split in drawn.items()],
    )


def draw_arrivals(
    connection: sqlite3.Connection, images: Iterable[NewImage], settings: SplitSettings
) -> dict[str, str]:
    """Return id → split for new pictures, so that the share of valid holds with those here."""
    total: Counter[str] = Counter()
    valid: Counter[str] = Counter()
    for label, split, n in connection.execute(
        "SELECT label, split, COUNT(*) FROM image WHERE split != 'test' GROUP BY label, split"
    ):
        group = label if settings.stratified else ""
        total[group] += n
        valid[group] += n if split == "valid" else 0
    return _draw([(i.id, i.label) for i in images], settings, total, valid)


def valid_count(n: int, valid_pct: float) -> int:
    """Return how many of `n` pictures are held out: at least one of two, and never all."""
    if n < 2 or valid_pct <= 0:
        return 0
    return min(max(round(n * valid_pct), 1), n - 1)


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


def _draw(
    items: Iterable[Item], settings: SplitSettings, total: Counter[str], valid: Counter[str]
) -> dict[str, str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for image_id, label in items:
        groups[label if settings.stratified else ""].append(image_id)
    splits: dict[str, str] = {}
    for group, ids in groups.items():
        wanted = valid_count(total[group] + len(ids), settings.valid_pct) - valid[group]
        shuffled = sorted(ids, key=lambda image_id: _rank(settings.seed, image_id))
        for place, image_id in enumerate(shuffled):
            splits[image_id] = "valid" if place < wanted else "train"
    return splits


def _rank(seed: int, image_id: str) -> bytes:
    return hashlib.sha256(f"{seed}:{image_id}".encode()).digest()
