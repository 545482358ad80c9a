"""What was freed goes back to the system, and what only workers need is not loaded beside them;
seen in a process of its own."""

import subprocess
import sys

import pytest

from core.jobs.queue.environment import REPOSITORY, worker_environment

FREED = """
import sys
import psutil
from core.jobs.queue.environment import give_memory_back, use_few_arenas
use_few_arenas()
pieces = [bytes(50_000) for _ in range(2_000)]
last = bytes(50_000)  # holds the top of the heap, so that nothing goes back by itself
del pieces
before = psutil.Process().memory_info().rss
give_memory_back()
sys.stdout.write(str(before - psutil.Process().memory_info().rss))
"""
STARTS_WORKERS = """
import sys
from core.jobs.queue.starter import Starter
from core.training.finetune.finetune import WORKER
Starter(WORKER)
sys.stdout.write(" ".join({"torch", "fastai", "torchvision"} & set(sys.modules)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc that holds on to it")
def test_what_was_freed_goes_back() -> None:
    assert int(said_by(FREED)) > 50 * 2**20


def test_the_supervisor_of_fine_tunes_loads_no_fastai_itself() -> None:
    assert said_by(STARTS_WORKERS) == ""


def said_by(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env=worker_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
