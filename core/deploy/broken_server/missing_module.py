"""A server without one of the modules that export.pkl asks for: it is really started that way."""

import json
import pickletools
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

from core.content import says
from core.deploy.broken_server.measured import MEASURING
from core.jobs.background import Job, stop_here
from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.jobs.warm import WarmWorker
from core.production.learner_file import EXPORTS, CannotExport, learner_file, prepare_learner_file
from core.project.places import without_places
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting

KEY = "module"  # beside those of FAULTS
MAY_LACK = ("timm", "torchvision", "fastai")  # those that are forgotten most, first
_OF_PYTHON = sys.stdlib_module_names | {"__builtin__", "copy_reg"}  # as protocol 2 names them
_LIMIT_S, _LOOK_S = 120.0, 0.2


class Lacked(NamedTuple):
    """The module that was not there, what fastai said and what Python said below it (empty where
    it loaded), and all that the file asks for beyond Python's own modules."""

    module: str
    fastai: str
    python: str
    needed: list[str]

    @property
    def answers(self) -> bool:
        """Whether the server can answer all the same."""
        return not self.fastai


_SAID = Setting[Lacked | None]("missing_module_", Lacked | None, lambda: None, family=True)


def lacked(project: Project, run: RunRecord) -> Lacked | None:
    """What was found for this run; None before."""
    return project.settings.get(_SAID, run.id)


def start_without_module(project: Project, run: RunRecord, worker: WarmWorker) -> None:
    """Load the run's export.pkl without one of its modules, in the background; returns at once.

    Where there is no export.pkl yet it is made first, which takes about 20 seconds."""

    def work(job: Job[str]) -> str:
        job.report(0.1, "fastai is packing your model")
        path = _packed(job, run, worker)
        needed = modules_needed(path)
        module = next(name for name in MAY_LACK if name in needed)
        job.report(0.6, says("work", "without_module", module=module))
        found = Lacked(module, *_said_without(job, path, module), needed)
        project.settings.set(_SAID, found, run.id)
        return KEY

    MEASURING.start(project, work, result=KEY)


def modules_needed(export: Path) -> list[str]:
    """The modules that opening the file imports, Python's own left out, in alphabetical order.

    Read from the opcodes of the pickle (torch writes protocol 2), which runs nothing of it."""
    with zipfile.ZipFile(export) as packed:
        inner = next(name for name in packed.namelist() if name.endswith("/data.pkl"))
        pickled = packed.read(inner)
    named = {str(value) for code, value, _ in pickletools.genops(pickled) if code.name == "GLOBAL"}
    return sorted({name.split(".")[0].split(" ")[0] for name in named} - _OF_PYTHON)


def _packed(job: Job[str], run: RunRecord, worker: WarmWorker) -> Path:
    prepare_learner_file(job.project, run, worker)
    while (file := learner_file(job.project, run)).state == "preparing":
        stop_here(job.stop)
        EXPORTS.wait(job.project, _LOOK_S, run.id)
    if file.state != "ready":
        raise CannotExport(file.message)
    return file.path


def _said_without(job: Job[str], path: Path, module: str) -> tuple[str, str]:
    """The two last lines of the server's log. Raises Stopped."""
    command = [sys.executable, "-m", "core.worker.missing_module", str(path), module]
    until = time.monotonic() + _LIMIT_S
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=worker_environment(),
        stdout=subprocess.PIPE,
        stderr=None,
        text=True,
    ) as process:
        try:
            while process.poll() is None:
                stop_here(job.stop)
                if time.monotonic() > until:
                    raise CannotExport(says("work", "took_longer_than"))
                time.sleep(_LOOK_S)
            said = process.stdout.read() if process.stdout else ""
        finally:
            process.kill()
    if process.returncode:
        raise CannotExport(says("work", "server_did_not"))
    fastai, python = json.loads(said.splitlines()[-1])
    return without_places(fastai), without_places(python)
