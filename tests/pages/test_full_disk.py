"""A disk that takes nothing more locks nobody out: pages open, saving and deleting work."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from core.drivetrain.plan.plan import load_plan, save_plan
from core.learning.delete_project import delete_project
from core.learning.pages import PAGES, PageInfo
from core.project import reserve
from core.project.database import let_go
from core.project.disk_full import NOT_KEPT
from core.project.project import Project
from core.project.workspace import Workspace
from tests.app import open_page, texts
from tests.core.project.saved import zipped
from tests.keys import template_key

MEGABYTES = 128


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home on a disk of its own, of 128 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    monkeypatch.setenv("DRIVETRAIN_HOME", str(disk / "home"))
    yield disk
    with suppress(OSError):  # a read-only one stays as it is
        (disk / "others").unlink(missing_ok=True)
    let_go(disk)  # with no room left, closing a connection later would end this process (SIGBUS)
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def learner(small_disk: Path, _template_home: Callable[[str], Path]) -> Workspace:
    """A learner with a trained project on it."""
    shutil.copytree(_template_home("trained"), small_disk / "home")
    return Workspace.open(template_key("trained"))


def fill(disk: Path) -> None:
    """Leave 0 bytes free."""
    with (
        (disk / "others").open("wb", buffering=0) as file,
        pytest.raises(OSError, match="No space"),
    ):
        while True:
            file.write(bytes(1 << 16))
    assert shutil.disk_usage(disk).free == 0


def make_read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def opened(project: Project, pages: Sequence[PageInfo] = PAGES) -> list[str]:
    """The words of these pages, each opened by a process that holds no connection yet."""
    found = []
    for info in pages:
        let_go(project.path)
        found.append(texts(open_page(info.url_path, project)))
    return found


def pictures_in(packed: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return sum(name.startswith("images/") for name in archive.namelist())


@pytest.mark.parametrize("with_reserve", [True, False], ids=["reserve", "nothing at all"])
def test_with_nothing_left(small_disk: Path, learner: Workspace, with_reserve: bool) -> None:
    """Every page opens without a byte; with the reserve, which is more, a few are enough."""
    project, pages = learner.current(), PAGES[:3] if with_reserve else PAGES
    if with_reserve:
        reserve.keep_reserve(small_disk / "home")
    fill(small_disk)
    assert all(NOT_KEPT["full"] in words for words in opened(project, pages))
    assert pictures_in(zipped(project)) == len(project.dataset.images())
    path = project.path
    left = delete_project(learner, project)
    assert not path.exists()
    assert left.dataset.images() == []


def test_the_reserve_keeps_what_is_typed(small_disk: Path, learner: Workspace) -> None:
    project = learner.current()
    reserve.keep_reserve(small_disk / "home")
    fill(small_disk)
    let_go(project.path)
    save_plan(project, load_plan(project).model_copy(update={"objective": "No bear in the tent"}))
    let_go(project.path)
    (small_disk / "others").unlink()
    assert load_plan(project).objective == "No bear in the tent"
    reserve.keep_reserve(small_disk / "home")
    assert reserve.disk_trouble(small_disk / "home") == ""
    assert (small_disk / "home" / reserve.FILE).stat().st_size == reserve.BYTES


def test_a_disk_that_may_not_be_written(small_disk: Path, learner: Workspace) -> None:
    project = learner.current()
    let_go(project.path)
    make_read_only(small_disk)
    assert all(NOT_KEPT["read-only"] in words for words in opened(project))
    assert pictures_in(zipped(project)) == len(project.dataset.images())
