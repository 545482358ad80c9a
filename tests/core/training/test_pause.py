"""A fine-tune that is paused waits, keeps its place, and does not wait for ever."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.jobs.queue.events import read_events, report, stop_requested
from core.training.finetune.resume import (
    PAUSED,
    go_on,
    pause,
    pause_requested,
    that_count,
    wait_while_paused,
)
from core.training.finetune.snapshot import is_paused
from core.worker.training.main import preload


def waited(folder: Path, longest: float = 60.0, then: Callable[[], object] = lambda: None) -> float:
    """How long it waited; `then` is done a moment after it said that it is paused."""

    def say(kind: str, **more: object) -> None:
        report(folder, kind, **more)
        if kind == PAUSED:
            threading.Timer(0.2, then).start()

    return wait_while_paused(folder, say, longest)


def kinds(folder: Path) -> list[str]:
    return [event["event"] for event in read_events(folder)]


def test_nobody_asked_nothing_happens(tmp_path: Path) -> None:
    assert waited(tmp_path) == 0
    assert read_events(tmp_path) == []


def test_it_waits_until_it_may_go_on(tmp_path: Path) -> None:
    pause(tmp_path)
    assert waited(tmp_path, then=lambda: go_on(tmp_path)) > 0.1
    assert kinds(tmp_path) == ["paused", "unpaused"]
    assert not stop_requested(tmp_path)


def test_a_stop_ends_the_pause(tmp_path: Path) -> None:
    pause(tmp_path)
    assert waited(tmp_path, then=(tmp_path / "stop").touch) < 60
    assert "paused_too_long" not in kinds(tmp_path)
    assert not pause_requested(tmp_path)


def test_too_long_a_pause_becomes_a_stop(tmp_path: Path) -> None:
    pause(tmp_path)
    waited(tmp_path, longest=0.2)
    assert stop_requested(tmp_path)
    assert kinds(tmp_path) == ["paused", "paused_too_long", "unpaused"]


def test_killed_while_paused_it_is_not_paused_after_a_resume(tmp_path: Path) -> None:
    report(tmp_path, "paused")
    assert is_paused(read_events(tmp_path))
    report(tmp_path, "resumed", epoch=1)
    assert not is_paused(that_count(read_events(tmp_path)))


def test_the_clock_leaves_a_pause_out() -> None:
    preload()
    from core.worker.training.fine_tune import Clock

    clock = Clock(before=100.0)
    assert clock.leave_out(40.0) == 40.0
    assert clock.seconds == pytest.approx(60, abs=5)
