from core.project.versions.versions import VersionChanges, change_words
from tests.reading import figures
from ui.clean.versions import restore_words


def test_only_what_changed_is_said() -> None:
    assert figures(change_words(VersionChanges(added=12), first=True)) == [12]
    changes = VersionChanges(relabelled=2, locked=30)
    assert figures(change_words(changes, first=False)) == [2, 30]
    assert figures(change_words(VersionChanges(), first=False)) == []


def test_going_back_is_announced_with_its_counts() -> None:
    words = restore_words(VersionChanges(added=1, relabelled=3))
    assert figures(words) == [1, 3]
    assert figures(restore_words(VersionChanges())) == []
