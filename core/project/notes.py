"""What a learner wrote and chose: answers to questions, and settings of the pages."""

from __future__ import annotations

import json
import time
from typing import Any

from core.project.database import Database
from core.project.records import MARKS, Answer


class Notes(Database):
    """Answers and settings."""

    def setting(self, name: str, default: Any = None) -> Any:
        """Return a JSON value saved under a name, or `default`."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:
        """Save a JSON value under a name."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                (name, json.dumps(value)),
            )

    def answer(self, question_id: str) -> Answer | None:
        """Return the learner's answer to a question, or None while there is none."""
        return self.answers().get(question_id)

    def save_answer(
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

    def answers(self) -> dict[str, Answer]:
        """Return question id → answer."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT question, text, mark, revealed, saved FROM answer"
            ).fetchall()
        return {row[0]: Answer(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows}
