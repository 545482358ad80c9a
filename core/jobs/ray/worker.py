"""A job on a computer of the cluster. Ray makes one actor (a process) of `RemoteJob` for each."""

import importlib
import logging
import os
import shutil
import socket
import tempfile
import threading
from pathlib import Path

import psutil

from core.jobs.queue.events import report
from core.jobs.ray.job_archive import unpack
from core.jobs.ray.mirror import News, Watch

PREFIX = "drivetrain-job-"
LOG = "cluster.log"


class RemoteJob:
    """Runs `module.main(folder)` beside itself and tells what is new in the folder when asked.

    The folder is this computer's own. The process ends with the job, and gives its memory (and a
    graphics card's) back; it ends too when the process that asked for it does.
    """

    def __init__(self, packed: bytes, module: str) -> None:
        _sweep()
        self._place = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._folder = unpack(packed, self._place)
        logging.getLogger().addHandler(logging.FileHandler(self._folder / LOG))
        self._watch = Watch(self._folder)
        self._work = threading.Thread(target=self._run, args=(module,), daemon=True)
        self._work.start()

    def news(self) -> News:
        """What happened since this was last asked; its `ended` is true once all of it is told."""
        ended = not self._work.is_alive()
        return self._watch.news(ended=ended)

    def clear(self) -> None:
        """Leave nothing on this computer; the process can be killed then."""
        shutil.rmtree(self._place, ignore_errors=True)

    def _run(self, module: str) -> None:
        try:
            importlib.import_module(module).main(self._folder)
        except Exception as error:
            logging.getLogger(__name__).exception("the job died without a last word")
            where = f"The computer {socket.gethostname()} of the class's cluster"
            report(self._folder, "failed", message=f"{where} could not do this: {error}")


def _sweep() -> None:
    """Remove what jobs left behind whose processes were killed."""
    for place in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = place.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(place, ignore_errors=True)
