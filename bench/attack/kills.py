"""SIGKILL: while a project is opened and changed, and while a server takes pictures in."""

import asyncio
import contextlib
import io
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from bench.app_server import Server
from bench.attack.found import Found, say
from bench.attack.watching import is_whole
from bench.gather_visitor import GatherVisitor
from core.drivetrain.plan.plan import load_plan
from core.project.database import let_go
from core.project.project import Project
from core.project.workspace import Workspace
from tests.waiting import until

PICTURES = 150  # of each of two classes
LONGEST_S = 4.0
SIDE = 400
# Says each number once it is kept as the objective; opens and deletes a project between two.
CHANGING = """
import sys
from pathlib import Path
from core.drivetrain.plan.plan import Plan, save_plan
from core.project.workspace import Workspace
from tests.waiting import until
key, project, file = (sys.stdin.readline().strip() for _ in range(3))
workspace = Workspace.open(key)
mine = workspace.switch(project)
for number in range(10_000):
    save_plan(mine, Plan(objective=str(number)))
    print(number, flush=True)
    workspace.delete(workspace.open_archive(Path(file)).id)
"""


def while_changing(workspace: Workspace, saved: Path, times: int, found: Found) -> None:
    """Kill a process that opens and changes projects at any moment: what it said was kept is
    there, and every project opens whole."""
    mine = workspace.new_project("Changed")
    for number in range(times):
        said = _killed(workspace, mine, saved, Random(number).random() * LONGEST_S)
        found.tried += 1
        let_go(mine.path)
        if int(load_plan(mine).objective) < said:
            found.lose(f"kill {number}: objective {said}")
        for info in workspace.projects():
            if not is_whole(workspace.switch(info.id)):
                found.lose(f"kill {number}: {info.name} is not whole")
    workspace.delete(mine.id)


def _killed(workspace: Workspace, project: Project, saved: Path, after_s: float) -> int:
    """The last number that the process said before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHANGING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout
    process.stdin.write(f"{workspace.key}\n{project.id}\n{saved}\n")
    process.stdin.flush()
    first = process.stdout.readline()
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return int((first + said).split()[-1])


def while_pictures_come(server: Server, folder: Path, times: int, found: Found) -> None:
    """Kill the server at any moment of an upload and its intake: every picture is whole or absent,
    the server starts again and everybody is let in."""
    packed = _pictures(folder)
    for number in range(times):
        workspace = Workspace.create()
        project = workspace.current()
        _kill_within(server, workspace, packed, number)
        let_go(project.path)
        server.start()
        images = project.dataset.images()
        say(f"killed while pictures came: {len(images)} of {2 * PICTURES} were in")
        found.tried += 1
        if not (is_whole(project) and all(map(_is_readable, _paths(project)))):
            found.lose(f"upload {number}: a picture is not whole")
        found.expect(server.answers(), f"upload {number}: the server did not come back")


def _kill_within(server: Server, workspace: Workspace, packed: Path, number: int) -> None:
    """Every other time while the file is on its way, else once the first pictures are in."""
    killing = threading.Thread(target=_kill_later, args=(server, workspace, number))
    killing.start()
    with contextlib.suppress(Exception):  # its line breaks off, in one of many ways
        asyncio.run(_bring(server.url, workspace.key, packed))
    killing.join()


def _kill_later(server: Server, workspace: Workspace, number: int) -> None:
    if number % 2:
        project = workspace.current()
        until(lambda: bool(project.dataset.images()), 300, "the first pictures")
    time.sleep(Random(number).random() * (LONGEST_S / 4 if number % 2 else LONGEST_S))
    server.kill()


async def _bring(url: str, key: str, packed: Path) -> None:
    async with GatherVisitor(url, query=f"w={key}") as visitor:
        await visitor.bring([packed])
        while True:
            await visitor.tick()
            await asyncio.sleep(0.2)


def _pictures(folder: Path) -> Path:
    chance = np.random.default_rng(7)
    with zipfile.ZipFile(folder / "pictures.zip", "w") as archive:
        for number in range(2 * PICTURES):
            buffer = io.BytesIO()
            pixels = chance.integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(buffer, "JPEG")
            archive.writestr(f"{'ab'[number % 2]}/{number}.jpg", buffer.getvalue())
    return folder / "pictures.zip"


def _paths(project: Project) -> list[Path]:
    return [project.dataset.image_path(image.id) for image in project.dataset.images()]


def _is_readable(path: Path) -> bool:
    try:
        with Image.open(path) as picture:
            picture.load()
    except OSError:
        return False
    return True
