"""Several models as one app: a gate asks first, then one names the kind, then one a property.

`load_chain(folder)` reads app.json and the models in the folders it names. This file stands alone
like judge.py, which it needs: the app and the folder that leaves it run the same lines.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.vision.judge import Judge, Line, Table, line_from, load_judge, shifted, tempered

APP = "app.json"
Probs = dict[str, float]


@dataclass(frozen=True)
class Said:
    """What the app says of a photo: the probability of every kind, None where the gate stopped it,
    and of every second property, None where there is no such model or the gate stopped it."""

    kind: Probs | None
    second: Probs | None = None

    @property
    def stopped(self) -> bool:
        """Whether the gate said: none of my kinds."""
        return self.kind is None


@dataclass(frozen=True)
class Gate:
    """Asks whether a photo shows one of the kinds at all: a model and the `line` beyond which a
    picture is strange to it, or, without a line, those of its classes (`names`) that are let in."""

    judge: Judge
    line: Line | None = None
    names: frozenset[str] = frozenset()

    def lets_in(self, pictures: Sequence[Image.Image]) -> list[bool]:
        """Whether each picture may pass. Raises ValueError for a line without embeddings."""
        probs, embeddings = self.judge.see(self.judge.prepared(pictures))
        if self.line is None:
            return [self.judge.vocab[int(row.argmax())] in self.names for row in probs]
        if embeddings is None:
            raise ValueError("This model gives no embeddings, so it has no line.")
        return [not one.strange for one in self.line.of(embeddings)]


@dataclass(frozen=True, eq=False)
class Places:
    """How often each kind turns up at a place: `shares` (C,) a place, in the order of the model's
    classes, beside those in its data (`seen`); `temperature` makes chances of probabilities."""

    temperature: float
    seen: Table
    shares: dict[str, Table] = field(default_factory=dict)

    def at(self, place: str, probs: Table) -> Table:
        """The chances (N, C) there, from the model's probabilities. Raises KeyError."""
        return shifted(tempered(probs, self.temperature), self.seen, self.shares[place])


@dataclass(frozen=True)
class Chain:
    """The whole app; what it has no model for, it does not ask."""

    kind: Judge
    gate: Gate | None = None
    second: Judge | None = None
    places: Places | None = None

    def says(self, picture: Image.Image, place: str | None = None) -> Said:
        """The app's answer about a photo, taken at a `place` it knows, or nobody says where.
        Raises KeyError for another place."""
        if self.gate is not None and not self.gate.lets_in([picture])[0]:
            return Said(None)
        probs = self.kind.probabilities([picture]).astype(np.float64)
        if place is not None:
            if self.places is None:
                raise KeyError(place)
            probs = self.places.at(place, probs)
        second = _named(self.second, self.second.probabilities([picture])) if self.second else None
        return Said(_named(self.kind, probs), second)


def load_chain(folder: Path) -> Chain:
    """The app in a folder. Raises what `load_judge` raises."""
    app = json.loads((folder / APP).read_text(encoding="utf-8"))
    names = {app["kind"], app["second"], (app["gate"] or {}).get("folder")} - {None}
    judges = {name: load_judge(folder / name) for name in sorted(names)}
    return Chain(
        judges[app["kind"]],
        gate_from(app["gate"], judges[app["gate"]["folder"]]) if app["gate"] else None,
        judges[app["second"]] if app["second"] else None,
        places_from(app["places"]) if app["places"] else None,
    )


def gate_from(said: dict[str, Any], judge: Judge) -> Gate:
    """The gate as app.json has it. Raises KeyError or ValueError."""
    line = line_from(said["line"]) if said["line"] else None
    return Gate(judge, line, frozenset(said["lets_in"]))


def places_from(said: dict[str, Any]) -> Places:
    """The places as app.json has them. Raises KeyError or ValueError."""
    shares = {name: np.array(row, dtype=np.float64) for name, row in said["shares"].items()}
    return Places(float(said["temperature"]), np.array(said["seen"], dtype=np.float64), shares)


def _named(judge: Judge, probs: Any) -> Probs:
    return dict(zip(judge.vocab, probs[0].tolist(), strict=True))
