"""A server killed at any moment loses nothing it had confirmed, and corrupts nothing."""

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

from core.drivetrain.plan.plan import load_plan
from core.project.project import Project

ROOT = Path(__file__).parents[3]
KILLS = 8

# Every line it prints is a promise: what the call before it did is saved ("removing": may be).
WRITER = """
import sys
from pathlib import Path
from core.drivetrain.plan.plan import Plan, save_plan
from core.project.project import Project
from tests.core.project.pictures import pictures

project, round = Project.open(Path(sys.argv[1])), int(sys.argv[2])
for step in range(100_000):
    batch = pictures(3, "a", "b", start=(round * 1000 + step) * 6)
    project.dataset.add(batch)
    for new in batch:
        print("added", new.id, flush=True)
    project.dataset.move([batch[0].id], "moved")
    print("moved", batch[0].id, flush=True)
    project.cleaning.stage(batch[1].id, "relabel", "b")
    print("staged", batch[1].id, flush=True)
    save_plan(project, Plan(objective=f"{round}-{step}"))
    print("plan", f"{round}-{step}", flush=True)
    project.versions.freeze()
    print("removing", batch[2].id, flush=True)
    project.dataset.remove([batch[2].id])
    print("removed", batch[2].id, flush=True)
"""


def killed_writer(project: Project, number: int, seconds: float) -> list[tuple[str, str]]:
    """Let a process write, SIGKILL it after its first promise and some more time."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(project.path), str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.kill()
    lines = [first, *writer.stdout]
    writer.wait()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(words[0], words[1]) for words in whole]


def check(project: Project, promises: list[tuple[str, str]]) -> None:
    """Every promise holds, and every row has its file, whole."""
    with project.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    images = {image.id: image for image in project.dataset.images()}
    leaving = {what for verb, what in promises if verb == "removing"}
    staged = project.cleaning.staged()
    for verb, what in promises:
        if verb == "added":
            assert what in images or what in leaving
        elif verb == "moved":
            assert images[what].label == "moved"
        elif verb == "staged":
            assert staged[what].label == "b"
        elif verb == "removed":
            assert what not in images
    for version in project.versions.all()[-2:]:
        images |= {image.id: image for image in project.versions.images(version.number)}
    for image_id in images:
        data = project.dataset.image_path(image_id).read_bytes()
        assert hashlib.sha256(data).hexdigest() == image_id


def test_sigkill_loses_nothing(project: Project) -> None:
    chance = random.Random(5)
    promises: list[tuple[str, str]] = []
    for number in range(KILLS):
        told = killed_writer(project, number, chance.uniform(0, 0.25))
        assert told
        promises += told
        again = Project.open(project.path)
        check(again, promises)
        plans = [what for verb, what in promises if verb == "plan"]
        if plans:
            written = load_plan(again).objective
            assert tuple(map(int, written.split("-"))) >= tuple(map(int, plans[-1].split("-")))
