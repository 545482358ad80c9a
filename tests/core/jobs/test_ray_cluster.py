"""Before a job travels: is there a cluster, does it answer, is there room in it?"""

import importlib.util
import socket
import stat
from pathlib import Path

import pytest

from core.jobs.queue.events import read_events
from core.jobs.queue.local import LocalRunner, RayRunner, runner_for
from core.jobs.queue.protocol import Resources
from core.jobs.queue.scheduler import jobs_at_once
from core.jobs.ray import job as ray_job
from core.jobs.ray.check import in_words
from core.jobs.ray.cluster import ClusterUnavailable, Share, ensure_token, share_of
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
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", "a-token-that-only-this-test-knows")
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


@pytest.fixture
def token_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A token in a file that everybody on this machine may read."""
    file = tmp_path / "auth_token"
    file.write_text("a-token")
    file.chmod(0o644)
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.delenv("RAY_AUTH_TOKEN", raising=False)
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(file))
    return file


def test_a_cluster_is_refused_without_a_token(
    nobody: str, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is asked either: the sentence says no address."""
    monkeypatch.delenv("RAY_AUTH_MODE")
    ray_job.main(sent)
    last = read_events(sent)[-1]
    assert last["event"] == "failed"
    assert "RAY_AUTH_MODE" in last["message"] and nobody not in last["message"]


@pytest.mark.parametrize("token", ["", " \n", None])
def test_an_empty_or_missing_token_is_none(token_file: Path, token: str | None) -> None:
    if token is None:
        token_file.unlink()
    else:
        token_file.write_text(token)
    with pytest.raises(ClusterUnavailable):
        ensure_token()


def test_the_tokens_file_is_its_owners_alone(token_file: Path) -> None:
    ensure_token()
    assert stat.S_IMODE(token_file.stat().st_mode) == 0o600


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
