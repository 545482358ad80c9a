"""Background work: seen and stopped from anywhere, so many at once, kept until it is read."""

import threading
from collections.abc import Callable, Iterator

import pytest

from core.jobs.background import Background, Job, Progress, busy, stop_all, stop_here
from core.project.project import Project
from core.project.workspace import Workspace
from tests.waiting import until


class Refusal(Exception):
    """Says what to do."""


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opens at the end at the latest: no work outlives its test."""
    opened = threading.Event()
    yield opened
    opened.set()


def at_the(gate: threading.Event) -> Callable[[Job[str]], str]:
    """Work that gives "done" when the gate opens, and stops when told to."""

    def work(job: Job[str]) -> str:
        job.report(0.5, "half-way")
        while not gate.wait(0.01):
            stop_here(job.stop)
        return "done"

    return work


def now(kind: Background[str], project: Project, about: str | None = None) -> Progress[str]:
    progress = kind.progress(project, about)
    assert progress is not None
    return progress


def projects(count: int) -> list[Project]:
    return [Workspace.create().current() for _ in range(count)]


def test_it_is_seen_from_any_session_and_its_result_is_kept(
    project: Project, gate: threading.Event
) -> None:
    kind = Background[str]("test")
    assert kind.progress(project) is None
    assert kind.start(project, at_the(gate), result="so far")
    same = Project.open(project.path)
    until(lambda: now(kind, same).message == "half-way")
    assert (now(kind, same).fraction, now(kind, same).result) == (0.5, "so far")
    assert not kind.start(same, at_the(gate))
    gate.set()
    kind.wait(same, 60)
    assert (now(kind, same).state, now(kind, same).result) == ("finished", "done")
    kind.forget(same)
    assert kind.progress(project) is None


def test_one_at_a_time_of_what_it_is_about(project: Project, gate: threading.Event) -> None:
    kind = Background[str]("test")
    for about in ("a", "b"):
        assert kind.start(project, at_the(gate), about=about)
        assert not kind.start(project, at_the(gate), about=about)
    kind.stop(project, "a")
    kind.wait(project, 60, "a")
    assert now(kind, project, "a").state == "stopped" and kind.running(project)
    kind.forget(project, "b")
    assert now(kind, project, "b").state == "running"


def test_so_many_work_at_once_and_the_others_come_in_their_order(
    home: object, gate: threading.Event
) -> None:
    kind, order = Background[str]("test", at_once=1, waits=lambda n: f"{n} first"), list[str]()
    everybody = projects(4)
    for project in everybody:
        kind.start(project, lambda job: order.append(job.project.id) or at_the(gate)(job))
    assert [now(kind, one).waiting for one in everybody] == [False, True, True, True]
    assert [now(kind, one).message for one in everybody[1:]] == ["1 first", "2 first", "3 first"]
    kind.stop(everybody[1])
    assert now(kind, everybody[1]).state == "stopped"
    assert now(kind, everybody[2]).message == "1 first"
    gate.set()
    for project in everybody:
        kind.wait(project, 60)
    assert order == [everybody[0].id, everybody[2].id, everybody[3].id]


def test_an_error_is_the_learners_sentence_or_the_logs(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    kind = Background[str]("test", sentences=(Refusal,), broke_off="It broke off.")
    for error, said in ((Refusal("Do that."), "Do that."), (ValueError("odd"), "It broke off.")):

        def work(job: Job[str], error: Exception = error) -> str:
            job.so_far("a part")
            raise error

        kind.start(project, work)
        kind.wait(project, 60)
        ended = now(kind, project)
        assert (ended.state, ended.message, ended.result) == ("failed", said, "a part")
    assert "odd" in caplog.text and "Do that." not in caplog.text


def test_work_may_take_the_place_of_work_under_way(project: Project, gate: threading.Event) -> None:
    kind, stopped = Background[str]("test"), threading.Event()

    def first(job: Job[str]) -> str:
        job.stop.wait(60)
        stopped.set()
        return "first"

    kind.start(project, first)
    assert kind.start(project, at_the(gate), instead=True)
    assert stopped.wait(60)
    gate.set()
    kind.wait(project, 60)
    assert now(kind, project).result == "done"


def test_the_oldest_outcomes_are_forgotten_but_nothing_under_way(
    home: object, gate: threading.Event
) -> None:
    kind = Background[str]("test", kept=2)
    first, *others = projects(4)
    kind.start(first, at_the(gate))
    for project in others:
        kind.note(project, "ended")
    assert now(kind, first).state == "running"
    assert [kind.progress(project) is None for project in others] == [True, False, False]


def test_noting_a_result_does_not_hide_work_under_way(
    project: Project, gate: threading.Event
) -> None:
    kind = Background[str]("test")
    kind.start(project, at_the(gate))
    kind.note(project, "from elsewhere")
    assert now(kind, project).state == "running"


def test_all_work_of_a_project_is_known_and_stopped_at_once(
    home: object, gate: threading.Event
) -> None:
    one, other = projects(2)
    kinds = Background[str]("test a"), Background[str]("test b", at_once=1)
    for kind in kinds:
        kind.start(other, at_the(gate))
        kind.start(one, at_the(gate))
    assert set(kinds) <= set(busy(one))
    stop_all(one)
    assert busy(one) == [] and all(kind.progress(one) is None for kind in kinds)
    assert set(kinds) <= set(busy(other))
