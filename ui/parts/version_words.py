"""What changed from one version of the pictures and labels to the next, in words."""

from core.content import says
from core.project.versions.versions import VersionChanges
from core.words import count_of


def change_words(changes: VersionChanges, *, first: bool) -> str:
    """What is different from the version before, as one line."""
    if first:
        return says("versions", "to_begin", pictures=count_of(changes.added, "picture"))
    parts = [
        (changes.added, "came"),
        (changes.removed, "left"),
        (changes.relabelled, "relabelled"),
        (changes.moved, "moved between training and validation"),
        (changes.locked, "locked away as test set"),
    ]
    said = [f"{count} {what}" for count, what in parts if count]
    if not said:
        return says("versions", "same")
    return says("versions", "since", changes=", ".join(said))
