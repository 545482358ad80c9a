"""The dataset as it stands now: pictures arrive, move between classes, and leave."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from core.content import says
from core.project.dataset.draw import draw_arrivals, read_settings, redraw
from core.project.dataset.files import Files
from core.project.dataset.history import History, append_changes
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.dataset.picture_rows import (
    drop_unnamed,
    held_back_labels,
    hold_back,
    insert_pictures,
    keep_unlabelled,
    labels_of,
    no_longer_unlabelled,
    which_unlabelled,
)
from core.project.dataset.test_set import refuse_locked
from core.project.disk import write_all_whole
from core.project.lengths import LONGEST_CLASS, check_length
from core.project.records import Added, ImageRecord, NewImage, SplitSettings

_CHUNK = 64
_COLUMNS = """SELECT picture.id, label, split, name, width, height, source, added
    FROM image JOIN picture ON picture.id = image.id"""


class ImageNotFound(KeyError):
    """The project has no such picture now."""


class Images(Files, History):
    """Pictures with their labels."""

    def images(self, label: str | None = None, split: str | None = None) -> list[ImageRecord]:
        """Return the pictures in order of arrival, of one class and one split when asked."""
        return [
            image
            for image in self._by_id().values()
            if (label is None or image.label == label) and (split is None or image.split == split)
        ]

    def image(self, image_id: str) -> ImageRecord:
        """Return one picture of the dataset; raises ImageNotFound when it is not in it."""
        found = self._by_id().get(image_id)
        if found is None:
            raise ImageNotFound(image_id)
        return found

    def _by_id(self) -> Mapping[str, ImageRecord]:
        """Id → picture, in order of arrival."""
        return self.remembered("images", _read_images, dataset=True)

    def provenance(self, image_id: str) -> dict[str, str]:
        """Return where a picture came from (licence, page, query …), as noted on arrival."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT provenance FROM picture WHERE id = ?", (image_id,)
            ).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def add(self, images: Iterable[NewImage]) -> Added:
        """Take pictures in, a chunk at a time; identical ones are kept once, and one that was here
        without a label gets that of its copy. What is held back stays so, whatever comes.

        A chunk's files are safe on disk before its rows are committed: a process killed in
        between leaves whole chunks or nothing of them.
        """
        total, unlabelled, already = 0, 0, list[tuple[str, str]]()
        for chunk in _chunks(images):
            added = self._add_chunk(chunk)
            total += added.new
            unlabelled += added.unlabelled
            already += added.already
        return Added(total, already, unlabelled)

    def move(self, ids: Iterable[str], label: str, who: str = "learner", why: str = "") -> int:
        """Give pictures another label; returns how many changed. The class is made if new. Raises
        LockedPicture, and changes nothing, when one of them is in the locked test set."""
        labels = dict.fromkeys(ids, label)
        with self.writing(dataset=True) as connection:
            refuse_locked(connection, labels)
            return relabel(connection, labels, who, why)

    def remove(self, ids: Iterable[str], who: str = "learner", why: str = "") -> int:
        """Take pictures out of the dataset; returns how many left. A picture that a version names
        keeps its file, so that the version can be restored."""
        with self.writing(dataset=True) as connection:
            gone = take_out(connection, ids, who, why)
            unnamed = drop_unnamed(connection, gone)
        self.forget_files(unnamed)
        return len(gone)

    def _add_chunk(self, chunk: list[NewImage]) -> Added:
        with self.writing(dataset=True) as connection:
            fresh, already = _fresh_and_known(connection, chunk)
            with self._files_of(fresh):
                self._put_in(connection, fresh)
        return Added(len(fresh), already, sum(not image.label for image in fresh))

    @contextmanager
    def _files_of(self, images: list[NewImage]) -> Iterator[None]:
        """Write the files first; a full disk, or rows that fail, leave none of them behind."""
        targets = [(self.image_path(image.id), image.jpeg) for image in images]
        missing = [(path, jpeg) for path, jpeg in targets if not path.exists()]
        try:
            write_all_whole(missing)
            yield
        except BaseException:
            for path, _ in missing:
                path.unlink(missing_ok=True)
            raise

    def _put_in(self, connection: sqlite3.Connection, fresh: list[NewImage]) -> None:
        insert_pictures(connection, fresh)
        hold_back(connection, [image for image in fresh if image.held_back])
        joining = [image for image in fresh if not image.held_back]
        keep_unlabelled(connection, [image.id for image in joining if not image.label])
        labelled = [image for image in joining if image.label]
        no_longer_unlabelled(connection, [image.id for image in labelled])
        for source, group in _by_source(labelled).items():
            rows = [(i.id, i.label, "test" if i.in_test else "train") for i in group]
            self._join(connection, rows, "learner", source)

    def _join(
        self, connection: sqlite3.Connection, rows: list[tuple[str, str, str]], who: str, why: str
    ) -> None:
        """Make (id, label, split) part of the dataset, draw their sides, and note it."""
        put_in(connection, rows)
        settings = read_settings(connection)
        groups = self._groups(connection, settings)
        if _has_versions(connection):
            draw_arrivals(connection, [row[0] for row in rows], settings, groups)
        else:
            redraw(connection, settings, groups)
        append_changes(connection, [(row[0], None, row[1]) for row in rows], who, why)

    def _groups(self, connection: sqlite3.Connection, settings: SplitSettings) -> dict[str, str]:
        """The near duplicates among all pictures, where the split keeps them together."""
        if settings.kind != "grouped":
            return {}
        ids = [row[0] for row in connection.execute("SELECT id FROM image")]
        return near_duplicate_groups(self, ids)


