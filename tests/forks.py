"""Processes that have their libraries already, for tests that need many.

Importing fastai takes four seconds of a core, what a server rests on three. So one process imports
it for the whole run of the tests (`python -I`: it cannot find this app), and what is asked for runs
in a fork of it: in a process of its own, with its own folder, words and environment, of which
nothing is left for the next.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import psutil
from filelock import FileLock

FORKS = """
import json, os, select, signal, socket, sys, traceback

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

listening = socket.socket(fileno=int(sys.argv[1]))
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks that ended are gone at once
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


class Forked:
    """A fork; its pid is known at once, its end when it comes."""

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


class Template:
    """The process that has `libraries` (code that imports them, and may read `words` from
    `sys.argv[2]` on). It begins with the first fork that is asked for, and ends with whoever asked;
    `variable` in an environment hands its address down."""

    def __init__(self, name: str, libraries: str, words: Sequence[str] = ()) -> None:
        self.variable = f"DRIVETRAIN_TESTS_{name.upper()}"
        self._name, self._code, self._words = name, libraries + FORKS, words
        self._own: list[subprocess.Popen[bytes]] = []

    @cached_property
    def address(self) -> Path:
        """Its socket: the same for all processes of one run of the tests."""
        if given := os.environ.get(self.variable):
            return Path(given)
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        return Path(tempfile.gettempdir(), f"{self._name}-{run}")

    def fork(
        self,
        code: str,
        words: Sequence[str | Path],
        folder: Path,
        path: Sequence[Path],
        environment: Mapping[str, str],
        out: Path,
        err: Path,
    ) -> Forked:
        """Run `code` in a fork, in that folder, with `words` as `sys.argv[1:]`; it finds modules in
        `path`, beside its own and what is installed, and says what it says into two files."""
        asked: dict[str, object] = {
            "code": code,
            "words": list(map(str, words)),
            "folder": str(folder),
            "path": list(map(str, path)),
            "environment": dict(environment),
            "in": os.devnull,
            "out": str(out),
            "err": str(err),
        }
        try:
            return Forked(self._caller(), asked)
        except (OSError, ValueError):  # it has ended this very moment, with who started it
            return Forked(self._caller(), asked)

    def command(self, code: str, module: str) -> list[str]:
        """What starts a process that lends its stdin, stdout and stderr to a fork that runs `code`.
        Where no test has needed such a fork yet, it is `python -m module`."""
        start = [sys.executable, "-I", "-S", "-c", STANDS_FOR_IT]
        return [*start, str(self.address), code, module]

    def _caller(self) -> socket.socket:
        """A line to it; where there is none, one is started for all."""
        with FileLock(f"{self.address}.lock"):
            caller = socket.socket(socket.AF_UNIX)
            try:
                caller.connect(str(self.address))
            except OSError:
                self.address.unlink(missing_ok=True)
                self._start()
                caller.connect(str(self.address))
        return caller

    def _start(self) -> None:
        """It ends with this process: then its stdin does."""
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.address))
            listening.listen(64)
            door = listening.fileno()
            command = [sys.executable, "-I", "-c", self._code, str(door), *self._words]
            own = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[door])
            self._own.append(own)
