"""Taking pictures into a project: each one verified, kept once, or listed with the reason."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from core.gather.arrivals import Arrivals, Incoming, TurnedAway
from core.gather.decode import decode
from core.gather.refusal import Refused
from core.project.project import Project
from core.project.records import NewImage

DECODERS = 4
CHUNK = 32
THUMBNAIL_PX = 224  # made on arrival, so that the wall of Gather opens at once

Progress = Callable[[int, int], None]


@dataclass
class IntakeReport:
    """What became of every file that was brought: (name, reason) and (name, class it is in)."""

    new: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    already: list[tuple[str, str]] = field(default_factory=list)
    stopped: bool = False

    @property
    def seen(self) -> int:
        """How many files were looked at."""
        return self.new + len(self.refused) + len(self.already)


def take_in(
    project: Project,
    arrivals: Arrivals,
    *,
    progress: Progress = lambda done, total: None,
    stop: threading.Event | None = None,
) -> IntakeReport:
    """Decodes all `arrivals` in four threads and adds them to `project`, 32 at a time.

    Each chunk is in the project before the next is read, so stopping (or a crash) keeps what came
    before. `progress(done, total)` is called after every chunk. Returns the report; one file that
    cannot be used never disturbs another.
    """
    report = IntakeReport()
    with ThreadPoolExecutor(DECODERS, thread_name_prefix="decode") as pool:
        for chunk in _chunks(arrivals.files):
            if stop is not None and stop.is_set():
                report.stopped = True
                break
            _take_chunk(project, list(pool.map(_verified, chunk)), report, pool)
            progress(report.seen, arrivals.total)
    return report


def _take_chunk(
    project: Project,
    verified: list[NewImage | TurnedAway],
    report: IntakeReport,
    pool: ThreadPoolExecutor,
) -> None:
    images = [item for item in verified if isinstance(item, NewImage)]
    added = project.add(images)
    report.new += added.new
    report.already += added.already
    report.refused += [(i.name, i.reason) for i in verified if isinstance(i, TurnedAway)]
    list(pool.map(lambda image: project.thumbnail(image.id, THUMBNAIL_PX), images))


def _verified(file: Incoming | TurnedAway) -> NewImage | TurnedAway:
    if isinstance(file, TurnedAway):
        return file
    try:
        picture = decode(file.read(), file.name)
    except Refused as refusal:
        return TurnedAway(file.name, str(refusal))
    return NewImage(
        id=picture.id,
        jpeg=picture.jpeg,
        label=file.label,
        name=file.name,
        width=picture.width,
        height=picture.height,
        source=file.source,
        provenance=_provenance(file),
    )


def _provenance(file: Incoming) -> dict[str, str]:
    known = {"folder": file.side, **file.provenance}
    return {key: value for key, value in known.items() if value}


def _chunks(files: Iterable[Incoming | TurnedAway]) -> Iterator[list[Incoming | TurnedAway]]:
    iterator = iter(files)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
