"""Hints in the making: searched for in a thread, so that no click waits for them."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from core.curation.labels.suspicion import Hint, Kind, all_looked_at, find_hints
from core.project.project import Project
from core.project.records import RunRecord

PATIENCE = 0.15  # seconds that a page waits at once: small sets are searched in less
_KEPT = 24

Hints = dict[str, Hint]

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_pool = ThreadPoolExecutor(1, "hints")  # one search at a time: the other cores answer clicks
_jobs: OrderedDict[Hashable, Future[Hints]] = OrderedDict()


class HintsFailed(Exception):
    """The search broke off; the text is for the learner, the server's log has the details."""


def hints_so_far(
    project: Project, run: RunRecord, kind: Kind, patience: float = PATIENCE
) -> Hints | None:
    """The hints of one kind as the dataset stands now; None while they are searched for.

    Raises HintsFailed; the next call then searches again.
    """
    seen = kind in ("label", "odd") and all_looked_at(project, run)
    key = (str(project.path), run.id, kind, project.changed(), seen)
    job = _started(key, project, run, kind)
    try:
        return job.result(timeout=patience)
    except NotYet:
        return None
    except Exception as error:
        _log.exception("A search for %s hints failed", kind)
        with _lock:
            _jobs.pop(key, None)
        raise HintsFailed("This search broke off. Choose it again to search once more.") from error


def _started(key: Hashable, project: Project, run: RunRecord, kind: Kind) -> Future[Hints]:
    with _lock:
        if key not in _jobs:
            _jobs[key] = _pool.submit(find_hints, project, run, kind)
        _jobs.move_to_end(key)
        while len(_jobs) > _KEPT:
            _jobs.popitem(last=False)[1].cancel()
        return _jobs[key]
