"""Processes that have fastai already: forks, which need not import it.

Workers from nothing are started in tests/browser, test_ray.py and test_warm.py.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.jobs.queue import supervisor, worker_process
from core.jobs.queue.environment import worker_environment
from core.training.finetune.finetune import WORKER
from tests.forks import Forked, Template

ROOT = Path(__file__).parent.parent
OPERATORS = ROOT / "core" / "worker" / "torchvision_ops.py"
FASTAI = Template(
    "with_fastai",
    """
import runpy, sys
runpy.run_path(sys.argv[2])["import_fastai"]()
import fastai.callback.progress, fastai.vision.all, pydantic, yaml
""",
    [str(OPERATORS), supervisor.MODULE],  # the last tells: a fork is a supervisor of this code
)
FROM_NOTHING = worker_process.launch
"""How the app starts a worker."""
MODULE = """
import runpy, sys
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
ALONE = f"""
import os
os.environ.pop("JPY_PARENT_PID", None)  # a kernel would end where it is not the child of this one
{MODULE}
"""
SUPERVISOR = f"""
from core.jobs.queue import worker_process
from tests.with_fastai import launch_with_fastai
worker_process.launch = launch_with_fastai
{MODULE}
"""


def command_with_fastai(module: str) -> list[str]:
    """What `python -m module` does, where fastai is."""
    return FASTAI.command(MODULE, module)


@contextmanager
def kernel_with_fastai() -> Iterator[str]:
    """The name of a Jupyter kernel that has fastai."""
    start = FASTAI.command(ALONE, "ipykernel_launcher")
    told = {"argv": [*start, "-f", "{connection_file}"], "display_name": "-", "language": "python"}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = Path(folder, "kernels", "with-fastai")
        place.mkdir(parents=True)
        Path(place, "kernel.json").write_text(json.dumps(told), encoding="utf-8")
        patch.setenv("JUPYTER_PATH", folder)
        yield place.name


def run_with_fastai(
    code: str, *words: str | Path, folder: Path, path: Sequence[Path] = ()
) -> subprocess.CompletedProcess[str]:
    """What `python -c code words` does in that folder where fastai is: how it ended and what it
    said. `path` are the folders that it finds modules in, beside its own and what is installed."""
    out, err = folder / "said.out", folder / "said.err"
    for file in (out, err):
        file.unlink(missing_ok=True)
    ended = FASTAI.fork(code, words, folder, path, os.environ, out, err).wait()
    said = [file.read_text(encoding="utf-8") if file.exists() else "" for file in (out, err)]
    return subprocess.CompletedProcess(code, ended, *said)


def launch_with_fastai(
    module: str, folder: Path, arguments: Sequence[str] = ()
) -> Forked | subprocess.Popen[bytes]:
    """What `worker_process.launch` does, where fastai is: a supervisor of fine-tunes, which starts
    its workers so, too, and needs no template of its own. Other jobs start as they always do."""
    if WORKER not in (module, *arguments):
        return FROM_NOTHING(module, folder, arguments)
    worker_process.forget_lease(folder)
    handed_down = {"DRIVETRAIN_NO_TEMPLATE": "1", FASTAI.variable: str(FASTAI.address)}
    environment = {**worker_environment(), **handed_down}
    code = SUPERVISOR if module == supervisor.MODULE else MODULE
    log = folder / worker_process.OUTPUT
    words = (module, folder, *arguments)
    begun = FASTAI.fork(code, words, ROOT, [ROOT], environment, log, log)
    worker_process.note_launched(folder, begun.pid)
    return begun
