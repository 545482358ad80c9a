"""The class's guesses: kept when one is locked in, held until the teacher's word, counted for all.

A guess that is held is kept here and not in the project: to the project it is not made yet, so no
page shows an answer. With the teacher's word the learner's own next click takes it over.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from core.classroom import tables
from core.classroom.classes import lead
from core.classroom.histogram import same_words
from core.classroom.lead import RESULT_TOPICS, TRAIN, Lead
from core.classroom.learners import Learner
from core.classroom.summary import note_progress
from core.plain_text import without_marks

Kind = Literal["choice", "number", "order", "words"]
LONGEST = 300


class Asked(BaseModel):
    """A question as it stood on a learner's screen, and what they chose, in words.

    `options` are all choices in their order ([] for a number), `words` is the chosen one, "" for a
    guess that was passed. A number lies from `low` to `high`; an order lists its parts; words were
    typed. `truth` is what turned out to be so, where the page could tell, in the same words.
    """

    model_config = ConfigDict(frozen=True)

    prompt: str = ""
    kind: Kind = "choice"
    options: tuple[str, ...] = ()
    words: str = ""
    low: float = 0.0
    high: float = 0.0
    number: float | None = None
    order: tuple[str, ...] = ()
    truth: str = ""

    @property
    def passed(self) -> bool:
        """Return whether the learner made no guess."""
        return not self.words


@dataclass(frozen=True)
class Kept:
    """One kept guess: `choice` is its JSON as the project keeps it; `held` is whether it waited for
    the teacher's word, and `right` whether it held, where the page could tell."""

    learner: str
    topic: str
    about: str
    page: str
    choice: Any
    asked: Asked
    at: float
    held: bool
    right: bool | None


def keep(
    learner: Learner,
    topic: str,
    choice: Any,
    asked: Asked,
    *,
    page: str,
    about: str = "",
    held: bool = False,
    instead: bool = False,
) -> None:
    """Keep a learner's guess. One that is there already stays: what is locked in is locked in; only
    a guess that may still be moved goes `instead` of the one before."""
    with tables.writing() as table:
        made = table.execute(
            f"INSERT OR {'REPLACE' if instead else 'IGNORE'} INTO guess"
            " (learner, topic, about, class, page, choice, asked, at, held)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                learner.id,
                topic,
                about,
                learner.class_id,
                page,
                json.dumps(choice),
                _as_kept(asked).model_dump_json(),
                time.time(),
                int(held),
            ),
        ).rowcount
    if made:
        note_progress(learner)


def _as_kept(asked: Asked) -> Asked:
    """Not longer than a line, and without marks; what a learner typed stays as it was typed."""
    words = asked.words if asked.kind == "words" else without_marks(asked.words)
    return asked.model_copy(
        update={
            "prompt": without_marks(asked.prompt)[:LONGEST],
            "words": words[:LONGEST],
            "options": tuple(without_marks(one)[:LONGEST] for one in asked.options[:60]),
        }
    )


def kept(learner: Learner, topic: str, about: str = "") -> Kept | None:
    """Return a learner's guess about a question; None while there is none."""
    with tables.reading() as table:
        row = table.execute(
            "SELECT * FROM guess WHERE learner = ? AND topic = ? AND about = ?",
            (learner.id, topic, about),
        ).fetchone()
    return kept_row(row) if row is not None else None


def guesses_of(learner: Learner) -> list[Kept]:
    """Return all guesses of one learner, the oldest first."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT * FROM guess WHERE learner = ? ORDER BY at", (learner.id,)
        ).fetchall()
    return [kept_row(row) for row in rows]


def taken_over(learner: Learner, topic: str, about: str = "") -> None:
    """Note that a guess that was held is now in the learner's project: it waits no more."""
    with tables.writing() as table:
        table.execute(
            "UPDATE guess SET held = 0 WHERE learner = ? AND topic = ? AND about = ?",
            (learner.id, topic, about),
        )


def turned_out(learner: Learner, topic: str, about: str, right: bool, truth: str = "") -> None:
    """Note whether a guess held, for the teacher's list of what was hard, and the answer that was
    right in words. The first word on it counts: levers that are moved later do not change what was
    guessed about."""
    with tables.writing() as table:
        table.execute(
            "UPDATE guess SET right = ?, asked = json_set(asked, '$.truth', ?)"
            " WHERE learner = ? AND topic = ? AND about = ? AND right IS NULL",
            (int(right), without_marks(truth)[:LONGEST], learner.id, topic, about),
        )


def locked_in(class_id: str, topic: str) -> int:
    """Return how many of a class have locked in a guess about a question."""
    with tables.reading() as table:
        row = table.execute(
            "SELECT COUNT(DISTINCT learner) FROM guess WHERE class = ? AND topic = ?",
            (class_id, topic),
        ).fetchone()
    return int(row[0])


def reveal(class_id: str, topics: Iterable[str]) -> None:
    """Open the answers to these questions for everybody at once, and to those who come later."""
    new = tuple(topics)
    lead(class_id, lambda now: {"revealed": tuple(dict.fromkeys((*now.revealed, *new)))})


def take_out(class_id: str, topic: str, words: str) -> None:
    """Take typed words out of the guesses of a class, from all who typed them as they are counted:
    the teacher's word on what a whole class reads. Who typed them may write others."""
    with tables.writing() as table:
        rows = table.execute(
            "SELECT * FROM guess WHERE class = ? AND topic = ?", (class_id, topic)
        ).fetchall()
        for one in map(kept_row, rows):
            if same_words(one.asked.words) == same_words(words):
                table.execute(
                    "DELETE FROM guess WHERE learner = ? AND topic = ? AND about = ?",
                    (one.learner, topic, one.about),
                )
    lead(class_id, lambda now: {})  # news: pages show it at once


def ask_again(class_id: str, topic: str) -> None:
    """Hold the next guesses about a question that was revealed: those about a learner's next run.
    They are counted afresh; what a project has stays open, and so do results that were there."""

    def again(now: Lead) -> dict[str, Any]:
        at = time.time()
        return {
            "revealed": tuple(one for one in now.revealed if one != topic),
            "again": {**now.again, topic: at},
            "since": at if topic in RESULT_TOPICS else now.since,
        }

    lead(class_id, again)


def hold(class_id: str, pages: Sequence[str]) -> None:
    """Hold the guesses on these pages (EVERY_PAGE: on all) from now on; [] lets all go. What was
    revealed stays open."""

    def held(now: Lead) -> dict[str, Any]:
        since = now.since if now.holds_on(TRAIN) else time.time()
        return {"held": tuple(dict.fromkeys(pages)), "since": since}

    lead(class_id, held)


def kept_row(row: sqlite3.Row) -> Kept:
    """Return a row of the table as the guess it holds; a question that cannot be read is empty."""
    try:
        asked = Asked.model_validate_json(row["asked"])
    except ValidationError:
        asked = Asked()
    right = None if row["right"] is None else bool(row["right"])
    return Kept(
        row["learner"],
        row["topic"],
        row["about"],
        row["page"],
        json.loads(row["choice"]),
        asked,
        row["at"],
        bool(row["held"]),
        right,
    )
