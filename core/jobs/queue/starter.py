"""How the supervisor starts a worker: as a fork of a template process, else as a plain process.

The template, `python -m core.jobs.queue.starter MODULE`, has everything imported: a fork of it is a
worker in 20 ms. It reads job folders, one a line, from its stdin, and ends with it.
"""

import importlib
import logging
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from core.jobs.queue import worker_process
from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.jobs.queue.memory import GIB, free_memory, total_memory
from core.jobs.queue.worker_process import OUTPUT, note_launched

ENOUGH_FREE, ENOUGH_IN_ALL = 3 * GIB, 6 * GIB
OFF = "DRIVETRAIN_NO_TEMPLATE"
GPU_DEVICES = (Path("/dev/nvidiactl"), Path("/dev/kfd"))

log = logging.getLogger(__name__)


def template_pays() -> bool:
    """Whether a process of half a gigabyte may stand ready here. Not beside a GPU: fastai looks for
    one when it is imported, and then no fork could use it."""
    wanted = sys.platform == "linux" and not os.environ.get(OFF)
    gpu = any(device.exists() for device in GPU_DEVICES)
    room = total_memory() >= ENOUGH_IN_ALL and free_memory() >= ENOUGH_FREE
    return wanted and not gpu and room


class Starter:
    """Starts workers of one module; its template ends with it, or when memory gets short."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._has_much_to_import = hasattr(importlib.import_module(module), "preload")
        self._template: subprocess.Popen[bytes] | None = None
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, folder: Path) -> None:
        """Start the folder's worker; returns at once."""
        if self._template is not None and not template_pays():
            self.end()
        if not self._fork(folder):
            self._children.append(worker_process.launch(self._module, folder))

    def prepare(self) -> None:
        """Get a template ready for the next job; nothing where there is one, or none pays."""
        lives = self._template is not None and self._template.poll() is None
        if not lives and self._has_much_to_import and template_pays():
            self._template = subprocess.Popen(
                [sys.executable, "-m", "core.jobs.queue.starter", self._module],
                cwd=REPOSITORY,
                env=worker_environment(),
                stdin=subprocess.PIPE,
                start_new_session=True,
            )

    def reap(self) -> None:
        """Collect dead children, or they stay zombies."""
        self._children = [child for child in self._children if child.poll() is None]

    def end(self) -> None:
        """Let the template go; workers live on."""
        if self._template is not None and self._template.stdin is not None:
            self._template.kill()
            self._template.wait()
            self._template.stdin.close()
        self._template = None

    def _fork(self, folder: Path) -> bool:
        """Whether the template takes the job: once it has imported everything, if need be. Until
        then the template itself stands for the worker, so stopping the job ends it."""
        template = self._template
        if template is None or template.stdin is None or template.poll() is not None:
            return False
        worker_process.forget_lease(folder)
        worker_process.note_launched(folder, template.pid)
        try:
            template.stdin.write(f"{folder}\n".encode())
            template.stdin.flush()
        except OSError:
            log.warning("the template process is gone; the next job starts without it")
            return False
        return True


def main(module: str) -> None:
    """Import what the module's jobs need, then fork a worker for each folder that is named."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # dead forks leave no zombies
    _preload(importlib.import_module(module))
    for line in sys.stdin:
        folder = Path(line.rstrip("\n"))
        pid = os.fork()
        if pid == 0:
            _become_worker(module, folder)
        note_launched(folder, pid)


def _preload(job: ModuleType) -> None:
    """A job's module may say what is worth importing before there is a job."""
    preload = getattr(job, "preload", None)
    if preload is not None:
        preload()


def _become_worker(module: str, folder: Path) -> None:
    """Do what a process of its own would do; never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _write_to(folder / OUTPUT)
        sys.argv = [module, str(folder)]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        logging.exception("The worker ended with an error")
    finally:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _write_to(file: Path) -> None:
    """Standard output and error go to the job's own log, and there is no input."""
    log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.close(log)
    os.close(nothing)


if __name__ == "__main__":
    main(sys.argv[1])
