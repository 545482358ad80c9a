"""One at a time: giving a class another name everywhere, and holding a moment of a project to save.

A name stands in tables and in files of runs, which no transaction of the database covers together.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_locks: defaultdict[Path, threading.RLock] = defaultdict(threading.RLock)


@contextmanager
def names_held(project: Path) -> Iterator[None]:
    """No class of the project in this folder gets another name meanwhile, in this process."""
    with _locks[project]:
        yield
