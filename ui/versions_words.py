"""What changed between two versions of a dataset, in a learner's words."""

from __future__ import annotations

from core.project.version_changes import VersionChanges
from ui.run_words import count_of


def change_words(changes: VersionChanges, *, first: bool) -> str:
    """What is different from the version before, as one line."""
    if first:
        return f"{count_of(changes.added, 'picture')} to begin with."
    parts = [
        (changes.added, "came"),
        (changes.removed, "left"),
        (changes.relabelled, "relabelled"),
        (changes.moved, "moved between training and validation"),
        (changes.locked, "locked away as test set"),
    ]
    said = [f"{count} {what}" for count, what in parts if count]
    return f"Since the version before: {', '.join(said)}." if said else "The same pictures."


def restore_words(changes: VersionChanges) -> str:
    """What going back would do, as one sentence."""
    parts = [
        (changes.added, "put back", "picture"),
        (changes.removed, "take out", "picture"),
        (changes.relabelled, "change", "label"),
        (changes.moved, "move between training and validation", "picture"),
    ]
    said = [f"**{what} {count_of(count, noun)}**" for count, what, noun in parts if count]
    return f"This will {', '.join(said)}." if said else "This changes nothing that is not locked."
