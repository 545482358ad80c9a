"""A job on a computer of the cluster: its process there, its folder repeated in the one here."""

import importlib
import logging
import os
import shutil
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import psutil

from core.content import says
from core.jobs.queue.events import LOG, report
from core.jobs.ray.job_archive import SPEC, travelling, unpack
from core.project.disk import write_whole
from core.project.places import without_places

Signature = tuple[int, int]


@dataclass(frozen=True)
class News:
    """What is new in a folder: whole lines of its log, files by name, files that are gone."""

    events: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    ended: bool = False


class Watch:
    """Tells what is new in a job's folder since it last told; the beginning is not news."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told = len(_whole_lines(folder, 0))
        self._seen = _signatures(folder)

    def news(self, *, ended: bool) -> News:
        """The log first, the files after: a file is there before the event that announces it."""
        events = _whole_lines(self._folder, self._told)
        seen = _signatures(self._folder)
        changed = [name for name, mark in seen.items() if self._seen.get(name) != mark]
        gone = tuple(name for name in self._seen if name not in seen)
        files = _contents(self._folder, changed)
        self._told += len(events)
        self._seen = {name: mark for name, mark in self._seen.items() if name not in gone}
        self._seen |= {name: seen[name] for name in files}
        return News(events.decode(), files, gone, ended)


def repeat(news: News, folder: Path) -> None:
    """Do the same here: files whole or not at all, and only then the events that speak of them.
    Raises OSError when they cannot be written, ValueError for a name outside the folder."""
    for name, content in news.files.items():
        target = _inside(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    for name in news.gone:
        _inside(folder, name).unlink(missing_ok=True)
    if news.events:
        with (folder / LOG).open("a", encoding="utf-8") as log:
            log.write(news.events)


def _whole_lines(folder: Path, begin: int) -> bytes:
    try:
        with (folder / LOG).open("rb") as log:
            log.seek(begin)
            text = log.read()
    except FileNotFoundError:
        return b""
    return text[: text.rfind(b"\n") + 1]


def _signatures(folder: Path) -> dict[str, Signature]:
    marks = {}
    for name, file in travelling(folder).items():
        try:
            marks[name] = (file.stat().st_mtime_ns, file.stat().st_size)
        except FileNotFoundError:
            continue
    return {name: mark for name, mark in marks.items() if name not in {LOG, SPEC}}


def _contents(folder: Path, names: list[str]) -> dict[str, bytes]:
    """The files that are still there: a checkpoint may be replaced at any moment."""
    found = {}
    for name in names:
        try:
            found[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            continue
    return found


def _inside(folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"not a name inside the job's folder: {name}")
    return folder / path


PREFIX = "drivetrain-job-"
OUTPUT = "cluster.log"


class RemoteJob:
    """Runs `module.main(folder)` beside itself and tells what is new in the folder when asked.

    The folder is this computer's own. The process ends with the job, and gives its memory (and a
    graphics card's) back; it ends too when the process that asked for it does.
    """

    def __init__(self, packed: bytes, module: str) -> None:
        _sweep()
        self._place = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._folder = unpack(packed, self._place)
        logging.getLogger().addHandler(logging.FileHandler(self._folder / OUTPUT))
        self._watch = Watch(self._folder)
        self._work = threading.Thread(target=self._run, args=(module,), daemon=True)
        self._work.start()

    def news(self) -> News:
        """What happened since this was last asked; its `ended` is true once all of it is told."""
        ended = not self._work.is_alive()
        return self._watch.news(ended=ended)

    def clear(self) -> None:
        """Leave nothing on this computer; the process can be killed then."""
        shutil.rmtree(self._place, ignore_errors=True)

    def _run(self, module: str) -> None:
        try:
            importlib.import_module(module).main(self._folder)
        except Exception as error:
            logging.getLogger(__name__).exception("the job died without a last word")
            sentence = says("jobs", "cluster_failed", said=without_places(str(error)))
            report(self._folder, "failed", message=sentence)


def _sweep() -> None:
    """Remove what jobs left behind whose processes were killed."""
    for place in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = place.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(place, ignore_errors=True)
