"""What was freed goes back to the system; measured in a process of its own."""

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


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc that holds on to it")
def test_what_was_freed_goes_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FREED],
        cwd=REPOSITORY,
        env=worker_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 50 * 2**20
