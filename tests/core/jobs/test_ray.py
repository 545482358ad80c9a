"""A real cluster of two nodes on this machine: it trains, loses a node, goes on, stops, embeds."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from core.content import says
from core.jobs.queue import worker_process
from core.jobs.queue.events import REMARK, RESUMED, SAVED, read_events
from core.jobs.queue.local import FOLDER
from core.jobs.ray.mirror import PREFIX
from core.jobs.ray.places import ADDRESS
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.finetune import snapshot, start_finetune, stop_finetune
from core.training.finetune.settings import FineTuneSettings
from core.vision import embeddings
from core.vision.embeddings import embed_images
from core.vision.preprocess import Preprocess
from core.vision.ray import embeddings as ray_embeddings
from tests.core.jobs.conftest import processes_of
from tests.core.training.tiny import seen_by_a_page, tiny_project
from tests.waiting import until

pytestmark = pytest.mark.timeout(1200)  # four imports of fastai: slow where others compute

STORE_BYTES = 100 * 2**20
EPOCHS = 3
NOTICES = {"health_check_initial_delay_ms": 500, "health_check_period_ms": 500}
"""A node that is gone is missed within seconds; one that is slow to answer has as long as ever."""
SURROUNDINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": "a-token-that-only-this-test-knows-1234",
    "DRIVETRAIN_NO_TEMPLATE": "1",
    "DRIVETRAIN_QUEUE_IDLE_S": "5",
}


@dataclass
class TwoNodes:
    """The head, which outlives the test, and another node."""

    ray: Any
    cluster: Any
    head: Any
    other: Any

    def keep_the_head_busy(self) -> Any:
        """Something that holds the head's only core until it is killed."""
        here = self.ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
            self.head.node_id, soft=False
        )
        holder = self.ray.remote(Busy).options(num_cpus=1, scheduling_strategy=here).remote()
        self.ray.get(holder.ready.remote())
        return holder

    def kill_the_other(self) -> None:
        self.cluster.remove_node(self.other, allow_graceful=False)

    def is_idle(self) -> bool:
        free, there = self.ray.available_resources(), self.ray.cluster_resources()
        return bool(free.get("CPU", 0) == there["CPU"])


class Busy:
    """Occupies a core without using it."""

    def ready(self) -> bool:
        return True


def started_cluster() -> tuple[Any, Any, Any]:
    """A cluster and its two nodes. Ray gives a node 30 s to start: a busy machine tries again."""
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": STORE_BYTES, "include_dashboard": False}
    for tries_left in (3, 2, 1, 0):
        cluster = Cluster()
        try:
            head = cluster.add_node(**node, _system_config=NOTICES)
            return cluster, head, cluster.add_node(**node)
        except Exception:
            cluster.shutdown()
            if not tries_left:
                raise
    raise AssertionError


@pytest.fixture(scope="module")
def two_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoNodes]:
    home = tmp_path_factory.mktemp("ray_home")
    short = tempfile.mkdtemp(prefix="ray-", dir="/tmp")  # sockets have short names
    patch = pytest.MonkeyPatch()
    places = {"DRIVETRAIN_HOME": str(home), "RAY_TMPDIR": short}
    for name, value in {**SURROUNDINGS, **places}.items():
        patch.setenv(name, value)
    import ray
    import ray.util.scheduling_strategies

    cluster, head, other = started_cluster()
    patch.setenv(ADDRESS, cluster.address)
    ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
    yield TwoNodes(ray, cluster, head, other)
    (home / "jobs.sqlite").unlink(missing_ok=True)
    worker_process.end(home / FOLDER, force=True)
    for process in processes_of(home):
        process.kill()
    ray.shutdown()
    cluster.shutdown()
    patch.undo()
    shutil.rmtree(short, ignore_errors=True)


@pytest.fixture(scope="module")
def project(two_nodes: TwoNodes) -> Project:
    return tiny_project()


