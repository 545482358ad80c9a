"""Swapped models: one learner's model asked about another one's pictures, for both to see.

Its owner agrees first. Kept are two tables of counts, of the model at home and there, and no
picture: who tests sees nothing of the owner's work, who owns the model nothing of the pictures.
"""

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from core.classroom import tables
from core.classroom.after import work_of
from core.classroom.learners import Learner
from core.evaluation.confusion import Confusion, confusion
from core.evaluation.held_back import HeldBackFile
from core.gather.class_names import meant
from core.gather.phone.tray import kept_ids
from core.production.predictor import ModelUnavailable, load_predictor, trained_on
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run, outcome_of

FEWEST = 4  # pictures that say a little
Step = Callable[[int, int], None]


class SwapRefused(Exception):
    """The model cannot be tested; the text is the name of an entry of swap.yaml."""


class Somebody(NamedTuple):
    """A learner as classmates know them."""

    id: str
    nickname: str


@dataclass(frozen=True)
class Swap:
    """The model of `owner` (its `run`) on its own validation pictures (`home`) and on the new
    pictures of `tester` (`there`)."""

    owner: Somebody
    tester: Somebody
    home: Confusion
    there: Confusion
    run: str

    def figures(self) -> dict[str, Any]:
        """Return classes and both tables as plain lists."""
        return {
            "classes": self.home.vocab,
            "home": self.home.counts.tolist(),
            "there": self.there.counts.tolist(),
        }


@dataclass(frozen=True)
class Ready:
    """A test that can be made: the `run` of a `project`, its answers at `home`, and the pictures
    that it would be `shown`."""

    project: Project
    run: RunRecord
    home: Confusion
    shown: dict[str, HeldBackFile]


def lend(learner: Learner, wanted: bool) -> None:
    """Note whether classmates may test a learner's model. What they tested before stays."""
    with tables.writing() as table:
        table.execute("DELETE FROM lent WHERE learner = ?", (learner.id,))
        if wanted:
            table.execute("INSERT INTO lent VALUES (?, ?)", (learner.id, learner.class_id))


def lends(learner: Learner) -> bool:
    """Return whether classmates may test this learner's model."""
    with tables.reading() as table:
        row = table.execute("SELECT 1 FROM lent WHERE learner = ?", (learner.id,)).fetchone()
    return row is not None


def lenders(learner: Learner) -> dict[str, str]:
    """Return id → nickname of the classmates whose model this learner may test."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT learner.id, nickname FROM lent JOIN learner ON learner.id = lent.learner"
            " WHERE lent.class = ? AND learner.id != ? ORDER BY nickname",
            (learner.class_id, learner.id),
        ).fetchall()
    return dict(tuple(row) for row in rows)


def ready(tester: Learner, owner: Learner) -> Ready:
    """Return what a test of the model of `owner` by `tester` would be. Raises SwapRefused:
    "not_lent", "no_model", "too_few"."""
    theirs, mine = work_of(owner), work_of(tester)
    if owner.class_id != tester.class_id or not lends(owner):
        raise SwapRefused("not_lent")
    run = None if theirs is None else chosen_run(theirs)
    outcome = None if theirs is None or run is None else outcome_of(theirs, run)
    if theirs is None or run is None or outcome is None:
        raise SwapRefused("no_model")
    shown = {} if mine is None else new_pictures(mine, theirs, run, outcome.vocab)
    if len(shown) < FEWEST:
        raise SwapRefused("too_few")
    return Ready(theirs, run, confusion(outcome.part("valid")), shown)


def swap(tester: Learner, owner: Learner, step: Step) -> Swap:
    """Return what the model of `owner` says about the new pictures of `tester`, and keep it in
    place of an earlier test. `step(done, all)` is told after each; what it raises ends it. Raises
    as `ready` does."""
    found = ready(tester, owner)
    there = _there(found.project, found.run, found.shown, step)
    made = Swap(_named(owner), _named(tester), found.home, there, found.run.id)
    _keep(made, owner.class_id)
    return made


def new_pictures(
    mine: Project, theirs: Project, run: RunRecord, vocab: list[str]
) -> dict[str, HeldBackFile]:
    """Return id → picture of `mine` that their project never had, in the classes of their model: by
    name, or by another spelling of it. What was held back for judging is among them."""
    known = kept_ids(theirs) | trained_on(theirs, run)
    dataset = mine.dataset
    every = {one.id: one.label for one in dataset.held_back()}
    every |= {one.id: one.label for one in dataset.images()}
    return {
        image_id: HeldBackFile(dataset.image_path(image_id), label)
        for image_id, own in every.items()
        if image_id not in known and (label := meant(own, vocab))
    }


def swaps_of(learner: Learner) -> list[Swap]:
    """Return the tests that a learner made or whose model was theirs, the newest first."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT swap.*, one.nickname AS owned, other.nickname AS tested FROM swap"
            " JOIN learner AS one ON one.id = owner JOIN learner AS other ON other.id = tester"
            " WHERE ? IN (owner, tester) ORDER BY swap.at DESC",
            (learner.id,),
        ).fetchall()
    return [_swap(row) for row in rows]


def _there(
    theirs: Project, run: RunRecord, shown: dict[str, HeldBackFile], step: Step
) -> Confusion:
    try:
        model = load_predictor(theirs, run.id)
    except ModelUnavailable as error:
        raise SwapRefused("no_model") from error
    counts = np.zeros((len(model.vocab),) * 2, dtype=np.int64)
    for done, one in enumerate(shown.values(), 1):
        with Image.open(one.path) as picture:
            said = model.predict(picture).label
        counts[model.vocab.index(one.label), model.vocab.index(said)] += 1
        step(done, len(shown))
    return Confusion(list(model.vocab), counts)


def _keep(made: Swap, class_id: str) -> None:
    said = json.dumps({**made.figures(), "run": made.run})
    with tables.writing() as table:
        table.execute(
            "INSERT OR REPLACE INTO swap VALUES (?, ?, ?, ?, ?)",
            (made.owner.id, made.tester.id, class_id, said, time.time()),
        )


def _swap(row: sqlite3.Row) -> Swap:
    said = json.loads(row["said"])
    home, there = (Confusion(said["classes"], np.array(said[name])) for name in ("home", "there"))
    owner, tester = (row["owner"], row["owned"]), (row["tester"], row["tested"])
    return Swap(Somebody(*owner), Somebody(*tester), home, there, said["run"])


def _named(learner: Learner) -> Somebody:
    return Somebody(learner.id, learner.nickname)
