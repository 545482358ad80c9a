"""Background work of the web process: one runner for every kind of it.

Each kind is one `Background`, named once beside the idea it runs. Its work belongs to a project and
runs in a thread, so that every page, session and reload sees the same progress and can stop it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from typing import Any, Final, Generic, Literal, TypeVar

from core.content import says
from core.jobs.turns import PAGES
from core.project.project import Project

Result = TypeVar("Result")
State = Literal["running", "finished", "stopped", "failed"]

END_WITHIN = 2.0  # seconds that `stop_all` waits for work to end
EVERY: Final = object()  # all work of a kind in a project, whatever it is about
OTHERS_FIRST, STOPPED = says("jobs", "others_first"), says("jobs", "stopped")

_log = logging.getLogger(__name__)
_kinds: list[Background[Any]] = []


class Stopped(Exception):
    """Raised by work that was asked to stop, when it does."""


def stop_here(stop: threading.Event) -> None:
    """Raises Stopped once `stop` is set."""
    if stop.is_set():
        raise Stopped


@dataclass(frozen=True)
class Progress(Generic[Result]):
    """How work stands: `fraction` 0…1 (0 where nobody knows), `message` a sentence for the learner.

    `result` is what it gave, or what there is so far. Running work may be `waiting` for its turn,
    or `stopping`. `seconds` have passed since it was asked for, or passed until it ended.
    """

    state: State
    fraction: float = 0.0
    message: str = ""
    result: Result | None = None
    waiting: bool = False
    stopping: bool = False
    seconds: float = 0.0


class Job(Generic[Result]):
    """One piece of work, as the work itself sees it: it reports, and looks at `stop`."""

    def __init__(self, project: Project, work: Work[Result], result: Result | None) -> None:
        self.project, self.work = project, work
        self.stop, self.ended = threading.Event(), threading.Event()
        self.current: Progress[Result] = Progress("running", result=result, waiting=True)
        self._asked = time.monotonic()

    @property
    def running(self) -> bool:
        return self.current.state == "running"

    @property
    def told(self) -> Progress[Result]:
        """`current` as it is told: with what only the clock and `stop` know."""
        if not self.running:
            return self.current
        seconds = time.monotonic() - self._asked
        return replace(self.current, seconds=seconds, stopping=self.stop.is_set())

    def report(self, fraction: float, message: str, *, waiting: bool = False) -> None:
        """Say how far the work is; `waiting` when it cannot go on for now."""
        self.current = replace(self.current, fraction=fraction, message=message, waiting=waiting)

    def so_far(self, result: Result) -> None:
        """Hand out what there is already: it stays when the work is stopped or fails."""
        self.current = replace(self.current, result=result)

    def end(self, state: State, message: str = "") -> None:
        """Set down how it ended; `ended` is set then."""
        self.current = replace(self.told, state=state, message=message, stopping=False)
        self.ended.set()


Work = Callable[[Job[Result]], Result]
_Jobs = OrderedDict[tuple[Path, Hashable], Job[Result]]


@dataclass(eq=False)
class Background(Generic[Result]):
    """One kind of work: one piece at a time for each project and what it is `about`.

    `at_once` pieces work on this machine, the others wait in the order in which they came, and
    `waits(n)` says so where n come first. The text of an error in `sentences` is for the learner;
    any other is logged, and `broke_off` is said. `must_end` says what to do before the project can
    be deleted; "" where the work may simply be stopped. `kept` outcomes stay in memory.
    """

    name: str
    at_once: float = inf
    kept: int = 256
    waits: Callable[[int], str] = lambda ahead: OTHERS_FIRST
    sentences: tuple[type[Exception], ...] = ()
    broke_off: str = says("jobs", "broke_off")
    must_end: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _jobs: _Jobs[Result] = field(default_factory=OrderedDict, init=False)
    _queue: deque[Job[Result]] = field(default_factory=deque, init=False)
    _working: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        _kinds.append(self)

    def start(
        self,
        project: Project,
        work: Work[Result],
        *,
        about: Hashable = None,
        result: Result | None = None,
        instead: bool = False,
    ) -> bool:
        """Begin `work(job)` in a thread; `result` is what there is to show until it has more.

        Returns False, and begins nothing, while the same work is under way; `instead` of that, it
        is stopped, and the new one begins at once.
        """
        key = (project.path, about)
        with self._lock:
            before = self._jobs.get(key)
            if before and before.running and not instead:
                return False
            if before:
                self._stop(before)
            job = self._jobs[key] = Job(project, work, result)
            self._jobs.move_to_end(key)
            self._forget_the_oldest()
            self._queue.append(job)
            self._let_in()
        return True

    def progress(self, project: Project, about: Hashable = None) -> Progress[Result] | None:
        """How the running or last piece of work stands; None when there was none (any more)."""
        with self._lock:
            job = self._jobs.get((project.path, about))
            if job and job in self._queue:
                ahead = self._working + self._queue.index(job)
                return replace(job.told, message=self.waits(ahead))
            return job.told if job else None

    def running(self, project: Project) -> bool:
        """Whether any work of this kind is under way, or waits, in the project."""
        with self._lock:
            return any(job.running for job in self._of(project, EVERY))

    def stop(self, project: Project, about: Hashable = EVERY) -> None:
        """Ask for an end: what waits ends at once, what works when it next looks."""
        with self._lock:
            for job in self._of(project, about):
                self._stop(job)

    def wait(self, project: Project, seconds: float, about: Hashable = None) -> None:
        """Return when the work has ended, or after so many seconds."""
        if job := self._jobs.get((project.path, about)):
            with PAGES.let_others():
                job.ended.wait(seconds)

    def note(self, project: Project, result: Result) -> None:
        """Show `result` as that of work which has just ended; not while other work is under way."""
        if self.start(project, lambda job: result):
            self.wait(project, END_WITHIN)

    def forget(self, project: Project, about: Hashable = None) -> None:
        """Let go of the outcome of work that has ended."""
        with self._lock:
            if (job := self._jobs.get((project.path, about))) and not job.running:
                del self._jobs[project.path, about]

    def drop(self, project: Project) -> list[threading.Event]:
        """Stop all of it in the project and forget it; returns what is set when each has ended."""
        with self._lock:
            jobs = self._of(project, EVERY)
            for job in jobs:
                self._stop(job)
            for key in [key for key, job in self._jobs.items() if job in jobs]:
                del self._jobs[key]
        return [job.ended for job in jobs]

    def _of(self, project: Project, about: Hashable) -> list[Job[Result]]:
        here, jobs = project.path, self._jobs.items()
        return [job for (path, what), job in jobs if path == here and about in (EVERY, what)]

    def _stop(self, job: Job[Result]) -> None:
        job.stop.set()
        if job in self._queue:
            self._queue.remove(job)
            job.end("stopped", STOPPED)

    def _forget_the_oldest(self) -> None:
        for key in list(self._jobs)[: -self.kept]:
            if not self._jobs[key].running:
                del self._jobs[key]

    def _let_in(self) -> None:
        while self._queue and self._working < self.at_once:
            job = self._queue.popleft()
            self._working += 1
            job.current = replace(job.current, waiting=False)
            threading.Thread(target=self._run, args=(job,), name=self.name, daemon=True).start()

    def _run(self, job: Job[Result]) -> None:
        try:
            job.so_far(job.work(job))
        except Stopped:
            job.end("stopped", STOPPED)
        except self.sentences as reason:
            job.end("failed", str(reason))
        except Exception:
            _log.exception("Background work broke off: %s", self.name)
            job.end("failed", self.broke_off)
        else:
            job.end("finished")
        finally:
            with self._lock:
                self._working -= 1
                self._let_in()


def busy(project: Project) -> list[Background[Any]]:
    """The kinds of work that are under way in the project."""
    return [kind for kind in _kinds if kind.running(project)]


def stop_all(project: Project) -> None:
    """Stop all background work in the project and forget it: for a project that is deleted."""
    until = time.monotonic() + END_WITHIN
    for ended in [ended for kind in _kinds for ended in kind.drop(project)]:
        ended.wait(max(0.0, until - time.monotonic()))
