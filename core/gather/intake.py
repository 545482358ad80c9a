"""Taking pictures into a project: each one verified, kept once, or listed with the reason."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from core.content import says
from core.gather.arrivals import Arrivals, Incoming, TurnedAway
from core.gather.reading.decode import THUMBNAIL_PX, Decoded, decode
from core.gather.reading.refusal import Refused
from core.jobs.background import Background, Job, Stopped
from core.jobs.queue.environment import be_polite, usable_cores
from core.project.disk_full import is_disk_full, make_room
from core.project.limits import Room, disk_is_short, room
from core.project.project import Project
from core.project.records import NewImage

__all__ = ["INTAKES", "THUMBNAIL_PX", "IntakeReport", "start_intake", "take_in"]

DECODERS = 4
_TURN = threading.BoundedSemaphore(usable_cores())  # so many decode at a time, for all learners
RETRY_S = 5.0  # between looks for room on a full disk
MOST_TRIES = 180

Progress = Callable[[int, int], None]
Wait = Callable[[str], bool]


@dataclass
class IntakeReport:
    """What became of every file that was brought: (name, reason) and (name, class it is in).

    The class is "" where the picture has none; `unlabelled` of the `new` ones came without.
    """

    new: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    already: list[tuple[str, str]] = field(default_factory=list)
    unlabelled: int = 0
    stopped: bool = False
    total: int = 0  # how many were brought
    on_purpose: bool = False  # a starter set: what could not be used was planted in it

    @property
    def seen(self) -> int:
        """How many files were looked at."""
        return self.new + len(self.refused) + len(self.already)


@dataclass(frozen=True)
class _Verified:
    image: NewImage
    thumbnail: bytes


_Chunk = list[_Verified | TurnedAway]


def take_in(
    project: Project,
    arrivals: Arrivals,
    *,
    progress: Progress = lambda done, total: None,
    stop: threading.Event | None = None,
    wait: Wait = lambda why: False,
) -> IntakeReport:
    """Decodes all `arrivals` and adds them to `project`, a chunk at a time; clicks come first.

    While a chunk is written the next one is decoded. Stopping (or a crash) keeps the chunks that
    were written before. `progress(done, total)` is called after
    every chunk. On a full disk `wait(why)` is asked whether to try again; if not, what is left is
    refused. Returns the report; one file that cannot be used never disturbs another.
    """
    report = IntakeReport(total=arrivals.total)
    if arrivals.keeps_sides and project.dataset.split().kind != "folder":
        project.dataset.keep_folder_sides()
    left = room(project)
    stop = stop or threading.Event()
    with ThreadPoolExecutor(DECODERS, "decode", initializer=be_polite) as pool:
        for chunk in _ahead(pool, arrivals):
            fitting, left = _what_fits(chunk, left)
            _take_chunk(project, fitting, report, wait)
            progress(report.seen, arrivals.total)
            if stop.is_set():
                pool.shutdown(wait=False, cancel_futures=True)
                break
    report.stopped = stop.is_set() and report.seen < arrivals.total
    return report


INTAKES = Background[IntakeReport](
    "intake",
    must_end=says("gather", "pictures_still_coming"),
)


def start_intake(
    project: Project, arrivals: Arrivals, *, at_the_end: Callable[[], None] = lambda: None
) -> bool:
    """Begins to take `arrivals` in, in the background: stopped, it ends after the pictures in hand.

    `at_the_end` is called when all is in, or it was stopped. Returns False while another intake
    still runs. On a full disk it waits for room a quarter of
    an hour; then what is left is refused, and listed.
    """
    tries = iter(range(MOST_TRIES))

    def work(job: Job[IntakeReport]) -> IntakeReport:
        def progress(done: int, total: int) -> None:
            job.report(
                min(done / max(total, 1), 1.0), says("gather", "checking", done=done, of=total)
            )

        def wait(_why: str) -> bool:
            now = job.current
            job.report(now.fraction, now.message, waiting=True)
            return next(tries, None) is not None and not job.stop.wait(RETRY_S)

        progress(0, arrivals.total)
        report = take_in(project, arrivals, progress=progress, stop=job.stop, wait=wait)
        job.so_far(report)
        at_the_end()
        if report.stopped:
            raise Stopped
        return report

    return INTAKES.start(project, work)


def _ahead(pool: ThreadPoolExecutor, arrivals: Arrivals) -> Iterator[_Chunk]:
    """The files verified, chunk by chunk; the next chunk is under way before one is handed out."""
    iterator, under_way = iter(arrivals.files), list[Future[_Verified | TurnedAway]]()
    while True:
        chunk = list(islice(iterator, arrivals.at_a_time))
        following = [pool.submit(_verified, file) for file in chunk]
        if under_way:
            yield [future.result() for future in under_way]
        elif not following:
            return
        under_way = following


def _what_fits(chunk: _Chunk, left: Room) -> tuple[_Chunk, Room]:
    """The chunk with whatever does not fit turned away, and the room after it."""
    fitting: _Chunk = []
    for item in chunk:
        if isinstance(item, _Verified) and not left.fits(size := len(item.image.jpeg)):
            item = TurnedAway(item.image.name, left.full)
        elif isinstance(item, _Verified):
            left = left.less(1, size)
        fitting.append(item)
    return fitting, left


def _take_chunk(project: Project, chunk: _Chunk, report: IntakeReport, wait: Wait) -> None:
    report.refused += [(i.name, i.reason) for i in chunk if isinstance(i, TurnedAway)]
    pictures = [item for item in chunk if isinstance(item, _Verified)]
    while not _added(project, pictures, report):
        if not wait(full := make_room("bring")):
            report.refused += [(item.image.name, full) for item in pictures]
            return


def _added(project: Project, pictures: list[_Verified], report: IntakeReport) -> bool:
    """Puts pictures into the project, all or none; returns False when the disk is full."""
    if pictures and disk_is_short(project.path):
        return False
    try:
        added = project.dataset.add([item.image for item in pictures])
    except Exception as error:
        if is_disk_full(error, project.path):
            return False
        raise
    project.dataset.keep_thumbnails(
        ((item.image.id, item.thumbnail) for item in pictures), THUMBNAIL_PX
    )
    report.new += added.new
    report.unlabelled += added.unlabelled
    report.already += added.already
    return True


def _verified(file: Incoming | TurnedAway) -> _Verified | TurnedAway:
    if isinstance(file, TurnedAway):
        return file
    try:
        data = file.read()
        with _TURN:
            picture = decode(data, file.name)
    except Refused as refusal:
        return TurnedAway(file.name, str(refusal))
    return _Verified(_new_image(file, picture), picture.thumbnail)


def _new_image(file: Incoming, picture: Decoded) -> NewImage:
    known = {"folder": file.side, **file.provenance}
    return NewImage(
        id=picture.id,
        jpeg=picture.jpeg,
        label=file.label,
        name=file.name,
        width=picture.width,
        height=picture.height,
        source=file.source,
        provenance={key: value for key, value in known.items() if value},
        in_test=file.side == "test",
        held_back=file.held_back,
    )
