"""What changed from one version of the pictures and labels to the next, in words."""

from core.project.versions.versions import VersionChanges
from core.words import count_of


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
