"""The pictures of an arrival by folder, name and table: each way to tell their classes."""

from collections import defaultdict
from dataclasses import replace

from core.gather.meaning.entries import Entry
from core.gather.meaning.file_names import labels_in_names
from core.gather.meaning.folders import Nesting
from core.gather.meaning.sides import TEST, UNLABELLED, is_neutral, side_of
from core.gather.meaning.tables import Said
from core.gather.meaning.teachable_machine import class_of_samples, without_copy_marks
from core.gather.meaning.way import FOLDERS, NAMES, ONE_CLASS, TABLE, TEACHABLE, Way

_SAYS_NOTHING_TEXT = (
    "archive archiv download downloads drive icloud google desktop upload uploads untitled zip "
    "compressed backup export camera dcim screenshots whatsapp folder ordner neuer neu bilder "
    "fotos"
)
_SAYS_NOTHING = frozenset(_SAYS_NOTHING_TEXT.split())


_NEARLY_ALL = 0.95


class Divided:
    """The pictures of an arrival by the folders they lie in."""

    def __init__(self, pictures: list[Entry]) -> None:
        self.pictures = pictures
        self.nesting = Nesting([picture.folders for picture in pictures])
        self.levels = self.nesting.levels()
        found = [self.nesting.side_path(picture.folders) for picture in pictures]
        self.sides = [side_of(path[-1]) if path else "" for path in found]
        self.flat = [self.nesting.is_flat(place) for place in range(len(pictures))]

    def by_level(self, level: int, tables: dict[str, dict[int, Said]]) -> Way:
        """The class is the folder of that level; where there is none, what a table says that
        knows the same classes."""
        labels = [self._folder(place, level) for place in range(len(self.pictures))]
        labels = _samples(labels, self.pictures)
        known = set(labels)
        for said in tables.values():
            if {one.label for one in said.values()} <= known:
                for place, one in said.items():
                    labels[place] = labels[place] or one.label
        return self._way(FOLDERS, str(level), labels)

    def by_table(self, path: str, said: dict[int, Said]) -> Way:
        """The class is what the table says."""
        labels = [said[p].label if p in said else "" for p in range(len(self.pictures))]
        sides = [said[p].side if p in said else "" for p in range(len(self.pictures))]
        way = self._way(TABLE, path, labels)
        told = tuple(side or before for side, before in zip(sides, way.sides, strict=True))
        return replace(way, sides=told)

    def says_more(self, table: Way, folders: Way) -> bool:
        """Whether a table, which somebody wrote about nearly every picture, puts them together in
        another way than their folders do, so that these are no classes; or in the same way, in
        names that no folder can have, such as “<5 mm”."""
        asked = [place for place in range(len(self.pictures)) if not self._waits(place)]
        told = [place for place in asked if table.names[place]]
        pairs = {(table.names[place], folders.names[place]) for place in told}
        same = len(pairs) == len(set(table.names) - {""})
        spelled = same and all(_spells(label, folder) for label, folder in pairs)
        exact = spelled and any(label != folder for label, folder in pairs)
        return len(told) >= _NEARLY_ALL * len(asked) and (not same or exact)

    def by_names(self) -> list[Way]:
        """The class stands in the name of each file, where a pattern holds."""
        asked = [place for place in range(len(self.pictures)) if not self._waits(place)]
        labels = labels_in_names([self.pictures[place].stem for place in asked])
        if not labels:
            return []
        found = dict(zip(asked, labels, strict=True))
        waiting = [place for place in range(len(self.pictures)) if place not in found]
        more = labels_in_names([self.pictures[place].stem for place in waiting]) or []
        if set(more) <= set(labels):
            found |= dict(zip(waiting, more, strict=False))
        every = [found.get(place, "") for place in range(len(self.pictures))]
        return [self._way(NAMES, "", every)]

    def by_archive(self, name: str) -> list[Way]:
        """The class is what the ZIP is called, where that says something."""
        stems = [picture.stem for picture in self.pictures]
        if sample := class_of_samples(without_copy_marks(name), stems):
            return [replace(self.one_class(sample), kind=TEACHABLE, about="samples")]
        said = without_copy_marks(name).split("-20")[0].strip(" -_")
        words = said.lower().replace("-", " ").replace("_", " ").split()
        if is_neutral(said) or side_of(said) or any(word in _SAYS_NOTHING for word in words):
            return []
        return [self.one_class(said)] if said else []

    def one_class(self, label: str) -> Way:
        """All are of one class, but those in a test folder, of which nobody said so."""
        labels = ["" if self._waits(place) else label for place in range(len(self.pictures))]
        return self._way(ONE_CLASS, label, labels)

    def filled(self, way: Way, label: str) -> Way:
        """The same way, with those in no folder in the class that the learner chose."""
        labels = [
            old or ("" if self._waits(place) else label) for place, old in enumerate(way.labels)
        ]
        return replace(way, labels=tuple(labels))

    def _folder(self, place: int, level: int) -> str:
        label = self.nesting.label(place, level)
        hidden = self.sides[place] == UNLABELLED or (len(self.levels) == 1 and is_neutral(label))
        return "" if hidden else label

    def _waits(self, place: int) -> bool:
        """Whether it lies in a test folder without classes: to be asked about, not learned from."""
        return self.flat[place] and self.sides[place] in (TEST, UNLABELLED)

    def _way(self, kind: str, about: str, labels: list[str]) -> Way:
        sides = ["" if side == UNLABELLED else side for side in self.sides]
        return Way(kind, about, tuple(labels), tuple(sides))


def _samples(labels: list[str], pictures: list[Entry]) -> list[str]:
    """ "cat-samples" is the class "cat" where Teachable Machine numbered what is in it."""
    stems: dict[str, list[str]] = defaultdict(list)
    for label, picture in zip(labels, pictures, strict=True):
        stems[label].append(picture.stem)
    plain = {label: class_of_samples(label, found) or label for label, found in stems.items()}
    return [plain[label] for label in labels]


def _spells(label: str, folder: str) -> bool:
    """Whether a folder's name is this label, with what folders cannot hold replaced or counted."""
    letters = ["".join(c for c in name.casefold() if c.isalnum()) for name in (label, folder)]
    return letters[1].startswith(letters[0])
