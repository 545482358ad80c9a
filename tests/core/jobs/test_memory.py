"""Free memory within a container's limit."""

from pathlib import Path

import pytest

from core.jobs.queue import environment

MIB = 2**20


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The figures of a container that may take 100 MiB and uses 90."""
    (tmp_path / "memory.max").write_text(f"{100 * MIB}\n")
    (tmp_path / "memory.current").write_text(f"{90 * MIB}\n")
    monkeypatch.setattr(environment, "CGROUP", tmp_path)
    return tmp_path


def test_a_containers_limit_counts(container: Path) -> None:
    assert environment.free_memory() == 10 * MIB
    assert environment.total_memory() == 100 * MIB


def test_files_that_were_read_hold_up_nobody(container: Path) -> None:
    figures = f"anon {50 * MIB}\ninactive_file {30 * MIB}\nactive_file {10 * MIB}\n"
    (container / "memory.stat").write_text(figures)
    assert environment.free_memory() == 40 * MIB


def test_without_a_limit_the_machine_counts(container: Path) -> None:
    (container / "memory.max").write_text("max\n")
    assert environment.total_memory() > 100 * MIB
