"""A class for many minutes: learners on whole journeys, guesses held, the teacher's view open.

    python -m bench.soak --minutes N [--learners 30] [--photos 100] [--fine-tunes 3]

Learners join with the code, bring photos of their own, lock guesses in, write, train in seconds;
some fine-tune, in line. Prints one JSON line: `learners`, `actions` (what they clicked, typed and
opened), `errors`, `lost_writes` (pictures, texts, guesses and trainings that a learner sent and
the server answered, but that are not on its disk), `p95_ms` of the actions, and `web_rss_growth`:
how much more the web process holds at the end than after a quarter of the time, as a share.
"""

import argparse
import asyncio
import io
import json
import random
import statistics
import sys
import time
import traceback
import zipfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

from bench.app_server import Server
from bench.class_screen import ClassScreen
from bench.pages import own_home, percentile
from bench.photos import CLASSES, photo
from bench.soak_learner import Sent, SoakLearner, comes_after
from bench.teaching import teaching
from core.classroom.answers import guesses_of, hold
from core.classroom.classes import ClassPath, SchoolClass, new_class
from core.classroom.ending import end_class
from core.classroom.lead import EVERY_PAGE
from core.classroom.learners import Learner, learners_of
from core.classroom.starting import begin_with_starter, begins_with
from core.drivetrain.plan.plan import load_plan
from core.project.database import let_go
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.starter_sets import FIRST

OURS = CLASSES[:3]  # the classes that everybody begins with
COME_WITHIN = 0.15  # of the time: all have joined by then
REVEAL_EVERY_S = 30.0
SETTLE_S = 120.0
SAMPLE_S = 2.0
FAILED = "A page failed"


@dataclass(frozen=True)
class Soak:
    """How large, and how long."""

    minutes: float
    learners: int = 30
    photos: int = 100
    fine_tunes: int = 3
    think_s: float = 3.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--learners", type=int, default=Soak.learners)
    parser.add_argument("--photos", type=int, default=Soak.photos)
    parser.add_argument("--fine-tunes", type=int, default=Soak.fine_tunes)
    options = parser.parse_args()
    soak = Soak(options.minutes, options.learners, options.photos, options.fine_tunes)
    with own_home() as home:
        server = Server(home)
        server.start()
        figures = soaked(server, soak)
        if figures["errors"] or figures["lost_writes"]:
            print(server.last_words(), file=sys.stderr)
        print(json.dumps(figures))


def soaked(server: Server, soak: Soak) -> dict[str, Any]:
    """Let a class work on a server whose home is that of this process; the figures by name."""
    of, key = new_class(ClassPath(), FIRST, 1)
    begin_with_starter(of, FIRST, lambda done, total: None)
    hold(of.id, [EVERY_PAGE])
    begun = begins_with(of)
    first = sum(begun.dataset.classes().values()) if begun else 0
    with ProcessPoolExecutor(2) as pool:
        numbers = range(soak.learners)
        brought = list(pool.map(photos_of, numbers, [soak.photos] * soak.learners))
    before = _failed_pages(server)
    learners, errors, growth = asyncio.run(_lesson(server, soak, of, key, brought))
    lost = sum(_lost(learner.sent, of, first) for learner in learners)
    broken = sum(_broken_trainings(learner.sent) for learner in learners)
    seconds = [s for learner in learners for s in learner.screen.seconds]
    end_class(of)
    return {
        "learners": len(learners),
        "actions": sum(learner.screen.actions for learner in learners),
        "errors": errors + broken + _failed_pages(server) - before,
        "lost_writes": lost,
        "p95_ms": percentile(seconds, 95),
        "web_rss_growth": growth,
    }


def _failed_pages(server: Server) -> int:
    return server.log.read_text(encoding="utf-8", errors="replace").count(FAILED)


