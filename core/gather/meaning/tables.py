"""Labels from a table beside the pictures, or brought alone: train.csv, metadata.csv, val.txt …"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from core.gather.class_names import clean_class_name
from core.gather.meaning.entries import Entry, path_parts
from core.gather.meaning.sides import TEST, TRAIN, VALID, side_of
from core.gather.meaning.table import Table, read_table
from core.gather.reading.refusal import Refused
from core.project.project import Project

TABLES = ("csv", "tsv", "txt", "jsonl")
MAX_BYTES = 20_000_000
_FILE_COLUMNS_TEXT = (
    "file_name filename file image_path img_path filepath path image image_id imageid img "
    "img_id image_name id_code id name isic_id photo picture photo_id"
)
_FILE_COLUMNS = _FILE_COLUMNS_TEXT.split()
_LABEL_COLUMNS_TEXT = (
    "label labels class class_name classname category category_name target breed species "
    "diagnosis dx emotion variety type class_id classid category_id label_id y tag name level"
)
_LABEL_COLUMNS = _LABEL_COLUMNS_TEXT.split()
_SIDE_COLUMNS = ("split", "set", "subset", "partition", "usage", "data_set", "phase")
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no", "")
_NO_ANSWERS = ("submission", "sample_sub")


@dataclass(frozen=True)
class Said:
    """What a table says about one picture: its class and its side, each "" where it says none."""

    label: str
    side: str


def may_be_table(entry: Entry) -> bool:
    """Whether a file may be a table with labels, by its name and size."""
    name = entry.name.lower()
    return (
        entry.ending in TABLES
        and entry.size <= MAX_BYTES
        and not entry.reason
        and not any(word in name for word in _NO_ANSWERS)
    )


def labels_in_table(
    table: Table, folders: tuple[str, ...], name: str, pictures: Sequence[Entry]
) -> dict[int, Said]:
    """What the table says, by the place of each picture it names; empty where it names none.

    `folders` and `name` say where the table lay and what it is called: train.csv is about the
    pictures in train_images.
    """
    finder = _Finder(pictures, folders, side_of(name))
    file_column, found = _file_column(table, finder)
    if file_column is None:
        return {}
    sides = _side_cells(table)
    labels = _label_cells(table, file_column)
    if labels is None:
        return {}
    return {
        place: Said(label.strip(), side)
        for place, label, side in zip(found, labels, sides, strict=True)
        if place is not None
    }


class _Finder:
    """Finds the picture that a cell names: by its path, its name, or its name without ending."""

    def __init__(self, pictures: Sequence[Entry], folders: tuple[str, ...], side: str) -> None:
        self._pictures, self._folders, self._side = pictures, folders, side
        self._by_tail: dict[str, list[int]] = defaultdict(list)
        for place, picture in enumerate(pictures):
            self._by_tail[picture.name.casefold()].append(place)
            if picture.stem != picture.name:
                self._by_tail[picture.stem.casefold()].append(place)

    def find(self, cell: str) -> int | None:
        """The place of the one picture that `cell` names, or None."""
        parts = tuple(part.casefold() for part in path_parts(cell.strip()))
        if not parts:
            return None
        places = self._by_tail.get(parts[-1], [])
        for narrower in (self._of_path(places, parts), self._beside(places), self._of_side(places)):
            if len(places) > 1 and narrower:
                places = narrower
        return places[0] if len(places) == 1 else None

    def _of_path(self, places: list[int], parts: tuple[str, ...]) -> list[int]:
        above = parts[:-1]
        return [p for p in places if above and self._folded(p)[-len(above) :] == above]

    def _beside(self, places: list[int]) -> list[int]:
        here = len(self._folders)
        return [p for p in places if self._pictures[p].folders[:here] == self._folders]

    def _of_side(self, places: list[int]) -> list[int]:
        side = self._side
        return [p for p in places if side in map(side_of, self._pictures[p].folders) and side]

    def _folded(self, place: int) -> tuple[str, ...]:
        return tuple(part.casefold() for part in self._pictures[place].folders)


def _file_column(table: Table, finder: _Finder) -> tuple[str | None, list[int | None]]:
    """The column that names pictures, and the picture each of its cells names."""
    best: tuple[str | None, list[int | None]] = (None, [])
    most = (0, 0)
    for name, cells in table.columns.items():
        if len(set(cells)) < 0.9 * len(cells):
            continue
        found = [finder.find(cell) for cell in cells]
        hits = len({place for place in found if place is not None})
        told = len(_FILE_COLUMNS) - _rank(name, _FILE_COLUMNS)
        if hits and (hits, told) > most:
            best, most = (name, found), (hits, told)
    return best


def _label_cells(table: Table, file_column: str) -> list[str] | None:
    others = {name: cells for name, cells in table.columns.items() if name != file_column}
    named = [n for n in others if _plain(n) in _LABEL_COLUMNS and len(set(others[n])) > 0]
    if named:
        named.sort(key=lambda n: (_is_number_column(others[n]), _rank(n, _LABEL_COLUMNS)))
        return others[named[0]]
    if marked := _one_hot(others):
        return marked
    few = [n for n, cells in others.items() if _looks_like_labels(cells) and not _is_side(n, cells)]
    return others[few[0]] if few else None


def _looks_like_labels(cells: list[str]) -> bool:
    counts = Counter(filter(None, map(str.strip, cells)))
    whole = all(not _is_fraction(cell) for cell in counts)
    return whole and 0 < len(counts) <= max(2, len(cells) // 2)


def _one_hot(columns: dict[str, list[str]]) -> list[str] | None:
    """The name of the column that is 1, for tables with a column for each class."""
    marks = {
        name: cells
        for name, cells in columns.items()
        if {cell.strip() for cell in cells} <= {"0", "1", "0.0", "1.0"}
    }
    if len(marks) < 2:
        return None
    rows = list(zip(*marks.values(), strict=True))
    ones = [[name for name, cell in zip(marks, row, strict=True) if float(cell)] for row in rows]
    return [one[0] for one in ones] if all(len(one) == 1 for one in ones) else None


def _side_cells(table: Table) -> list[str]:
    for name, cells in table.columns.items():
        if _plain(name) in _SIDE_COLUMNS and _is_side(name, cells):
            return [
                side if (side := side_of(cell)) in (TRAIN, VALID, TEST) else "" for cell in cells
            ]
    for name, side in (("is_valid", VALID), ("is_validation", VALID), ("is_test", TEST)):
        for column, cells in table.columns.items():
            if _plain(column) == name and {c.strip().lower() for c in cells} <= {*_TRUE, *_FALSE}:
                return [side if cell.strip().lower() in _TRUE else TRAIN for cell in cells]
    return [""] * table.rows


def _is_side(name: str, cells: list[str]) -> bool:
    plain = _plain(name)
    return plain.startswith("is_") or (
        plain in _SIDE_COLUMNS and all(side_of(cell) for cell in cells if cell.strip())
    )


def _rank(name: str, names: Sequence[str]) -> int:
    plain = _plain(name)
    return list(names).index(plain) if plain in names else len(names)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _is_number_column(cells: list[str]) -> bool:
    return all(cell.strip().replace(".", "", 1).isdigit() for cell in cells if cell.strip())


def _is_fraction(cell: str) -> bool:
    if cell.isdigit():
        return False
    try:
        return not float(cell).is_integer()
    except ValueError:
        return False


def labels_for_unlabelled(project: Project, tables: Sequence[Entry]) -> dict[str, str]:
    """Picture id → class, for the unlabelled pictures that one of the tables names."""
    waiting = project.dataset.unlabelled()
    named = [Entry(picture.name, 0, bytes) for picture in waiting]
    found: dict[str, str] = {}
    for table in tables:
        for place, label in _said(table, named).items():
            found[waiting[place].id] = label
    return found


def _said(file: Entry, named: Sequence[Entry]) -> dict[int, str]:
    try:
        table = read_table(file.read(), file.ending)
    except Refused:
        return {}
    said = labels_in_table(table, (), file.stem, named) if table else {}
    return {place: name for place, one in said.items() if (name := _clean(one.label))}


def _clean(label: str) -> str:
    try:
        return clean_class_name(label)
    except Refused:
        return ""
