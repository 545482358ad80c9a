"""What the printed training code builds, and what the app builds; in a process of its own, in a
folder with cases.json and the saved project: facts.json comes out. Nothing is trained: what would
be is noted.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.with_fastai import ROOT, run_with_fastai


def printed_and_run(folder: Path, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each case (`code` and its `spec`) the facts of both: {"printed": …, "run": …}."""
    (folder / "cases.json").write_text(json.dumps(cases))
    code = "from tests.core.vision import printed_and_run as here; here.main()"
    done = run_with_fastai(code, folder=folder, path=[ROOT])
    assert done.returncode == 0, done.stderr[-3000:]
    facts: list[dict[str, Any]] = json.loads((folder / "facts.json").read_text())
    return facts


def main() -> None:
    """Note the facts of the cases in the folder it runs in."""
    from fastai.vision.all import Learner

    fits: list[Any] = []
    Learner.fit_one_cycle = lambda self, *args, **kwargs: fits.append(_schedule(args, kwargs))
    Learner.export = lambda self, *args: None
    cases = json.loads(Path("cases.json").read_text())
    facts = [
        {"printed": _printed(case["code"], fits), "run": _run(case["spec"], fits)} for case in cases
    ]
    Path("facts.json").write_text(json.dumps(facts))


def _printed(code: str, fits: list[Any]) -> dict[str, Any]:
    fits.clear()
    names: dict[str, Any] = {}
    exec(compile(code, "printed", "exec"), names)
    return _facts(names["learn"], names.get("small"), fits)


def _run(spec: dict[str, Any], fits: list[Any]) -> dict[str, Any]:
    from fastai.vision.all import set_seed

    from core.training.finetune.settings import FineTuneSpec
    from core.worker.training.build_learner import build_learner, small_dataloaders
    from core.worker.training.resumable_fine_tune import fine_tune

    order = FineTuneSpec.model_validate(spec)
    fits.clear()
    set_seed(order.settings.seed)
    learn, bs = build_learner(order, lambda *args, **kwargs: None)
    small = small_dataloaders(order, bs) if order.settings.small_size else None
    fine_tune(learn, order.settings, [])
    return _facts(learn, small, fits)


def _facts(learn: Any, small: Any, fits: list[Any]) -> dict[str, Any]:
    body = learn.model[0].state_dict()
    return {
        "data": _data(learn.dls),
        "small": _data(small) if small else None,
        "body": [len(body), _digest(body.values())],
        "head": [str(layer) for layer in learn.model[1]],
        "callbacks": sorted(
            type(cb).__name__ for cb in learn.cbs if type(cb).__name__ != "SmallFirst"
        ),
        "metrics": [metric.name for metric in learn.metrics],
        "fits": list(fits),
    }


def _data(dls: Any) -> dict[str, Any]:
    from fastai.vision.all import set_seed

    set_seed(3)
    return {
        "train": _pictures(dls.train_ds),
        "valid": _pictures(dls.valid_ds),
        "vocab": list(dls.vocab),
        "bs": dls.train.bs,
        "one batch": _digest(dls.train.one_batch()),
        "valid batch": _digest(dls.valid.one_batch()),
    }


def _pictures(dataset: Any) -> list[list[str]]:
    return [[Path(row.path).stem, row.label] for row in dataset.items.itertuples()]


def _digest(tensors: Any) -> str:
    digest = hashlib.sha256()
    for tensor in tensors:
        digest.update(tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()


def _schedule(args: Any, kwargs: Any) -> list[Any]:
    """Epochs, learning rates, and the shape of the cycle: what decides how weights change."""
    epochs, rate = args
    shape = {name: round(kwargs[name], 9) for name in ("pct_start", "div") if name in kwargs}
    rates = [round(float(r), 12) for r in (rate.start or 0, rate.stop)]
    return [epochs, rates, shape]
