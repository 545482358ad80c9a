"""One class, one spelling: folders that mean the same class come together, and it is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from core.gather.arrivals import Incoming

_MOST = 120  # characters of a folder's name that are shown


class Spelling:
    """The spelling of every class of a project, kept while pictures come in."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = set(known)
        self._first = {_sound(name): name for name in sorted(self._known, reverse=True)}
        self._came: dict[str, set[str]] = {}

    def of(self, file: Incoming) -> str:
        """The class `file` goes into: an existing one that differs in case or width only, else
        its own."""
        label = file.label
        if label not in self._known:
            label = self._first.setdefault(_sound(label), label)
            self._known.add(label)
        if file.folder:
            self._came.setdefault(label, set()).add(file.folder)
        return label

    @property
    def joined(self) -> list[tuple[str, str]]:
        """(folder, class) for each folder whose pictures are in a class of another spelling."""
        return [
            (folder[:_MOST], label)
            for label, folders in sorted(self._came.items())
            for folder in sorted(folders)
            if unicodedata.normalize("NFC", folder[:_MOST]) != label
        ]


def _sound(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
