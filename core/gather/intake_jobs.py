"""Intakes in the background of the web process: one a project, seen by every visit of its page."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace
from typing import Literal

from core.gather.arrivals import Arrivals
from core.gather.intake import IntakeReport, Wait, take_in
from core.project.project import Project

LOG = logging.getLogger(__name__)
RETRY_S = 5.0  # between looks for room on a full disk
MOST_TRIES = 180  # a quarter of an hour; then what is left is refused, and listed

State = Literal["running", "finished", "stopped", "failed"]


@dataclass(frozen=True)
class Intake:
    """How an intake stands; `report` is there once it has ended without a failure.

    `waiting` says what a running intake waits for (room on the disk), "" when it goes on.
    """

    state: State
    done: int
    total: int
    report: IntakeReport | None = None
    waiting: str = ""


@dataclass
class _Job:
    current: Intake
    stop: threading.Event = field(default_factory=threading.Event)


_jobs: dict[str, _Job] = {}
_lock = threading.Lock()


def start_intake(project: Project, arrivals: Arrivals) -> bool:
    """Begins to take `arrivals` into `project`; returns False while another intake still runs."""
    job = _Job(Intake("running", 0, arrivals.total))
    with _lock:
        if (running := _jobs.get(_key(project))) and running.current.state == "running":
            return False
        _jobs[_key(project)] = job
    threading.Thread(target=_run, args=(job, project, arrivals), daemon=True, name="intake").start()
    return True


def note_report(project: Project, report: IntakeReport) -> None:
    """Shows `report` as that of an intake which has just ended: for pictures from elsewhere."""
    with _lock:
        _jobs[_key(project)] = _Job(Intake("finished", report.seen, report.seen, report))


def intake(project: Project) -> Intake | None:
    """How the project's running or last intake stands; None when there was none (any more)."""
    job = _jobs.get(_key(project))
    return job.current if job else None


def stop_intake(project: Project) -> None:
    """Ends a running intake after the pictures in hand; those that are in stay in."""
    if job := _jobs.get(_key(project)):
        job.stop.set()


def dismiss_intake(project: Project) -> None:
    """Forgets the report of an intake that has ended."""
    with _lock:
        if (job := _jobs.get(_key(project))) and job.current.state != "running":
            del _jobs[_key(project)]


def _run(job: _Job, project: Project, arrivals: Arrivals) -> None:
    def progress(done: int, total: int) -> None:
        job.current = Intake("running", done, total)

    try:
        report = take_in(project, arrivals, progress=progress, stop=job.stop, wait=_until_room(job))
    except Exception:
        LOG.exception("An intake broke off")
        job.current = Intake("failed", job.current.done, arrivals.total)
        return
    state: State = "stopped" if report.stopped else "finished"
    job.current = Intake(state, report.seen, arrivals.total, report)


def _until_room(job: _Job) -> Wait:
    """Waits a little for room on the disk, and says so; gives up when stopped or after a while."""
    tries = iter(range(MOST_TRIES))

    def wait(why: str) -> bool:
        job.current = replace(job.current, waiting=why)
        return next(tries, None) is not None and not job.stop.wait(RETRY_S)

    return wait


def _key(project: Project) -> str:
    return str(project.path)
