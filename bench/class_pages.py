"""How fast the pages answer a class: guesses held, the teacher's view open, a fine-tune at last.

    python -m bench.class_pages [--sessions 30] [--seconds 20] [--alone]

The visitors have joined a class. Each has a project of their own from the class's starter set, two
of three with a trained model, and clicks through the pages of the class path with three seconds of
thinking in between; now and then they lock a guess in. Every guess is held. A teacher's view is
open and refreshes as it does; questions are revealed now and then. Prints one JSON line: times of
the clicks as `bench.pages` prints them, and for each crowd `cpu_ms`, the processor milliseconds of
the web process for a click, with all that the class costs beside. With --alone the same visitors,
projects and clicks without a class or a teacher.
"""

import argparse
import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from bench.class_screen import ClassScreen
from bench.pages import counters, own_home, percentile, start_server, wait_for
from bench.soak_learner import locks_on
from bench.teaching import teaching
from core.classroom.answers import hold
from core.classroom.classes import ClassPath, SchoolClass, new_class
from core.classroom.lead import EVERY_PAGE
from core.classroom.names import WORDS
from core.classroom.starting import begin_with_starter, begins_with, copied, join_class
from core.learning.pages import page_info
from core.learning.paths.paths import Place, go_to
from core.project.workspace import Workspace
from core.starter.starter_sets import FIRST
from core.training.finetune.finetune import start_finetune, stop_finetune
from core.training.finetune.settings import FineTuneSettings
from core.training.quick.quick import train_quick

THINK_S = 3.0
GUESSES = 0.3  # of the pages with a question, so often one is locked in
REVEAL_EVERY_S = 20.0
FINE_TUNE_STARTS_S = 15.0
UNTRAINED = 3  # every third has no model


@dataclass
class Lesson:
    """A class, its teacher's key, and the workspaces of those who are in it; `of` is None for the
    same visitors in no class."""

    of: SchoolClass | None
    key: str
    workspaces: list[Workspace]


@dataclass
class Crowd:
    """What a crowd saw: seconds of every click but each one's first, errors, what it cost."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    cpu_s: float = 0.0

    def cpu_ms(self) -> float:
        """Processor milliseconds of the web process for a click."""
        return round(1000 * self.cpu_s / len(self.seconds), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--port", type=int, default=8755)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    with own_home():
        print(json.dumps(measured(options)))


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Start a server, let the class in, and return the figures by name."""
    lesson = prepared(options.sessions, alone=options.alone)
    start_server(options.port)
    wait_for(f"http://localhost:{options.port}")
    asyncio.run(crowd(lesson, options.port, 2 * THINK_S))  # imports and fills caches
    idle = asyncio.run(crowd(lesson, options.port, options.seconds))
    tuning = in_a_fine_tune(lesson, options)
    return {
        "sessions": options.sessions,
        "in_a_class": lesson.of is not None,
        "rerun_p50_ms": percentile(tuning.seconds, 50),
        "rerun_p95_ms": percentile(tuning.seconds, 95),
        "idle_p50_ms": percentile(idle.seconds, 50),
        "idle_p95_ms": percentile(idle.seconds, 95),
        "rerun_cpu_ms": tuning.cpu_ms(),
        "idle_cpu_ms": idle.cpu_ms(),
        "clicks": len(idle.seconds) + len(tuning.seconds),
        "errors": idle.errors + tuning.errors,
    }


def prepared(sessions: int, *, alone: bool) -> Lesson:
    """A class of so many whose guesses are held from now on, or the same projects in no class."""
    of, key = new_class(ClassPath(), FIRST, 1)
    begin_with_starter(of, FIRST, lambda done, total: None)
    comes = _alone if alone else _joined
    names = map(" ".join, islice(product(WORDS.first, WORDS.second), sessions))
    workspaces = [comes(of, name) for name in names]
    for number, workspace in enumerate(workspaces):
        if (number + 1) % UNTRAINED:
            train_quick(workspace.current())
    if alone:
        return Lesson(None, "", workspaces)
    hold(of.id, [EVERY_PAGE])
    return Lesson(of, key, workspaces)


def _joined(of: SchoolClass, name: str) -> Workspace:
    return join_class(of, name)[0]


def _alone(of: SchoolClass, _name: str) -> Workspace:
    """What a learner of the class has, without the class."""
    template = begins_with(of)
    assert template
    workspace = Workspace.create()
    copied(template, workspace.path / "projects" / template.id)
    go_to(workspace.switch(template.id), Place(of.path.guided(), 0))
    return workspace


def in_a_fine_tune(lesson: Lesson, options: argparse.Namespace) -> Crowd:
    """The same crowd while a fine-tune runs in its own process."""
    project: Any = lesson.workspaces[0].current()
    run = start_finetune(project, FineTuneSettings(epochs=50))
    time.sleep(FINE_TUNE_STARTS_S)
    try:
        return asyncio.run(crowd(lesson, options.port, options.seconds))
    finally:
        stop_finetune(project, run.id)


async def crowd(lesson: Lesson, port: int, seconds: float) -> Crowd:
    """Everybody at once for so many seconds, beside the teacher."""
    url, until = f"http://localhost:{port}", time.monotonic() + seconds
    before = await asyncio.to_thread(counters, port + 1)
    learners = [_learner(url, one, n, until) for n, one in enumerate(lesson.workspaces)]
    beside = [teaching(url, lesson.of.id, lesson.key, until, REVEAL_EVERY_S)] if lesson.of else []
    screens = await asyncio.gather(*learners, *beside)
    after = await asyncio.to_thread(counters, port + 1)
    return Crowd(
        [s for screen in screens[: len(learners)] for s in screen.seconds[1:]],
        sum(screen.errors + screen.not_found for screen in screens),
        after["cpu_s"] - before["cpu_s"],
    )


async def _learner(url: str, workspace: Workspace, seed: int, until: float) -> ClassScreen:
    """Open pages of the class path, thinking in between; now and then lock a guess in."""
    chance = random.Random(seed)
    pages = sorted({stop.page for stop in ClassPath().guided().stops})
    async with ClassScreen(url, query=f"w={workspace.key}") as screen:
        await asyncio.sleep(chance.uniform(0, THINK_S))
        while time.monotonic() < until:
            await screen.open(page_info(chance.choice(pages)).url_path)
            await _think(screen, chance, until)
            if chance.random() < GUESSES:
                await _guess(screen, chance, until)
    return screen


async def _guess(screen: ClassScreen, chance: random.Random, until: float) -> None:
    lock = next(iter(locks_on(screen)), "")
    question = screen.question_of(lock) if lock else None
    if question is None or time.monotonic() >= until:
        return
    await screen.choose(question.key, chance.choice(question.options))
    if lock in screen.widgets and screen.widgets[lock].usable:
        await screen.press(lock)
    await _think(screen, chance, until)


async def _think(screen: ClassScreen, chance: random.Random, until: float) -> None:
    left = until - time.monotonic()
    await screen.wait(min(left, THINK_S * chance.uniform(0.7, 1.3)))


if __name__ == "__main__":
    main()
