"""The fine-tune of a run's order as a learner would write it: no events, no stop, no checkpoints.

    python -m bench.plain_fine_tune RUN_FOLDER

Timed from the pictures to the trained learner, imports aside. Prints one JSON line.
"""

import json
import os
import sys
import time
from pathlib import Path

from core.training.finetune.settings import FineTuneSpec
from core.worker.datablock import dataloaders
from core.worker.training.build_learner import learner
from core.worker.training.main import NICENESS

# isort: split
import fastai.callback.progress
import fastai.callback.schedule  # noqa: F401  gives learners fine_tune
from fastai.torch_core import set_seed


def main() -> None:
    """Train, judge, print."""
    spec = FineTuneSpec.read(Path(sys.argv[1]))
    settings = spec.settings
    os.nice(NICENESS)  # as the app's worker is: the two get the same share of the machine
    set_seed(settings.seed)
    started, cpu_started = time.perf_counter(), time.process_time()
    dls = dataloaders(spec.recipe, spec.items(), spec.vocab, bs=spec.bs)
    learn = learner(dls, settings)
    with learn.no_bar(), learn.no_logging():
        learn.fine_tune(settings.epochs, settings.lr, freeze_epochs=settings.freeze_epochs)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    accuracy = 1 - float(learn.recorder.values[-1][2])
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "accuracy": accuracy}))


if __name__ == "__main__":
    main()
