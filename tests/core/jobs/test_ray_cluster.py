"""Before a job travels: is there a cluster, does it answer, is there room in it?"""

import importlib.util
import socket
from pathlib import Path

import pytest

from core.jobs.queue.events import read_events
from core.jobs.queue.local import LocalRunner, RayRunner, runner_for
from core.jobs.queue.protocol import Resources
from core.jobs.queue.scheduler import jobs_at_once
from core.jobs.ray import job as ray_job
from core.jobs.ray.check import in_words
from core.jobs.ray.cluster import ClusterUnavailable, Share, share_of
from core.jobs.ray.places import ADDRESS, note_places
from tests.core.jobs import pretend_worker
from tests.core.jobs.conftest import WORKER
from tests.reading import figures

LAPTOP = {"CPU": 4.0, "memory": 6e9}
DESKTOP = {"CPU": 8.0, "memory": 20e9, "GPU": 1.0}


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> str:
    """An address at which nobody answers."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{door.getsockname()[1]}"
    monkeypatch.setenv(ADDRESS, address)
    return address


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "spec.json").write_text("{}")
    ray_job.write_order(folder, WORKER, Resources())
    return folder


def test_the_engine_is_this_machine_unless_an_address_is_set(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    assert type(runner_for(home, WORKER, pretend_worker.note)) is LocalRunner
    monkeypatch.setenv(ADDRESS, "desktop:6379")
    assert type(runner_for(home, WORKER, pretend_worker.note)) is RayRunner


def test_a_cluster_that_does_not_answer_is_one_sentence(nobody: str, sent: Path) -> None:
    ray_job.main(sent)
    last = read_events(sent)[-1]
    assert last["event"] == "failed"
    assert nobody in last["message"]


def test_a_server_without_ray_is_one_sentence(
    nobody: str, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    ray_job.main(sent)
    assert "requirements-ray.txt" in read_events(sent)[-1]["message"]


def test_a_job_takes_a_graphics_card_where_there_is_one() -> None:
    assert share_of([LAPTOP, DESKTOP], Resources(memory=10**9)).num_gpus == 1
    assert share_of([LAPTOP], Resources(memory=10**9)).num_gpus == 0


def test_a_cluster_has_room_for_as_many_as_its_scarcest_resource() -> None:
    share = Share(num_cpus=2, num_gpus=0, memory=4 * 10**9)
    assert [share.times_in(node) for node in (LAPTOP, DESKTOP)] == [1, 4]


@pytest.mark.parametrize("nodes", [[], [{"memory": 1e9}], [LAPTOP]])
def test_a_job_that_could_never_run_is_refused_at_once(nodes: list[dict[str, float]]) -> None:
    with pytest.raises(ClusterUnavailable, match="cluster"):
        share_of(nodes, Resources(memory=7 * 10**9))


def test_as_many_jobs_run_at_once_as_the_cluster_has_room_for(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_places(5)
    monkeypatch.delenv(ADDRESS, raising=False)
    assert jobs_at_once() == 1
    monkeypatch.setenv(ADDRESS, "desktop:6379")
    assert jobs_at_once() == 5


def test_a_teacher_reads_what_the_cluster_has() -> None:
    said = in_words([LAPTOP, DESKTOP])
    assert figures(said)[:3] == [2, 12, 1] and figures(said)[-1] == 1
