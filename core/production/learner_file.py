"""Getting export.pkl ready behind the page's back: the warm worker writes it, a thread waits."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from core.content import says
from core.jobs.background import Background, Job
from core.jobs.warm import WarmWorker, WorkerFailed
from core.production.run_files import EXPORT, MISSING, model_labels
from core.project.project import Project
from core.project.records import RunRecord
from core.training.renamed_runs import OLD_NAMES

TIMEOUT_S = 180.0
GONE = says("predict", "no_export_pkl")


class CannotExport(Exception):
    """Files of the run are missing or damaged; the text says what to do."""


ASK = """\
from fastai.vision.all import *

learn = load_learner('export.pkl')                           # the file you downloaded
Path('read_photo.py').write_text(learn.read_photo, 'utf-8')  # it brings the app's reader of photos
from read_photo import read_photo

photo = PILImage.create(read_photo('photo.jpg'))             # upright, on white, in sRGB
category, index, probs = learn.predict(photo)
print(category, dict(zip(learn.dls.vocab, probs)))
"""
"""What the owner of an export.pkl runs: it sees a photo as the app does."""


@dataclass(frozen=True)
class LearnerFile:
    """Where a run's export.pkl stands; `message` is a sentence when it failed, `seconds` how
    long it has been preparing. "gone" is a fine-tune's that cannot be made again."""

    state: Literal["absent", "preparing", "ready", "failed", "gone"]
    path: Path
    message: str = ""
    seconds: float = 0.0


EXPORTS = Background[None]("learner file", sentences=(WorkerFailed, CannotExport))


def learner_file(project: Project, run: RunRecord) -> LearnerFile:
    """Whether the run's export.pkl is there; costs nothing, ask as often as you like."""
    path, export = project.runs.folder(run.id) / EXPORT, EXPORTS.progress(project, run.id)
    if export and export.state == "running":
        return LearnerFile("preparing", path, seconds=export.seconds)
    if path.exists() and may_leave(path):
        return LearnerFile("ready", path)
    if run.kind == "finetune" and not (path.exists() or (path.parent / OLD_NAMES).exists()):
        return LearnerFile("gone", path, GONE)
    if export and export.state == "failed":
        return LearnerFile("failed", path, export.message)
    return LearnerFile("absent", path)


def may_leave(path: Path) -> bool:
    """Whether an export.pkl is one of today: those of before name the workspace and its key."""
    stat = path.stat()
    return not _names_a_place(path, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _names_a_place(path: Path, _written: int) -> bool:
    data = path.read_bytes()
    return any(kind in data for kind in (b"PosixPath", b"WindowsPath"))


def prepare_learner_file(project: Project, run: RunRecord, worker: WarmWorker) -> None:
    """Have the run's export.pkl written; returns at once. Asking twice prepares it once."""
    folder = project.runs.folder(run.id)

    def work(_job: Job[None]) -> None:
        try:
            model_labels(project, run)
            what = "export_again" if run.kind == "finetune" else "export_quick"
            worker.ask(what, timeout=TIMEOUT_S, folder=str(folder))
        except (OSError, KeyError, ValueError) as error:
            raise CannotExport(MISSING) from error

    if learner_file(project, run).state in ("absent", "failed"):
        EXPORTS.start(project, work, about=run.id)
