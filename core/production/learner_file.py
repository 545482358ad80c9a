"""Getting export.pkl ready behind the page's back: the warm worker writes it, a thread waits."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.jobs.warm import WorkerFailed, warm_worker
from core.production.run_files import EXPORT, MISSING, model_labels
from core.project.project import Project
from core.project.records import RunRecord

TIMEOUT_S = 180.0
GONE = (
    "A saved project brings no export.pkl along: opening a pickle runs the code inside it. "
    "Fine-tune again to get a new one."
)


@dataclass(frozen=True)
class LearnerFile:
    """Where a run's export.pkl stands; `message` is a sentence when it failed, `seconds` how
    long it has been preparing. "gone" is a fine-tune's that cannot be made again."""

    state: Literal["absent", "preparing", "ready", "failed", "gone"]
    path: Path
    message: str = ""
    seconds: float = 0.0


_lock = threading.Lock()
_preparing: dict[Path, float] = {}  # when each was asked for
_failures: dict[Path, str] = {}


def learner_file(project: Project, run: RunRecord) -> LearnerFile:
    """Whether the run's export.pkl is there; costs nothing, ask as often as you like."""
    path = project.runs.folder(run.id) / EXPORT
    with _lock:
        if path in _preparing:
            waited = time.monotonic() - _preparing[path]
            return LearnerFile("preparing", path, seconds=waited)
        if path.exists():
            return LearnerFile("ready", path)
        failure = _failures.get(path, "")
    if run.kind == "finetune":
        return LearnerFile("gone", path, GONE)
    return LearnerFile("failed" if failure else "absent", path, failure)


def prepare_learner_file(project: Project, run: RunRecord) -> None:
    """Have the run's export.pkl written; returns at once. Asking twice prepares it once."""
    path = project.runs.folder(run.id) / EXPORT
    with _lock:
        if path in _preparing or path.exists():
            return
        _preparing[path] = time.monotonic()
        _failures.pop(path, None)
    threading.Thread(target=_prepare, args=(project, run, path), daemon=True).start()


def _prepare(project: Project, run: RunRecord, path: Path) -> None:
    failure = ""
    try:
        model_labels(project, run)
        warm_worker().ask("export_quick", timeout=TIMEOUT_S, folder=str(path.parent))
    except WorkerFailed as error:
        failure = str(error)
    except (OSError, KeyError, ValueError):
        failure = MISSING
    finally:
        with _lock:
            _preparing.pop(path, None)
            if failure:
                _failures[path] = failure
