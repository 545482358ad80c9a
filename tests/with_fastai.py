"""Processes that have fastai and nothing of this app, as somebody has who takes a model along.

Importing fastai takes seconds of a core. So one process imports it (`python -I`: it cannot find
this app), and each script runs in a fork of it: in a process of its own, with its own folder, words
and environment, of which nothing is left for the next.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OPERATORS = ROOT / "core" / "worker" / "torchvision_ops.py"
STANDS_READY = """
import json, os, runpy, sys, traceback

def run(asked):
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, name in enumerate(("in", "out", "err")):
        opened = os.open(asked[name], os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
    sys.argv = ["-c", *asked["words"]]
    sys.path[:0] = ["", *asked["path"]]
    exec(compile(asked["code"], "script", "exec"), {"__name__": "__main__"})

def forked(asked):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = 1
    try:
        run(asked)
        ended = 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended)

runpy.run_path(sys.argv[1])["import_fastai"]()
import fastai.vision.all
for line in sys.stdin:
    print(forked(json.loads(line)), flush=True)
"""


def run_with_fastai(
    code: str, *words: str | Path, folder: Path, path: Sequence[Path] = ()
) -> subprocess.CompletedProcess[str]:
    """What `python -c code words` does in that folder where fastai is: how it ended and what it
    said. `path` are the folders that it finds modules in, beside its own and what is installed."""
    asked = {
        "code": code,
        "words": list(map(str, words)),
        "folder": str(folder),
        "path": list(map(str, path)),
        "environment": dict(os.environ),
        "in": os.devnull,
        "out": str(folder / "said.out"),
        "err": str(folder / "said.err"),
    }
    for name in ("out", "err"):
        Path(asked[name]).unlink(missing_ok=True)
    process = _template()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    ended = process.stdout.readline()
    out, err = (Path(asked[name]) for name in ("out", "err"))
    said = [file.read_text(encoding="utf-8") if file.exists() else "" for file in (out, err)]
    return subprocess.CompletedProcess(code, int(ended or -1), *said)


@cache
def _template() -> subprocess.Popen[str]:
    """It ends with this process: then its stdin does."""
    return subprocess.Popen(
        [sys.executable, "-I", "-c", STANDS_READY, str(OPERATORS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
