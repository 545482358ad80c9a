"""Free memory within a container's limit, of both versions of Linux's groups."""

from pathlib import Path

import psutil
import pytest

from core.jobs.queue import memory
from core.jobs.queue.memory import FIRST, SECOND, free_memory, total_memory

MIB = 2**20
VERSIONS = {"first": (FIRST, "4:memory:", "memory"), "second": (SECOND, "0::", "")}


class Container:
    """A group that may take 100 MiB and uses 90, below one that has no limit."""

    def __init__(self, version: str, root: Path) -> None:
        self.names, line, mounted = VERSIONS[version]
        self.above = root / mounted / "school"
        self.own = self.above / "app"
        self.own.mkdir(parents=True)
        self.write(self.own, 100 * MIB, 90 * MIB)
        (root / "groups").write_text(f"7:cpu:/elsewhere\n{line}/school/app\n")

    def write(self, group: Path, limit: int | str, used: int) -> None:
        (group / self.names.limit).write_text(f"{limit}\n")
        (group / self.names.used).write_text(f"{used}\n")


@pytest.fixture(params=list(VERSIONS))
def container(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Container:
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    monkeypatch.setattr(memory, "OWN_GROUPS", tmp_path / "groups")
    return Container(request.param, tmp_path)


def test_a_containers_limit_counts(container: Container) -> None:
    assert free_memory() == 10 * MIB
    assert total_memory() == 100 * MIB


def test_the_limit_of_a_group_above_counts_too(container: Container) -> None:
    container.write(container.above, 60 * MIB, 57 * MIB)
    assert free_memory() == 3 * MIB
    assert total_memory() == 60 * MIB


def test_files_that_were_read_hold_up_nobody(container: Container) -> None:
    kept = f"anon {50 * MIB}\n{container.names.given_back} {30 * MIB}\nactive_file {10 * MIB}\n"
    (container.own / "memory.stat").write_text(kept)
    assert free_memory() == 40 * MIB


def test_a_group_that_is_over_its_limit_has_nothing_left(container: Container) -> None:
    container.write(container.own, 100 * MIB, 101 * MIB)
    assert free_memory() == 0


def test_without_a_limit_the_machine_counts(container: Container) -> None:
    container.write(container.own, "max", 90 * MIB)
    assert total_memory() == psutil.virtual_memory().total


def test_a_container_that_sees_only_its_own_files_finds_its_limit(
    container: Container, tmp_path: Path
) -> None:
    container.write(container.above.parent, 80 * MIB, 79 * MIB)
    (tmp_path / "groups").write_text("4:memory:/docker/1a2b\n0::/docker/1a2b\n")
    assert free_memory() == 1 * MIB
