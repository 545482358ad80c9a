"""Orders rendered in the background arrive in the project, and stop when told to."""

import re
from collections.abc import Callable

import psutil
import pytest

from core.project.project import Project
from core.starter.bear_studio import RENDERING, WORKER, start_rendering
from core.starter.bear_world.sets import Order
from tests.said import said


def state(project: Project) -> str:
    current = RENDERING.progress(project)
    return current.state if current else ""


def test_an_order_arrives_with_its_provenance(project: Project, until: Callable[..., None]) -> None:
    assert RENDERING.progress(project) is None
    assert start_rendering(project, Order(("teddy", "grizzly"), each=1, seed=3))
    assert not start_rendering(project, Order(each=1))
    until(lambda: state(project) != "running", seconds=400)
    assert state(project) == "finished"
    assert project.dataset.classes() == {"grizzly": 1, "teddy": 1}
    provenance = project.dataset.provenance(project.dataset.images()[0].id)
    assert re.fullmatch(said("starter", "author"), provenance["author"])


def test_stopping_keeps_what_is_done(project: Project, until: Callable[..., None]) -> None:
    start_rendering(project, Order(each=90, seed=4))
    until(lambda: bool(project.dataset.images()), seconds=400)
    RENDERING.stop(project)
    until(lambda: state(project) != "running")
    current = RENDERING.progress(project)
    assert current and current.result and current.state == "stopped"
    assert 0 < current.result.done == len(project.dataset.images()) < 270


def test_no_child_draws_on_when_its_worker_is_killed(
    project: Project, until: Callable[..., None]
) -> None:
    start_rendering(project, Order(each=90, seed=4))
    until(lambda: bool(project.dataset.images()), seconds=400)
    [worker] = [child for child in psutil.Process().children() if WORKER in child.cmdline()]
    children = worker.children()
    assert any(is_alive(child) for child in children)
    worker.kill()
    until(lambda: not any(is_alive(child) for child in children), what="the end of the children")
    until(lambda: state(project) == "failed")


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_an_impossible_order_is_refused_at_once(project: Project) -> None:
    with pytest.raises(ValueError):
        start_rendering(project, Order(each=0))
    assert RENDERING.progress(project) is None