def photos_of(learner: int, count: int) -> bytes:
    """A ZIP of photos that nobody else brings, in class folders."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            name = f"set/{OURS[number % len(OURS)]}/{number:03d}.jpg"
            archive.writestr(name, photo(learner * count + number))
    return packed.getvalue()


async def _lesson(
    server: Server, soak: Soak, of: SchoolClass, key: str, brought: list[bytes]
) -> tuple[list[SoakLearner], int, float]:
    """Everybody at once: the learners, the errors seen, and how the web process grew."""
    seconds = 60 * soak.minutes
    until = time.monotonic() + seconds
    learners = [
        SoakLearner(
            ClassScreen(server.url, query=f"code={of.code}"),
            of.path.guided(),
            photos,
            soak.photos,
            random.Random(number),
            until,
            number < soak.fine_tunes,
            soak.think_s,
        )
        for number, photos in enumerate(brought)
    ]
    beside = [
        asyncio.create_task(_memory(server, seconds)),
        asyncio.create_task(_teachers_errors(server.url, of.id, key, until)),
    ]
    gaps = COME_WITHIN * seconds / len(learners)
    tasks = [comes_after(gaps * n, learner) for n, learner in enumerate(learners)]
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    growth, teacher_errors = await asyncio.gather(*beside)
    failed = [one for one in ended if isinstance(one, BaseException)]
    for one in failed:
        traceback.print_exception(one, file=sys.stderr)
    seen = sum(learner.screen.errors + learner.screen.not_found for learner in learners)
    return learners, seen + len(failed) + int(teacher_errors), float(growth)


async def _teachers_errors(url: str, class_id: str, key: str, until: float) -> float:
    screen = await teaching(url, class_id, key, until, REVEAL_EVERY_S, questions=2)
    return screen.errors + screen.not_found


async def _memory(server: Server, seconds: float) -> float:
    """How much the web process grew from a quarter of the time to its end, as a share."""
    assert server.process
    process, begun = psutil.Process(server.process.pid), time.monotonic()
    sizes: list[tuple[float, int]] = []
    while (at := time.monotonic() - begun) < seconds:
        with suppress(psutil.Error):
            sizes.append((at / seconds, process.memory_info().rss))
        await asyncio.sleep(min(SAMPLE_S, seconds / 40))
    quarter = statistics.mean(size for at, size in sizes if 0.2 <= at <= 0.3)
    end = statistics.mean(size for at, size in sizes if at >= 0.9)
    return round(end / quarter - 1, 3)


def _lost(sent: Sent, of: SchoolClass, first: int) -> int:
    """How much of what a learner sent is not there."""
    learner = next((one for one in learners_of(of.id) if one.nickname == sent.nickname), None)
    if learner is None:
        return int(bool(sent.nickname))
    project = Workspace.open(sent.key).current()
    _settle(project, first + sent.pictures, sent.quick)
    tuned = sum(run.kind == "finetune" for run in project.runs.all())
    plan = load_plan(project).model_dump_json()
    lost = {
        "pictures": max(0, first + sent.pictures - sum(project.dataset.classes().values())),
        "objective": int(sent.objective not in plan),
        "guesses": _lost_guesses(sent, learner),
        "quick": max(0, sent.quick - _finished(project)),
        "fine-tunes": max(0, sent.fine_tunes - tuned),
    }
    if any(lost.values()):
        print(f"{sent.nickname}: {lost}", file=sys.stderr)
    return sum(lost.values())


def _broken_trainings(sent: Sent) -> int:
    """How many trainings of a learner broke; those that still run are stopped with the class."""
    if not sent.key:
        return 0
    runs = Workspace.open(sent.key).current().runs.all()
    return sum(run.status in ("failed", "interrupted") for run in runs)


def _settle(project: Project, pictures: int, quick: int) -> None:
    """Wait for what was on its way when the time was over."""
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        let_go(project.path)
        if sum(project.dataset.classes().values()) >= pictures and _finished(project) >= quick:
            return
        time.sleep(0.5)


def _finished(project: Project) -> int:
    runs = project.runs.all()
    return sum(run.kind == "quick" and run.status == "finished" for run in runs)


def _lost_guesses(sent: Sent, learner: Learner) -> int:
    """Guesses that are not with the class as they were locked in."""
    kept = [one.asked.words for one in guesses_of(learner)]
    lost = 0
    for words in sent.guesses:
        if words in kept:
            kept.remove(words)
        else:
            lost += 1
    return lost


if __name__ == "__main__":
    main()
