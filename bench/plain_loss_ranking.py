"""How a learner of the chapter would look for wrong labels: `fine_tune(1)`, then top losses.

    python -m bench.plain_loss_ranking ORDER.json

The order is that of `bench.plain_fastai`. Prints one JSON line: `ranked`, the rows of the order's
`train` by their loss, highest first, as `Interpretation` gives them.
"""

import json
import sys
from pathlib import Path

from bench.plain_fastai import learner

# isort: split
from fastai.vision.all import ClassificationInterpretation, set_seed


def main() -> None:
    """Train as ordered, rank, print."""
    order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    set_seed(42, reproducible=True)
    learn = learner(order)
    with learn.no_bar(), learn.no_logging():
        learn.fine_tune(1)
        interpretation = ClassificationInterpretation.from_learner(learn, ds_idx=0)
        rows = interpretation.top_losses()[1]
    print(json.dumps({"ranked": [int(row) for row in rows]}))


if __name__ == "__main__":
    main()
