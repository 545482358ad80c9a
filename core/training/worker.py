"""The process of one fine-tune: `python -m core.training.worker RUN_FOLDER`.

It reads spec.json, appends to events.jsonl and leaves artefacts. It talks to nobody, so it does
not mind when the server that started it goes away.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
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

    from core.training.fastai_run import run

    try:
        results = run(FineTuneSpec.read(folder), folder, say)
    except CancelFitException:
        say("stopped")
        return
    say("stopped") if stop_requested(folder) else say("finished", results=results)


def _in_words(error: Exception) -> str:
    """One sentence for the learner; the traceback is in worker.log."""
    if is_out_of_memory(error):
        return OUT_OF_MEMORY
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
