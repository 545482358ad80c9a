"""The process of a fine-tune or an lr_find: `python -m core.training.worker FOLDER`.

It reads spec.json, appends to events.jsonl and leaves artefacts. It talks to nobody, so it does
not mind when the server that started it goes away.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from core.jobs.events import report
from core.jobs.local import stop_requested
from core.jobs.worker_process import is_mine
from core.training.device import is_out_of_memory
from core.training.finetune_settings import CannotFineTune, FineTuneSpec

NICENESS = 5
OUT_OF_MEMORY = (
    "The machine ran out of memory. Choose a smaller batch size or a smaller picture size on "
    "DataBlock, or close other programs."
)
DISK_FULL = "The disk is full. Free some space, then go on or start again."

log = logging.getLogger(__name__)


def main(folder: Path) -> None:
    """Do the job of `folder`, and say in its log how it ended."""
    if not is_mine(folder):
        return
    _be_polite()

    def say(kind: str, **details: Any) -> None:
        report(folder, kind, **details)

    say("note", message="Loading fastai")
    try:
        _fine_tune(folder, say)
    except Exception as error:
        log.exception("The fine-tune failed")
        say("failed", message=_in_words(error))


def _fine_tune(folder: Path, say: Any) -> None:
    from fastai.callback.core import CancelFitException

    try:
        results = _job(FineTuneSpec.read(folder))(folder, say)
    except CancelFitException:
        say("stopped")
        return
    say("stopped") if stop_requested(folder) else say("finished", results=results)


def _job(spec: FineTuneSpec) -> Callable[[Path, Any], dict[str, Any]]:
    """What this kind of job does between its order and its results."""
    from core.training import fastai_run, lr_find_run
    from core.training.out_of_memory import again_with_half_the_batch

    run = {"finetune": fastai_run.run, "lr_find": lr_find_run.run}[spec.kind]
    return partial(again_with_half_the_batch, run, spec)


def _in_words(error: Exception) -> str:
    """One sentence for the learner; the traceback is in worker.log."""
    if is_out_of_memory(error):
        return OUT_OF_MEMORY
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DISK_FULL
    if isinstance(error, CannotFineTune):
        return str(error)
    return f"The fine-tune ended with an error: {type(error).__name__}: {error}"


def _be_polite() -> None:
    """Clicks on pages come first."""
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(Path(sys.argv[1]))
