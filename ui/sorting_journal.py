"""The journal of the sorting wall as a browser sends it, checked."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError

from core.project.staging import JournalEntry

LONGEST = 10_000  # choices on one wall before the page is loaded anew


class _Entry(BaseModel):
    n: int
    id: str
    action: str
    label: str | None = None


class _Journal(BaseModel):
    mount: str
    entries: list[_Entry]


def read_journal(sent: object) -> tuple[str, list[JournalEntry]]:
    """The name of the wall, and what was chosen on it, in order; nothing where a browser sends
    what no wall writes."""
    try:
        journal = _Journal.model_validate(sent)
    except ValidationError:
        return "", []
    entries = sorted(journal.entries[-LONGEST:], key=lambda entry: entry.n)
    return journal.mount[:64], [JournalEntry(e.n, e.id, e.action, e.label) for e in entries]