def _read_images(connection: sqlite3.Connection) -> Mapping[str, ImageRecord]:
    rows = connection.execute(f"{_COLUMNS} ORDER BY picture.seq")
    return {row[0]: ImageRecord(*row) for row in rows}


def _has_versions(connection: sqlite3.Connection) -> bool:
    """Whether a version was frozen: from then on pictures keep the side they were drawn to."""
    return connection.execute("SELECT 1 FROM version LIMIT 1").fetchone() is not None


def put_in(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str]]) -> None:
    """Make (id, label, split) part of the dataset, inside the caller's transaction."""
    rows = list(rows)
    ensure_classes(connection, {label for _, label, _ in rows})
    connection.executemany("INSERT OR REPLACE INTO image (id, label, split) VALUES (?, ?, ?)", rows)


def relabel(connection: sqlite3.Connection, labels: dict[str, str], who: str, why: str) -> int:
    """Give each picture its new label and note it; returns how many really changed."""
    current = labels_of(connection, labels)
    changes = [(i, old, labels[i]) for i, old in current.items() if old != labels[i]]
    ensure_classes(connection, set(labels.values()))
    connection.executemany(
        "UPDATE image SET label = ? WHERE id = ?", [(new, image) for image, _, new in changes]
    )
    append_changes(connection, changes, who, why)
    return len(changes)


def take_out(
    connection: sqlite3.Connection, ids: Iterable[str], who: str, why: str
) -> dict[str, str]:
    """Take pictures out of the dataset and note it; returns id → the label each one had."""
    gone = labels_of(connection, ids)
    connection.executemany("DELETE FROM image WHERE id = ?", [(i,) for i in gone])
    connection.executemany("DELETE FROM staged WHERE image = ?", [(i,) for i in gone])
    append_changes(connection, [(i, label, None) for i, label in gone.items()], who, why)
    return gone


def ensure_classes(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Make the classes exist; raises ValueError for an empty name, TooLong for a long one."""
    names = list(names)
    if any(not name.strip() for name in names):
        raise ValueError(says("project", "class_needs_name"))
    for name in names:
        check_length(name, LONGEST_CLASS)
    connection.executemany(
        "INSERT OR IGNORE INTO class (name) VALUES (?)", [(name,) for name in names]
    )


def _fresh_and_known(
    connection: sqlite3.Connection, chunk: list[NewImage]
) -> tuple[list[NewImage], list[tuple[str, str]]]:
    ids = [image.id for image in chunk]
    waiting = which_unlabelled(
        connection, [image.id for image in chunk if image.held_back or not image.label]
    )
    labels = dict.fromkeys(waiting, "") | held_back_labels(connection, ids)
    labels |= labels_of(connection, ids)
    fresh: dict[str, NewImage] = {}
    already = []
    for image in chunk:
        if image.id in labels:
            already.append((image.name, labels[image.id]))
        else:
            fresh[image.id] = image
            labels[image.id] = image.label
    return list(fresh.values()), already


def _by_source(images: list[NewImage]) -> dict[str, list[NewImage]]:
    groups: dict[str, list[NewImage]] = defaultdict(list)
    for image in images:
        groups[image.source].append(image)
    return groups


def _chunks(images: Iterable[NewImage]) -> Iterator[list[NewImage]]:
    iterator = iter(images)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
