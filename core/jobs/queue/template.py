"""The template process: everything is imported, and a fork of it is a worker in 20 ms.

`python -m core.jobs.queue.template MODULE` reads job folders, one a line, from its stdin, and ends
with it. It never touches a GPU: a fork of a process that did could not use it.
"""

import importlib
import logging
import os
import runpy
import signal
import sys
from pathlib import Path
from types import ModuleType

from core.jobs.queue.worker_process import OUTPUT, note_launched


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
