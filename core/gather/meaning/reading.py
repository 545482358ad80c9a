"""What the files of an arrival mean: which classes, which sides, what has no label, what is litter.

A pure function of names, sizes and the few small files that say something about the others. It
proposes the likeliest way to read them and keeps the other ways; nothing is kept before the learner
has seen it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.gather.meaning.divided import Divided
from core.gather.meaning.entries import (
    DOCUMENTS,
    FILMS,
    SHEETS,
    SOUNDS,
    TEXTS,
    Entry,
    shown_name,
)
from core.gather.meaning.litter import is_litter
from core.gather.meaning.table import read_table
from core.gather.meaning.tables import Said, labels_in_table, may_be_table
from core.gather.meaning.takeout import is_sidecar, is_takeout, year_folders
from core.gather.meaning.teachable_machine import tm_project
from core.gather.meaning.way import (
    ALL_UNLABELLED,
    FOLDERS,
    PLAIN,
    TEACHABLE,
    Way,
    different,
    last_folders,
    way_of,
    without_labels,
)
from core.gather.reading.refusal import Refused

_DATA_FILE = "It holds data (JSON), not a picture."
_TEXT_FILE = "It holds text, not a picture, and names none of the pictures beside it."
_OTHER_FILE = "It is a document or a program, not a picture."
_SHEET = "It is a spreadsheet. Save it as CSV: then what it says about pictures is read."
_FILM = "It is a film. Save single frames of it as JPEG."
_SOUND_FILE = "It is a recording. Bring it with Sounds, which makes pictures of it."
_PROJECT_FILE, _PROJECT_MARK = "project.json", b'"drivetrain-lab project"'


@dataclass(frozen=True)
class Reading:
    """An arrival as it is read: its pictures, and the ways to read them, the likeliest first.

    Every file is a picture, or `turned_away` (name, reason), or one of those `passed_over`: litter,
    and tables, which are read but not kept. A `saved_project` is no set of pictures but ours, and
    its files are `packed`.
    """

    pictures: tuple[Entry, ...]
    ways: tuple[Way, ...]
    turned_away: tuple[tuple[str, str], ...] = ()
    passed_over: int = 0
    saved_project: bool = False
    packed: tuple[Entry, ...] = ()
    tables: tuple[Entry, ...] = ()  # files that may say something about other pictures

    def way(self, key: str = "") -> Way:
        """The way called `key`; the proposed one where there is none of that name."""
        return next((way for way in self.ways if way.key == key), self.ways[0])


def read_arrival(entries: Sequence[Entry], name: str = "", label: str = "") -> Reading:
    """The reading of these entries; `name` is that of the ZIP they came in, if they did.

    `label` is the class that the learner chose for pictures whose place says none.
    """
    own = [entry for entry in entries if not is_litter(entry.path)]
    passed_over = len(entries) - len(own)
    if is_saved_project(own):
        return Reading((), (Way(ALL_UNLABELLED, "", (), ()),), (), passed_over, True, tuple(own))
    if is_takeout(own):
        return _read_takeout(own, passed_over)
    if project := tm_project(own, name):
        return _read_tm(own, project.labels, project.kind, passed_over)
    turned_away = [(shown_name(one.path), one.reason) for one in own if one.reason]
    own = [entry for entry in own if not entry.reason]
    pictures = [entry for entry in own if not entry.is_no_picture]
    may_be = tuple(entry for entry in own if may_be_table(entry))
    tables = _tables(may_be, pictures)
    turned_away += _not_pictures(own, set(tables))
    ways = _ways(pictures, name, label, tables)
    seen = len(pictures) + len(turned_away)
    passed_over = len(entries) - seen
    return Reading(tuple(pictures), ways, tuple(turned_away), passed_over, tables=may_be)


def is_saved_project(entries: Sequence[Entry]) -> bool:
    """Whether this is a project that this app saved, also packed again with a folder around."""
    for entry in entries:
        if entry.name == _PROJECT_FILE and len(entry.folders) <= 2 and not entry.reason:
            try:
                return _PROJECT_MARK in entry.start()
            except Refused:
                return False
    return False


def _read_takeout(own: list[Entry], passed_over: int) -> Reading:
    years = year_folders(own)
    pictures = [entry for entry in own if not is_sidecar(entry)]
    in_album = {_alike(one): one for one in pictures if one.folders not in years}
    kept = [one for one in pictures if one.folders not in years or not _is_in(one, in_album)]
    tried = sorted((one for one in kept if not one.reason), key=lambda one: one.folders in years)
    turned_away = tuple((shown_name(one.path), one.reason) for one in kept if one.reason)
    labels = ["" if one.folders in years else "".join(one.folders[-1:]) for one in tried]
    ways = (
        way_of(FOLDERS, "album", labels),
        way_of(PLAIN, "", last_folders(tried)),
        without_labels(tried),
    )
    gone = len(own) - len(kept)
    return Reading(tuple(tried), different(ways), turned_away, passed_over + gone)


def _alike(entry: Entry) -> tuple[str, int, int]:
    return entry.name, entry.size, entry.check


def _is_in(entry: Entry, albums: dict[tuple[str, int, int], Entry]) -> bool:
    """Whether an album has this very picture; a folder has no checksums, so the bytes are read."""
    other = albums.get(_alike(entry))
    if other is None or entry.reason or other.reason:
        return False
    try:
        return bool(entry.check) or entry.read() == other.read()
    except Refused:
        return False


def _read_tm(own: list[Entry], labels: list[str], kind: str, passed_over: int) -> Reading:
    told = {entry.path: label for entry, label in zip(own, labels, strict=True) if label}
    tried = [one for one in own if one.path in told and not one.reason]
    pictures = [one for one in tried if not one.is_no_picture]
    turned_away = [(shown_name(one.path), one.reason) for one in own if one.reason]
    turned_away += _not_pictures([one for one in tried if one not in pictures], set())
    way = way_of(TEACHABLE, kind, [told[one.path] for one in pictures])
    passed_over += len(own) - len(pictures) - len(turned_away)
    return Reading(
        tuple(pictures), (way, without_labels(pictures)), tuple(turned_away), passed_over
    )


def _not_pictures(own: Sequence[Entry], tables: set[str]) -> list[tuple[str, str]]:
    """(name, reason) of the files that are no pictures and that nobody passes over."""
    reasons = {"json": _DATA_FILE, "jsonl": _DATA_FILE}
    kinds = {
        TEXTS: _TEXT_FILE,
        SHEETS: _SHEET,
        DOCUMENTS: _OTHER_FILE,
        FILMS: _FILM,
        SOUNDS: _SOUND_FILE,
    }
    reasons |= {ending: why for endings, why in kinds.items() for ending in endings - {*reasons}}
    return [
        (shown_name(entry.path), reasons[entry.ending])
        for entry in own
        if entry.is_no_picture and entry.path not in tables
    ]


def _tables(files: Sequence[Entry], pictures: list[Entry]) -> dict[str, dict[int, Said]]:
    """Path → what the table says about which picture, the one that says most first."""
    said = {}
    for file in files:
        try:
            table = read_table(file.read(), file.ending)
        except Refused:
            continue
        if table and (found := labels_in_table(table, file.folders, file.stem, pictures)):
            said[file.path] = found
    return dict(sorted(said.items(), key=lambda item: -len(item[1])))


def _ways(
    pictures: list[Entry], name: str, label: str, tables: dict[str, dict[int, Said]]
) -> tuple[Way, ...]:
    divided = Divided(pictures)
    by_folder = [divided.by_level(level, tables) for level in divided.levels]
    by_folder = [way for way in by_folder if way.counts]
    by_table = [divided.by_table(path, said) for path, said in _whole(tables).items()]
    by_name = divided.by_names()
    if by_folder and len(by_folder[0].counts) > 1:
        table_first = by_table and divided.says_more(by_table[0], by_folder[0])
        folders_and_tables = [*by_table, *by_folder] if table_first else [*by_folder, *by_table]
        ways = [*folders_and_tables, *by_name]
    elif label and not by_folder:
        ways = [divided.one_class(label), *by_table, *by_name]
    elif by_table or any(len(way.counts) > 1 for way in by_name):
        ways = [*by_table, *by_name, *by_folder]
    elif by_folder:
        ways = [*by_folder, *by_name]
    else:
        ways = [*by_name, *divided.by_archive(name)]
    if label:
        ways = [divided.filled(way, label) for way in ways]
    plain = [way_of(PLAIN, "", last_folders(pictures))] if divided.nesting.sides else []
    unlabelled = without_labels(pictures)
    return different([*ways, *plain, unlabelled] if ways else [unlabelled, *plain])


def _whole(tables: dict[str, dict[int, Said]]) -> dict[str, dict[int, Said]]:
    """Tables with the same classes about different pictures are one, as where train and test have
    one each."""
    whole: dict[str, dict[int, Said]] = {}
    for path, said in tables.items():
        first = next(iter(whole), "")
        there = whole.get(first, {})
        known = {one.label for one in there.values()} & {one.label for one in said.values()}
        if known and not there.keys() & said.keys():
            there.update(said)
        else:
            whole[path] = dict(said)
    return whole
