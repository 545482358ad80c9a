"""Which level of nested folders is the class: found by what the folders are called."""

import re
from collections.abc import Sequence

from core.gather.meaning.sides import Folders, is_neutral, side_folders

_WHEN_TEXT = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo january "
    "february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep oct nov dec morning noon evening night day week month year spring "
    "summer autumn winter today yesterday"
)
_WHEN = frozenset(_WHEN_TEXT.split())
_HOW_TEXT = (
    "camera cam webcam phone session take shoot shot part batch fold group round trip folder "
    "set dataset album archive color colour colored coloured grayscale greyscale gray grey "
    "segmented raw original augmented aug cropped resized more old new extra misc other rest "
    "dcim scan version copy kopie student kid team user tag teil tisch"
)
_HOW = frozenset(_HOW_TEXT.split())


class Nesting:
    """The folders of some pictures without what divides or only holds the set.

    `sides` are the folders that divide it into train, valid and test. `left[i]` are the folders of
    picture i that may name its class, outermost first; none for one that lies in no such folder.
    """

    def __init__(self, folders: Sequence[Folders]) -> None:
        self.sides = side_folders(folders)
        bare = [self._without_sides(path) for path in folders]
        self.left = _without_holder(bare)
        if self.sides and len({left for left in self.left if left}) == 1:
            self.left = [() for _ in self.left]  # one folder around train and test is no class

    def side_path(self, folders: Folders) -> Folders | None:
        """The innermost folder above a picture that divides the set, or None."""
        paths = (folders[:depth] for depth in range(len(folders), 0, -1))
        return next((path for path in paths if path in self.sides), None)

    def is_flat(self, place: int) -> bool:
        """Whether no folder says anything about the class of picture `place`."""
        return all(map(is_neutral, self.left[place]))

    def levels(self) -> list[int]:
        """The levels of `left` that may be the class, the likeliest first."""
        names = [self._names(level) for level in range(max(map(len, self.left), default=0))]
        some = [level for level, found in enumerate(names) if level == 0 or len(found) > 1]
        return sorted(some, key=lambda level: (_rather_not(names[level]), level))

    def label(self, place: int, level: int) -> str:
        """The folder that names the class of picture `place`; "" where it lies in none."""
        left = self.left[place]
        return left[min(level, len(left) - 1)] if left else ""

    def _names(self, level: int) -> set[str]:
        return {left[level] for left in self.left if len(left) > level}

    def _without_sides(self, folders: Folders) -> Folders:
        return tuple(
            name for depth, name in enumerate(folders, 1) if folders[:depth] not in self.sides
        )


def _without_holder(all_folders: list[Folders]) -> list[Folders]:
    """The paths without the folders that hold everything; a picture beside class folders lies in
    none."""
    held = [folders for folders in all_folders if folders]
    while held and len({folders[0] for folders in held}) == 1 and _only_holds(held):
        holder = held[0][0]
        all_folders = [_inside(folders, holder) for folders in all_folders]
        held = [folders for folders in all_folders if folders]
    return all_folders


def _inside(folders: Folders, holder: str) -> Folders:
    inner = folders[1:]
    return inner[1:] if len(inner) > 1 and inner[0].casefold() == holder.casefold() else inner


def _only_holds(held: list[Folders]) -> bool:
    """Whether the one folder around all is no class: there are classes in it."""
    deepest = max(map(len, held))
    deeper = [{f[level] for f in held if len(f) > level} for level in range(1, deepest)]
    loose = sum(len(folders) == 1 for folders in held)
    return 2 * loose <= len(held) and any(not _rather_not(names) for names in deeper)


def _rather_not(names: set[str]) -> bool:
    """Whether most of these folders are called as no class is: by a day, a number, a camera."""
    return 2 * sum(map(_is_no_class, names)) > len(names)


def _is_no_class(name: str) -> bool:
    if is_neutral(name):
        return True
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if re.search(r"(part|fold|batch|split|chunk|vol)[ _-]?\d+$", name.casefold()):
        return True
    if not words:
        return bool(re.search(r"\d{4,}|\d[._-]\d", name))
    told = [word in _WHEN or word in _HOW for word in words]
    return all(told) or (told[0] and any(character.isdigit() for character in name))
