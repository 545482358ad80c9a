"""Processes that have fastai already, for tests that need one.

Importing fastai takes four seconds of a core. So one process imports it for the whole run of the
tests (`python -I`: it cannot find this app), and what is asked for runs in a fork of it: in a
process of its own, with its own folder, words and environment, of which nothing is left for the
next. Workers from nothing are started in tests/browser, test_ray.py and test_warm.py.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import psutil
from filelock import FileLock

from core.jobs.queue import supervisor, worker_process
from core.jobs.queue.environment import worker_environment
from core.training.finetune.finetune import WORKER

ROOT = Path(__file__).parent.parent
OPERATORS = ROOT / "core" / "worker" / "torchvision_ops.py"
ADDRESS = "DRIVETRAIN_TESTS_WITH_FASTAI"
"""In the environment: the socket of the process that has fastai."""
STANDS_READY = """
import json, os, runpy, select, signal, socket, sys, traceback

def run(asked, files):
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, name in enumerate(("in", "out", "err")):
        how = os.O_RDWR | os.O_CREAT | os.O_APPEND
        opened = files.pop(0) if files else os.open(asked[name], how)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["-c", *asked["words"]]
    sys.path[:0] = ["", *asked["path"]]
    exec(compile(asked["code"], "script", "exec"), {"__name__": "__main__"})

def answer(caller):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    listening.close()
    os.setsid()
    words, files, *_ = socket.recv_fds(caller, 2**16, 3)
    while not words.endswith(b"\\n"):
        words += caller.recv(2**16)
    caller.sendall(f"{os.getpid()}\\n".encode())
    ended = 1
    try:
        run(json.loads(words), files)
        ended = 0
    except SystemExit as end:
        ended = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    caller.sendall(f"{ended}\\n".encode())
    os._exit(ended)

listening = socket.socket(fileno=int(sys.argv[2]))
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks that ended are gone at once
runpy.run_path(sys.argv[1])["import_fastai"]()
import fastai.callback.progress, fastai.vision.all, pydantic, yaml
while True:
    if listening not in select.select([sys.stdin, listening], [], [])[0]:
        break  # stdin was closed: who started this is gone
    caller, _ = listening.accept()
    if not os.fork():
        answer(caller)
    caller.close()
for file in (listening.getsockname(), listening.getsockname() + ".lock"):
    if os.path.exists(file):
        os.unlink(file)
"""
FROM_NOTHING = worker_process.launch
"""How the app starts a worker."""
MODULE = """
import runpy, sys
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
SUPERVISOR = f"""
from core.jobs.queue import worker_process
from tests.with_fastai import launch_with_fastai
worker_process.launch = launch_with_fastai
{MODULE}
"""


STANDS_FOR_IT = """
import json, os, socket, sys
address, code, *words = sys.argv[1:]
caller = socket.socket(socket.AF_UNIX)
try:
    caller.connect(address)
except OSError:
    os.execv(sys.executable, [sys.executable, "-m", *words])
here = os.getcwd()
asked = {"code": code, "words": words, "folder": here, "path": [here]}
asked["environment"] = dict(os.environ)
socket.send_fds(caller, [json.dumps(asked).encode() + b"\\n"], [0, 1, 2])
os.close(0)
said = caller.makefile()
said.readline()
sys.exit(int(said.readline() or -1))
"""


def command_with_fastai(module: str) -> list[str]:
    """What `python -m module` does, where fastai is: a process that lends its stdin, stdout and
    stderr to a fork. Where no test has needed such a fork yet, it is that command itself."""
    address = str(_address())
    return [sys.executable, "-I", "-S", "-c", STANDS_FOR_IT, address, MODULE, module]


class Forked:
    """A process that has fastai; its pid is known at once, its end when it comes."""

    def __init__(self, caller: socket.socket, asked: dict[str, object]) -> None:
        self._said = caller.makefile()
        caller.sendall(json.dumps(asked).encode() + b"\n")
        self.pid = int(self._said.readline())

    def wait(self) -> int:
        """How it ended, as `Popen.wait` says it; -1 where it was killed, or ended at once."""
        return int(self._said.readline() or -1)

    def poll(self) -> int | None:
        """None while it lives."""
        return None if psutil.pid_exists(self.pid) else 0


def run_with_fastai(
    code: str, *words: str | Path, folder: Path, path: Sequence[Path] = ()
) -> subprocess.CompletedProcess[str]:
    """What `python -c code words` does in that folder where fastai is: how it ended and what it
    said. `path` are the folders that it finds modules in, beside its own and what is installed."""
    out, err = folder / "said.out", folder / "said.err"
    for file in (out, err):
        file.unlink(missing_ok=True)
    begun = _begin(code, words, folder, path, dict(os.environ), {"out": out, "err": err})
    ended = begun.wait()
    said = [file.read_text(encoding="utf-8") if file.exists() else "" for file in (out, err)]
    return subprocess.CompletedProcess(code, ended, *said)


def launch_with_fastai(
    module: str, folder: Path, arguments: Sequence[str] = ()
) -> "Forked | subprocess.Popen[bytes]":
    """What `worker_process.launch` does, where fastai is: a supervisor of fine-tunes, which starts
    its workers so, too, and needs no template of its own. Other jobs start as they always do."""
    if WORKER not in (module, *arguments):
        return FROM_NOTHING(module, folder, arguments)
    worker_process.forget_lease(folder)
    environment = {
        **worker_environment(),
        "DRIVETRAIN_NO_TEMPLATE": "1",
        ADDRESS: str(_address()),
    }
    code = SUPERVISOR if module == supervisor.MODULE else MODULE
    log = folder / worker_process.OUTPUT
    words = (module, folder, *arguments)
    begun = _begin(code, words, ROOT, [ROOT], environment, {"out": log, "err": log})
    worker_process.note_launched(folder, begun.pid)
    return begun


def _begin(
    code: str,
    words: Sequence[str | Path],
    folder: Path,
    path: Sequence[Path],
    environment: dict[str, str],
    files: dict[str, Path],
) -> Forked:
    asked = {
        "code": code,
        "words": list(map(str, words)),
        "folder": str(folder),
        "path": list(map(str, path)),
        "environment": environment,
        "in": os.devnull,
        **{name: str(file) for name, file in files.items()},
    }
    try:
        return Forked(_caller(), asked)
    except (OSError, ValueError):  # it has ended this very moment, with who started it
        return Forked(_caller(), asked)


def _caller() -> socket.socket:
    """A line to the process that has fastai; where there is none, one is started for all."""
    address = _address()
    with FileLock(f"{address}.lock"):
        caller = socket.socket(socket.AF_UNIX)
        try:
            caller.connect(str(address))
        except OSError:
            address.unlink(missing_ok=True)
            _template(address)
            caller.connect(str(address))
    return caller


@cache
def _address() -> Path:
    """The same for all processes of one run of the tests."""
    if given := os.environ.get(ADDRESS):
        return Path(given)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    return Path(tempfile.gettempdir(), f"with-fastai-{run}")


_templates: list[subprocess.Popen[bytes]] = []


def _template(address: Path) -> None:
    """It ends with this process: then its stdin does. `supervisor.MODULE` among its words tells
    that a fork of it is a supervisor of this code, not of an older one."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(address))
        listening.listen(64)
        words = [str(OPERATORS), str(listening.fileno()), supervisor.MODULE]
        _templates.append(
            subprocess.Popen(
                [sys.executable, "-I", "-c", STANDS_READY, *words],
                stdin=subprocess.PIPE,
                pass_fds=[listening.fileno()],
            )
        )
