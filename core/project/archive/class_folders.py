"""A learner's pictures as class folders, for any other program: data goes as it came."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from unicodedata import category, normalize

from core.plain_text import as_cell
from core.project.archive.streamed_zip import Sink
from core.project.project import Project

LABELS = "labels.csv"
UNLABELLED = "unlabelled"
_LONGEST = 60  # characters of a name: paths on Windows have room for 260
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_ODD_STARTS = (".", "=", "+", "-", "@")  # hidden, or a formula in labels.csv
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")  # an emoji newer than this Python is seen all the same
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class _Row(NamedTuple):
    """A picture and its line in labels.csv; its label is as typed, "" where it has none."""

    id: str
    file: str
    label: str
    split: str


def save_class_folders(project: Project, to: Path, *, split_folders: bool = False) -> Path:
    """Write a ZIP with a folder for each class and labels.csv at `to`; returns that path.

    With `split_folders` the classes lie in train, valid and test. Folders are called like the
    classes as far as every system allows, and differ where the classes do; labels.csv (file, label,
    split) says each label as it was typed; what a spreadsheet would run begins with an apostrophe.
    """
    with to.open("wb") as file:
        file.writelines(class_folder_parts(project, split_folders=split_folders))
    return to


def class_folder_parts(project: Project, *, split_folders: bool = False) -> Iterator[bytes]:
    """The same ZIP piece by piece: one picture at a time is in memory, and nothing on the disk.

    A picture that is removed meanwhile is left out.
    """
    rows, sink = list(_rows(project, split_folders)), Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        table = io.StringIO()
        cells = [[*map(as_cell, row[1:])] for row in rows]
        csv.writer(table).writerows([("file", "label", "split"), *cells])
        archive.writestr(LABELS, table.getvalue().encode("utf-8-sig"), zipfile.ZIP_DEFLATED)
        for row in rows:
            with suppress(FileNotFoundError):
                jpeg = project.dataset.image_path(row.id).read_bytes()
                archive.writestr(row.file, jpeg, zipfile.ZIP_STORED)
            yield sink.taken()
    yield sink.taken()


def _rows(project: Project, split_folders: bool) -> Iterator[_Row]:
    taken: set[str] = set()
    labelled = [*project.dataset.images()]
    folders = folder_names(dict.fromkeys(image.label for image in labelled))
    for image in labelled:
        folder = PurePosixPath(image.split if split_folders else "", folders[image.label])
        yield _Row(image.id, _free(folder, image.name, taken), image.label, image.split)
    for picture in project.dataset.unlabelled():
        yield _Row(picture.id, _free(PurePosixPath(UNLABELLED), picture.name, taken), "", "")


def folder_names(labels: Iterable[str]) -> dict[str, str]:
    """Label → the name of its folder: safe on every system, and unlike every other's there."""
    taken, names = {UNLABELLED}, dict[str, str]()
    for label in labels:
        names[label] = _unlike(safe_name(label), "", taken)
    return names


def safe_name(text: str) -> str:
    """`text` as the name of a file or folder on Windows, macOS and Linux."""
    name = _NOT_IN_NAMES.sub("_", normalize("NFC", text))[:_LONGEST].strip(" ").rstrip(". ")
    name = "".join(c for c in name if category(c) not in _UNSEEN) or "_"
    return f"_{name}" if _RESERVED.fullmatch(name) or name.startswith(_ODD_STARTS) else name


def _free(folder: PurePosixPath, name: str, taken: set[str]) -> str:
    """A file's place in the ZIP; what is stored is a JPEG, whatever it was called before."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    return _unlike(str(folder / safe_name(stem)), ".jpg", taken)


def _unlike(name: str, ending: str, taken: set[str]) -> str:
    """`name`, or with the first number that makes it unlike all `taken`, whatever their case."""
    number, found = 1, f"{name}{ending}"
    while (key := normalize("NFC", found).casefold()) in taken:
        number += 1
        found = f"{name}-{number}{ending}"
    taken.add(key)
    return found
