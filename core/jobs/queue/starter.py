"""How the supervisor starts a worker: as a fork of a template process, else as a plain process."""

import importlib
import logging
import os
import subprocess
import sys
from pathlib import Path

from core.jobs.queue import lease, worker_process
from core.jobs.queue.environment import (
    GIB,
    REPOSITORY,
    free_memory,
    total_memory,
    worker_environment,
)

ENOUGH_FREE, ENOUGH_IN_ALL = 3 * GIB, 6 * GIB
OFF = "DRIVETRAIN_NO_TEMPLATE"
GPU_DEVICES = (Path("/dev/nvidiactl"), Path("/dev/kfd"))

log = logging.getLogger(__name__)


def template_pays() -> bool:
    """Whether a process of half a gigabyte may stand ready here.

    Not beside a GPU: fastai looks for one when it is imported, and then no fork could use it.
    """
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
                [sys.executable, "-m", "core.jobs.queue.template", self._module],
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
        """Whether the template takes the job: once it has imported everything, if need be.

        Until then the template itself stands for the worker, so stopping the job ends it.
        """
        template = self._template
        if template is None or template.stdin is None or template.poll() is not None:
            return False
        lease.forget(folder)
        worker_process.note_launched(folder, template.pid)
        try:
            template.stdin.write(f"{folder}\n".encode())
            template.stdin.flush()
        except OSError:
            log.warning("the template process is gone; the next job starts without it")
            return False
        return True
