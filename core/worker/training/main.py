"""The process of a fine-tune or an lr_find: `python -m core.worker.training.main FOLDER`.

It reads spec.json, appends to events.jsonl and leaves artefacts. It talks to nobody, so it does
not mind when the server that started it goes away.
"""

import importlib
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from core.content import says
from core.jobs.queue.events import REMARK, RESUMED, last_event, report, stop_requested
from core.jobs.queue.worker_process import Heartbeat, is_mine
from core.project.disk_full import drop_drafts, is_disk_full, make_room
from core.project.places import without_places
from core.training.finetune.resume import saved_epoch
from core.training.finetune.settings import CannotFineTune, FineTuneSpec
from core.worker.training.device import is_out_of_memory
from core.worker.training.pretrained_weights import allow_the_download, needs_a_download
from core.worker.training.still_there import with_what_is_there

NICENESS = 5

log = logging.getLogger(__name__)


def main(folder: Path) -> None:
    """Do the job of `folder`, and say in its log how it ended."""
    if not is_mine(folder):
        return
    _be_polite()

    def say(kind: str, **details: Any) -> None:
        report(folder, kind, **details)

    _take_up(folder, say)
    say("note", message=says("worker", "loading"))
    try:
        _fine_tune(folder, say)
    except Exception as error:
        log.exception("The fine-tune failed")
        drop_drafts(folder)
        say("failed", message=_failure_sentence(error, folder))


def preload() -> None:
    """Import what every job needs: a template process does it before there is a job. Nothing of it
    is imported with this module, which the supervisor looks into."""
    importlib.import_module("core.worker.torchvision_ops").import_fastai()
    importlib.import_module("core.worker.training.fine_tune")
    importlib.import_module("core.worker.training.lr_find")


def _take_up(folder: Path, say: Any) -> None:
    """Go on where a process died that was at this job before."""
    before = last_event(folder)
    drop_drafts(folder)
    if before is not None and before["event"] != RESUMED:
        say(RESUMED, epoch=saved_epoch(folder))
        say(REMARK, message=says("worker", "started_again"))


def _fine_tune(folder: Path, say: Any) -> None:
    spec = FineTuneSpec.read(folder)
    if needs_a_download(spec.settings):
        allow_the_download()
    preload()
    from fastai.callback.core import CancelFitException

    beat = Heartbeat(folder)
    try:
        results = _job(spec)(folder, say)
    except CancelFitException:
        say("stopped")
        return
    finally:
        beat.stop()
    say("stopped") if stop_requested(folder) else say("finished", results=results)


def _job(spec: FineTuneSpec) -> Callable[[Path, Any], dict[str, Any]]:
    """What this kind of job does between its order and its results."""
    from core.worker.training import fine_tune as fastai_run
    from core.worker.training import lr_find as lr_find_run
    from core.worker.training.still_there import again_with_half_the_batch

    run = {"finetune": fastai_run.run, "lr_find": lr_find_run.run}[spec.kind]
    return partial(with_what_is_there, partial(again_with_half_the_batch, run), spec)


def _failure_sentence(error: Exception, folder: Path) -> str:
    """One sentence for the learner; the traceback is in worker.log."""
    if is_out_of_memory(error):
        return says("worker", "out_of_memory")
    if is_disk_full(error, folder):
        return make_room("go_on")
    if isinstance(error, CannotFineTune):
        return str(error)
    said = without_places(str(error))
    return says("worker", "training_failed", kind=type(error).__name__, said=said)


def _be_polite() -> None:
    """Clicks on pages come first."""
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(Path(sys.argv[1]))
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)  # taking torch apart takes seconds, and the next job waits for its memory
