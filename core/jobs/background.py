"""Work in threads of this process: one job a project, watched and stopped from any page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from core.project.project import Project

LOOK_UP_EVERY = 0.2  # seconds: how soon somebody who waits notices that they were stopped


class Line:
    """Turns for threads of one process."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._line: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn(self, stop: threading.Event, ahead: Callable[[int], object]) -> Iterator[bool]:
        """Wait for a turn and hold it; yields False when `stop` was set before it came.

        `ahead(n)` is told how many come first, those at work included, while that is not over.
        """
        me = object()
        with self._moved:
            self._line.append(me)
        try:
            yield self._wait(me, stop, ahead)
        finally:
            with self._moved:
                self._line.remove(me)
                self._moved.notify_all()

    def _wait(self, me: object, stop: threading.Event, ahead: Callable[[int], object]) -> bool:
        with self._moved:
            while not stop.is_set():
                place = self._line.index(me)
                if place < self._at_once:
                    return True
                ahead(place)
                self._moved.wait(LOOK_UP_EVERY)
        return False


State = Literal["running", "finished", "stopped", "failed"]
STOPPED = "Stopped. What was looked at so far is kept."


@dataclass(frozen=True)
class Snapshot:
    """How far a job is: `fraction` 0…1, `message` for the learner.

    A job that waits for its turn is "running" with `waiting` set. `run_id` is set once a training
    is finished.
    """

    state: State
    fraction: float
    message: str
    run_id: str | None = None
    waiting: bool = False


@dataclass(eq=False)
class Job:
    """One project's work under way; the work itself keeps `snapshot` true and looks at `stop`."""

    project: Project
    snapshot: Snapshot
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def report(self, fraction: float, message: str) -> None:
        """Say how far the work is: it waits no longer."""
        self.snapshot = replace(self.snapshot, fraction=fraction, message=message, waiting=False)


Work = Callable[[Job], Snapshot]


class ProjectJobs:
    """The jobs of one kind: `at_once` work, the others wait in the order they came.

    `waits` is what a waiting job says; `ahead(n)` says it anew with how many come first.
    """

    def __init__(
        self,
        name: str,
        *,
        at_once: int,
        waits: str,
        ahead: Callable[[int], str] | None = None,
        stopped: str = STOPPED,
    ) -> None:
        self._name, self._waits, self._stopped = name, waits, stopped
        self._ahead = ahead or (lambda count: waits)
        self._line = Line(at_once)
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, project: Project, work: Work) -> Snapshot:
        """Do `work(job)` in a thread of its own; a job that is under way goes on instead.

        `work` returns the last snapshot; it is not called when the job is stopped while waiting.
        """
        with self._lock:
            job = self._jobs.get(str(project.path))
            if job is None or job.snapshot.state != "running":
                waiting = Snapshot("running", 0.0, self._waits, waiting=True)
                job = self._jobs[str(project.path)] = Job(project, waiting)
                thread = threading.Thread(target=self._run, args=(job, work), name=self._name)
                thread.daemon = True
                thread.start()
            return job.snapshot

    def progress(self, project: Project) -> Snapshot | None:
        """The project's latest job of this process; None when there was none."""
        job = self._jobs.get(str(project.path))
        return job.snapshot if job else None

    def stop(self, project: Project) -> None:
        """Ask the project's job to stop."""
        job = self._jobs.get(str(project.path))
        if job:
            job.stop.set()

    def wait(self, project: Project, seconds: float) -> None:
        """Return when the project's job has ended, or after that many seconds."""
        job = self._jobs.get(str(project.path))
        if job:
            job.ended.wait(seconds)

    def _run(self, job: Job, work: Work) -> None:
        def ahead(count: int) -> None:
            job.snapshot = replace(job.snapshot, message=self._ahead(count))

        try:
            with self._line.turn(job.stop, ahead) as mine:
                job.snapshot = work(job) if mine else Snapshot("stopped", 0.0, self._stopped)
        finally:
            job.ended.set()
