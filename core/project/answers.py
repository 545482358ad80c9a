"""A learner's answers to the questions, with their own marks."""

import sqlite3
import time

from core.project.database import Database
from core.project.records import MARKS, Answer


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
            raise ValueError(f"A mark is one of {', '.join(MARKS)}.")
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO answer (question, text, mark, revealed, saved)"
                " VALUES (?, ?, ?, ?, ?)",
                (question_id, text, mark, int(revealed), time.time()),
            )

    def all(self) -> dict[str, Answer]:
        """Return question id → answer."""
        return dict(self.remembered("answers", _read_answers))


def _read_answers(connection: sqlite3.Connection) -> dict[str, Answer]:
    rows = connection.execute("SELECT question, text, mark, revealed, saved FROM answer")
    return {row[0]: Answer(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows}
