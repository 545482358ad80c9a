"""What changed from one version of the pictures and labels to the next, in words."""

from core.content import says
from core.project.versions.versions import VersionChanges
from core.words import count_of, listed


def change_words(changes: VersionChanges, *, first: bool) -> str:
    """What is different from the version before, as one line."""
    if first:
        return says("versions", "to_begin", pictures=count_of(changes.added, "picture"))
    counts = {
        "came": changes.added,
        "left": changes.removed,
        "relabelled": changes.relabelled,
        "moved": changes.moved,
        "locked": changes.locked,
    }
    said = [says("versions", name, count=count) for name, count in counts.items() if count]
    return says("versions", "since", changes=listed(said)) if said else says("versions", "same")
