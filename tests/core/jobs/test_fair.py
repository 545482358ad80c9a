"""Whose turn it is, and how long the others wait: figures only, no processes."""

import json
import time
from pathlib import Path

import pytest

from core.jobs.queue import queue, scheduler
from core.jobs.queue.protocol import QueuePosition, Resources, position_in_words
from core.jobs.queue.queue import Job, JobQueue
from core.jobs.queue.scheduler import Scheduler
from tests.reading import figures

NOW = 100_000.0


def a_job(number: int, workspace: str, *, running: bool = False, started: float = NOW) -> Job:
    return Job(
        id=number,
        folder=Path(f"/jobs/{number}"),
        workspace=workspace,
        need=Resources(),
        added=NOW - 1000 + number,
        running=running,
        started=started,
        restarts=0,
        kept=0,
    )


def test_ten_jobs_of_one_never_go_before_the_first_of_twenty_nine_others() -> None:
    mine = [a_job(number, "mine", running=number == 0) for number in range(10)]
    others = [a_job(10 + number, f"other {number}") for number in range(29)]
    order = scheduler.in_turn(mine + others, {"mine": 1.0}, NOW)
    assert [job.workspace for job in order[:29]] == [f"other {number}" for number in range(29)]
    assert {job.workspace for job in order[29:]} == {"mine"}


def test_a_long_wait_does_not_make_the_line_forget_who_was_served() -> None:
    early, others = a_job(1, "mine"), [a_job(2 + number, f"other {number}") for number in range(3)]
    assert scheduler.since([early, *others], NOW) == early.added
    order = scheduler.in_turn([early, *others], {"mine": 30.0}, NOW)
    assert order[-1] is early


def test_equals_are_served_as_they_came() -> None:
    jobs = [a_job(3, "c"), a_job(1, "a"), a_job(2, "b")]
    assert [job.id for job in scheduler.in_turn(jobs, {}, NOW)] == [1, 2, 3]


def test_waits_add_up_and_end_where_nobody_can_know() -> None:
    order = [a_job(1, "a"), a_job(2, "b"), a_job(3, "c")]
    assert scheduler.waits(order, [30.0], lambda job: 60.0, 1) == [30.0, 90.0, 150.0]
    assert scheduler.waits(order, [30.0], lambda job: 60.0, 2) == [0.0, 30.0, 60.0]
    assert scheduler.waits(order, [30.0], lambda job: None, 1) == [30.0, None, None]
    assert scheduler.waits(order, [None], lambda job: 60.0, 1) == [None, None, None]


def folder_of(home: Path, workspace: str, name: str) -> Path:
    folder = home / "workspaces" / workspace / "projects" / "p" / "runs" / name
    folder.mkdir(parents=True)
    return folder


def test_what_ended_counts_for_its_workspace_and_for_the_next_estimate(tmp_path: Path) -> None:
    jobs = JobQueue(tmp_path / "jobs.sqlite")
    jobs.add(folder_of(tmp_path, "ada", "one"), Resources(work=2.0))
    with jobs.exclusive() as held:
        held.execute("update line set running = 1, started = strftime('%s', 'now') - 60")
        queue.remove(held, queue.jobs_in(held)[0])
    assert jobs.used_since(0.0)["ada"] == pytest.approx(60, abs=2)
    assert jobs.pace() == pytest.approx(30, abs=1)
    jobs.add(folder_of(tmp_path, "ada", "two"), Resources())
    jobs.add(folder_of(tmp_path, "bob", "one"), Resources())
    assert [job.workspace for job in Scheduler(tmp_path).may_start()] == ["bob"]


def test_a_job_waits_for_its_memory_and_says_so_while_a_smaller_one_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "free_memory", lambda: int(1.3 * 2**30))
    monkeypatch.setattr(scheduler, "total_memory", lambda: 8 * 2**30)
    here = Scheduler(tmp_path)
    big, small = folder_of(tmp_path, "ada", "big"), folder_of(tmp_path, "bob", "small")
    here.add(big, Resources(memory=int(2.1 * 2**30)))
    assert here.may_start() == []
    assert figures(here.place(big).why) == [2.1, 1.3]
    here.add(small, Resources(memory=2**30))
    assert [job.folder for job in here.may_start()] == [small]


def test_more_jobs_at_once_are_of_different_workspaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(scheduler.AT_ONCE, "2")
    here = Scheduler(tmp_path)
    for workspace, name in (("ada", "one"), ("ada", "two"), ("bob", "one")):
        here.add(folder_of(tmp_path, workspace, name), Resources())
    assert [job.workspace for job in here.may_start()] == ["ada", "bob"]


def test_the_pace_of_the_running_job_tells_when_the_next_one_starts(tmp_path: Path) -> None:
    here, first = Scheduler(tmp_path), folder_of(tmp_path, "ada", "first")
    second = folder_of(tmp_path, "bob", "second")
    here.add(first, Resources())
    here.add(second, Resources())
    with here.queue.exclusive() as held:
        queue.mark_running(held, queue.jobs_in(held)[0])
        held.execute("update line set started = started - 40")
    assert here.place(second) == QueuePosition(1, None)
    begun = {"event": "started", "time": time.time() - 30, "fraction": 0.0}
    now = {"event": "batch", "time": time.time(), "fraction": 0.25}
    (first / "events.jsonl").write_text(f"{json.dumps(begun)}\n{json.dumps(now)}\n")
    assert here.place(second).wait_s == pytest.approx(90, abs=2)


def test_a_place_is_said_with_what_is_known() -> None:
    assert figures(position_in_words(QueuePosition())) == []
    assert figures(position_in_words(QueuePosition(2))) == [2]
    assert figures(position_in_words(QueuePosition(2, 125.0))) == [2, 2]  # minutes
    assert figures(position_in_words(QueuePosition(2, 20.0))) == [2]  # less than one
    assert figures(position_in_words(QueuePosition(3, 8000.0))) == [3, 2, 13]  # hours, minutes
    assert position_in_words(QueuePosition(0, None, "Waits for memory.")) == "Waits for memory."