@pytest.fixture(scope="module")
def survivor(two_nodes: TwoNodes, project: Project) -> RunRecord:
    """A fine-tune that began on the other node, lost it in the middle, and ended."""
    holder = two_nodes.keep_the_head_busy()
    run = start_finetune(project, FineTuneSettings(epochs=EPOCHS, freeze_epochs=1))
    folder = project.runs.folder(run.id)
    until(lambda: saved(folder) >= 1, seconds=400, what="an epoch")
    assert snapshot(project, run.id).status == "running"
    assert 0 < snapshot(project, run.id).fraction < 1
    two_nodes.kill_the_other()
    two_nodes.ray.kill(holder)
    until(
        lambda: seen_by_a_page(project, run.id).ended, seconds=400, what="the end of the fine-tune"
    )
    return project.runs.get(run.id)


def saved(folder: Path) -> int:
    """The last epoch whose state has come back."""
    return max([0, *(e["epoch"] for e in read_events(folder) if e["event"] == SAVED)])


def test_a_fine_tune_survives_the_loss_of_its_node(project: Project, survivor: RunRecord) -> None:
    folder = project.runs.folder(survivor.id)
    assert survivor.status == "finished", (folder / "worker.log").read_text()
    assert survivor.results["valid"] == len(project.dataset.images(split="valid"))
    assert {"outcome.npz", "export.pkl", "model.onnx"} <= {file.name for file in folder.iterdir()}
    assert not list(folder.glob("checkpoint-*"))


def test_at_most_one_epoch_was_lost(project: Project, survivor: RunRecord) -> None:
    events = read_events(project.runs.folder(survivor.id))
    lost = [event["epoch"] for event in events if event["event"] == RESUMED]
    trained = [event["epoch"] for event in events if event["event"] == "epoch"]
    assert lost[0] >= 1
    assert sorted(set(trained)) == list(range(1, EPOCHS + 2))
    assert len(trained) <= EPOCHS + 2
    assert says("jobs", "cluster_went_on") in [
        event.get("message") for event in events if event["event"] == REMARK
    ]


def test_nothing_stays_on_the_cluster_when_the_messenger_is_killed_and_the_run_is_stopped(
    two_nodes: TwoNodes, project: Project, survivor: RunRecord
) -> None:
    until(lambda: not places(), what="the end of the run before")
    run = start_finetune(project, FineTuneSettings(epochs=50))
    folder = project.runs.folder(run.id)
    until(lambda: places(), what="the job on the cluster")
    first = places()
    messenger = worker_process.living(folder)
    assert messenger is not None
    messenger.kill()
    until(lambda: places() and places() != first, what="the next messenger's job")
    until(lambda: len(places()) == 1, what="the end of the first messenger's job")
    stop_finetune(project, run.id)
    until(lambda: project.runs.get(run.id).status == "stopped", what="the end here")
    until(lambda: two_nodes.is_idle() and not places(), what="the end there")


def places() -> list[Path]:
    """The folders of living jobs on the nodes, which are all on this machine."""
    found = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    return [place for place in found if not is_left_behind(place)]


def is_left_behind(place: Path) -> bool:
    """Whether its process is gone: the next job there removes it."""
    return not psutil.pid_exists(int(place.name.removeprefix(PREFIX).partition("-")[0]))


def test_the_cluster_embeds_as_this_machine_does(
    two_nodes: TwoNodes, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = project.dataset.images()[:20]
    steps: list[tuple[int, int]] = []
    here = embed_images(project, records, Preprocess(size=96), lambda *step: None)
    assert here.shape == (20, 1280)
    monkeypatch.setattr(ray_embeddings, "ENOUGH", 10)
    monkeypatch.setattr(embeddings, "backbone", lambda: pytest.fail("embedded on this machine"))
    monkeypatch.setattr(embeddings, "BACKBONE_ID", "as if never seen")
    there = embed_images(
        project, records, Preprocess(size=96), lambda done, new: steps.append((done, new))
    )
    np.testing.assert_array_equal(there, here)
    assert steps[-1] == (20, 20)
