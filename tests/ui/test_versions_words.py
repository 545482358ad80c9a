from core.project.versions.version_changes import VersionChanges
from ui.clean.versions import change_words, restore_words


def test_only_what_changed_is_said() -> None:
    assert change_words(VersionChanges(added=12), first=True) == "12 pictures to begin with."
    changes = VersionChanges(relabelled=2, locked=30)
    words = "Since the version before: 2 relabelled, 30 locked away as test set."
    assert change_words(changes, first=False) == words
    assert change_words(VersionChanges(), first=False) == "The same pictures."


def test_going_back_is_announced_with_its_counts() -> None:
    words = restore_words(VersionChanges(added=1, relabelled=3))
    assert words == "This will **put back 1 picture**, **change 3 labels**."
    assert "nothing" in restore_words(VersionChanges())
