"""A disk without a free byte: pages open, a project can be saved and deleted."""

import asyncio
import contextlib
import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from bench.app_server import Server
from bench.attack.found import Found, say
from bench.attack.watching import content, health, is_whole
from bench.visitor import Visitor
from core.learning.delete_project import delete_project
from core.learning.pages import PAGES
from core.project import reserve
from core.project.archive.saving import saved_project
from core.project.database import let_go
from core.project.project import Project
from core.project.workspace import Workspace

MEGABYTES = 128


def attack(place: Path, saved: Path, found: Found) -> None:
    """On a disk of its own, where one can be mounted (that takes root); else it is said."""
    with _small_disk(place) as disk:
        if disk is None:
            found.beside["left_out"] = "full disk: nothing could be mounted here"
            return
        with _home(disk / "home") as home:
            workspace = Workspace.create()
            project = workspace.open_archive(saved)
            before = content(project)
            server = Server(home)
            server.start()
            try:
                _fill(disk, home, found)
                _look(server, workspace, found, "full, with a reserve")
                (home / reserve.FILE).unlink(missing_ok=True)
                _fill(disk, home, found)
                _look(server, workspace, found, "full")
            finally:
                server.kill()
            let_go(project.path)
            _save_and_delete(workspace, project, before, pictures_in(saved), found)


@contextlib.contextmanager
def _small_disk(place: Path) -> Iterator[Path | None]:
    disk = place / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@contextlib.contextmanager
def _home(home: Path) -> Iterator[Path]:
    """DRIVETRAIN_HOME is another one for a while."""
    usual = os.environ["DRIVETRAIN_HOME"]
    home.mkdir(mode=0o700)
    os.environ["DRIVETRAIN_HOME"] = str(home)
    try:
        yield home
    finally:
        os.environ["DRIVETRAIN_HOME"] = usual


def _fill(disk: Path, home: Path, found: Found) -> None:
    """Leave 0 bytes free."""
    with contextlib.suppress(OSError), (disk / "others").open("ab", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
    with contextlib.suppress(OSError), (disk / "others").open("ab", buffering=0) as file:
        while True:
            file.write(b"x")
    found.expect(shutil.disk_usage(home).free == 0, "the disk did not fill")


def _look(server: Server, workspace: Workspace, found: Found, how: str) -> None:
    """Open every page of the server, which must go on answering."""
    with health(server.port) as longest:
        stumbled = asyncio.run(_stumbling_pages(server.url, workspace.key))
    found.tried += len(PAGES) - len(stumbled)
    for page in stumbled:
        found.expect(False, f"disk {how}: {page or 'home'}")
    say(f"disk {how}: /health {1000 * longest[0]:.0f} ms at most while {len(PAGES)} pages opened")


async def _stumbling_pages(url: str, key: str) -> list[str]:
    stumbled = []
    for page in PAGES:
        async with Visitor(url, query=f"w={key}") as visitor:
            await visitor.visit(page.url_path)
            if visitor.errors:
                stumbled.append(page.url_path)
    return stumbled


def _save_and_delete(
    workspace: Workspace, project: Project, before: tuple[str, int], pictures: int, found: Found
) -> None:
    """What the buttons do: the whole project goes out, then leaves the disk."""
    if content(project) != before or not is_whole(project):
        found.lose("the project on the full disk is not what it was")
    packed = io.BytesIO()
    with closing(saved_project(project)) as saved:
        packed.writelines(saved.pieces)
    found.expect(pictures_in(packed) == pictures, "what was saved on a full disk is not whole")
    path = project.path
    delete_project(workspace, project)
    found.expect(not path.exists(), "a project on a full disk was not deleted")


def pictures_in(packed: IO[bytes] | Path) -> int:
    """How many pictures a saved project holds; -1 for one that is damaged."""
    with zipfile.ZipFile(packed) as archive:
        names = [name for name in archive.namelist() if name.startswith("images/")]
        return -1 if archive.testzip() else len(names)
