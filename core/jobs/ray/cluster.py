"""The way to a teacher's Ray cluster. Only processes of their own come here, never the web process.

`DRIVETRAIN_RAY_ADDRESS` says where it is; docs/teacher-cluster.md says how to make one.
"""

import importlib.util
import logging
import os
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.content import ASSETS, CONTENT_FOLDER, says
from core.jobs.queue.environment import REPOSITORY
from core.jobs.queue.protocol import Resources
from core.jobs.ray.places import ADDRESS, cluster_address
from core.words import memory_size

ANSWER_S, JOIN_S = 4.0, 45.0
CORES_A_JOB = 2
GB = 1e9
PASSED_ON = ("OMP_WAIT_POLICY", "KMP_BLOCKTIME", "TOKENIZERS_PARALLELISM", "HF_HUB_OFFLINE",
             "HF_HUB_DISABLE_TELEMETRY")  # fmt: skip

AUTH_MODE, AUTH_TOKEN, AUTH_TOKEN_PATH = "RAY_AUTH_MODE", "RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"
OTHERS = 0o077  # anybody else who has an account on this machine

Node = Mapping[str, float]

log = logging.getLogger(__name__)


class ClusterUnavailable(Exception):
    """The cluster cannot be used; the message is one sentence for the learner."""


@dataclass(frozen=True)
class Share:
    """What a job takes of one computer of the cluster, in Ray's units (memory in bytes)."""

    num_cpus: float
    num_gpus: float
    memory: int

    def times_in(self, node: Node) -> int:
        """How many such shares one computer has room for."""
        wanted = {"CPU": self.num_cpus, "GPU": self.num_gpus, "memory": self.memory}
        return min(int(node.get(name, 0) // much) for name, much in wanted.items() if much)


@contextmanager
def connected() -> Iterator[Any]:
    """The `ray` module, connected, with this repository's `core` on every computer of the cluster.
    Raises ClusterUnavailable within a minute: ray is missing, nobody answers, or we are refused."""
    address = cluster_address()
    if address is None:
        raise ClusterUnavailable(says("jobs", "cluster_none", variable=ADDRESS))
    if importlib.util.find_spec("ray") is None:
        raise ClusterUnavailable(says("jobs", "cluster_no_ray", variable=ADDRESS))
    ensure_token()
    _ensure_somebody_answers(address)
    ray = _join(address)
    try:
        yield ray
    finally:
        ray.shutdown()


def ensure_token() -> None:
    """Return when this server has a token for the cluster, its file readable by its owner alone.

    Raises ClusterUnavailable without one: who may talk to a cluster may run programs on it.
    """
    if os.environ.get(AUTH_MODE, "").strip().lower() != "token":
        raise ClusterUnavailable(says("jobs", "cluster_token_mode", variable=AUTH_MODE))
    if os.environ.get(AUTH_TOKEN, "").strip():
        return
    file = Path(os.environ.get(AUTH_TOKEN_PATH) or Path.home() / ".ray" / "auth_token")
    try:
        token = file.read_text().strip()
        if os.name != "nt" and file.stat().st_mode & OTHERS:
            file.chmod(0o600)
    except OSError as error:
        raise ClusterUnavailable(says("jobs", "cluster_no_token")) from error
    if not token:
        raise ClusterUnavailable(says("jobs", "cluster_no_token"))


def share_of(nodes: Iterable[Node], need: Resources) -> Share:
    """What a job takes: a graphics card where any computer has one, two cores, and its memory.
    Raises ClusterUnavailable when no computer is large enough, however long one waits."""
    nodes = list(nodes)
    num_gpus = 1.0 if any(node.get("GPU", 0) >= 1 for node in nodes) else 0.0
    able = [node for node in nodes if node.get("GPU", 0) >= num_gpus]
    cores = max((node.get("CPU", 0) for node in able), default=0)
    share = Share(min(CORES_A_JOB, cores), num_gpus, need.memory)
    if cores < 1:
        raise ClusterUnavailable(says("jobs", "cluster_no_computer"))
    if not any(share.times_in(node) for node in able):
        most = memory_size(max(node.get("memory", 0) for node in able))
        sentence = says("jobs", "cluster_memory", need=memory_size(need.memory), most=most)
        raise ClusterUnavailable(sentence)
    return share


def nodes_of(ray: Any) -> list[Node]:
    """The resources of every computer that is there now."""
    return [node["Resources"] for node in ray.nodes() if node["Alive"]]


def _ensure_somebody_answers(address: str) -> None:
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host:
        return
    try:
        with socket.create_connection((host, int(port)), timeout=ANSWER_S):
            return
    except (OSError, ValueError) as error:
        raise ClusterUnavailable(says("jobs", "cluster_silent", address=address)) from error


def _join(address: str) -> Any:
    """Ray, joined; in a thread, because nothing in Ray promises that this ends."""
    import ray

    problems: list[BaseException] = []

    def join() -> None:
        try:
            ray.init(
                address, runtime_env=_what_workers_get(), log_to_driver=False, logging_level="ERROR"
            )
        except BaseException as error:
            problems.append(error)

    joining = threading.Thread(target=join, daemon=True)
    joining.start()
    joining.join(JOIN_S)
    if joining.is_alive() or problems:
        log.error("ray.init(%r) failed: %s", address, problems)
        raise ClusterUnavailable(says("jobs", "cluster_shut", address=address))
    return ray


def _what_workers_get() -> dict[str, Any]:
    """`core` of this repository with the sentences it says (two megabytes, sent once), and our own
    workers' manners. As their working directory it goes before whatever else lies on the computers
    of the cluster."""
    others = [entry for entry in REPOSITORY.iterdir() if entry.name not in ("core", ASSETS.name)]
    others += [entry for entry in ASSETS.iterdir() if entry != CONTENT_FOLDER]
    return {
        "working_dir": str(REPOSITORY),
        "excludes": ["__pycache__", *(f"/{one.relative_to(REPOSITORY)}" for one in others)],
        "env_vars": {name: os.environ[name] for name in PASSED_ON if name in os.environ},
    }
