"""How soon a turned knob shows new pictures: `python -m bench.augment_preview DIR`.

DIR holds pictures. Asks the warm worker, as the page does, for 8 draws of one picture at 224 px:
each augmentation at three strengths, and the whole recipe, each with a new seed so that nothing is
cached. Beside it, as a reference, the same transforms in plain fastai in this process, without
worker, JPEG or JSON. Prints one JSON line: cold_s (until the worker is awake), pictures, knobs,
p50_ms, p95_ms, slowest (which augmentation, median ms), reference_p50_ms, reference_p95_ms, cores.
"""

import argparse
import base64
import json
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from core.jobs.queue.environment import usable_cores
from core.vision.augment.augmentations import CATALOGUE
from core.vision.recipe import Recipe
from ui.parts.worker_answer import warm_worker

DRAWS, ROUNDS = 8, 2


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    paths = sorted(parser.parse_args().folder.rglob("*.jpg"))[:4]
    started = time.perf_counter()
    warm_worker().ask("draws", timeout=300, **request("all", Recipe(), paths, 0))
    cold = time.perf_counter() - started
    took: dict[str, list[float]] = defaultdict(list)
    plain: list[float] = []
    for number, (name, recipe) in enumerate(knobs()):
        took[name].append(answered(request(name, recipe, paths, number + 1)))
        plain.append(reference(recipe, paths[number % len(paths)]))
    print(json.dumps({"cold_s": round(cold, 1), **figures(took, plain), "cores": usable_cores()}))


def knobs() -> list[tuple[str, Recipe]]:
    """Every augmentation at a mild, a strong and its last strength, and all of fastai's at once."""
    recipe = Recipe()
    turned = [
        (one.key, one.alone(recipe, strength))
        for one in CATALOGUE
        for strength in (one.usual, one.steps[-2], one.steps[-1])
    ]
    return (turned + [("all", Recipe(noise=0.1, blur=1.0, max_hue=0.1))] * 3) * ROUNDS


def request(name: str, recipe: Recipe, paths: list[Path], seed: int) -> dict[str, Any]:
    """What the page sends."""
    return {
        "recipe": recipe.model_dump(),
        "path": str(paths[seed % len(paths)]),
        "count": DRAWS,
        "seed": seed,
        "steady": name not in ("all", "crop"),
        "partners": [[str(path), "other"] for path in paths],
    }


def answered(asked: dict[str, Any]) -> float:
    """Milliseconds from the question until the bytes of eight pictures are there."""
    started = time.perf_counter()
    answer = warm_worker().ask("draws", **asked)
    pictures = [base64.b64decode(picture) for picture in answer["pictures"]]
    assert len(pictures) == DRAWS
    return 1000 * (time.perf_counter() - started)


def reference(recipe: Recipe, path: Path) -> float:
    """Milliseconds of the transforms alone, from the file, in plain fastai."""
    from core.worker.datablock import batch_transforms, item_transform

    # isort: split
    from fastai.vision.all import IntToFloatTensor, PILImage, Pipeline, ToTensor, torch

    started = time.perf_counter()
    picture = PILImage.create(path)
    load = Pipeline([item_transform(recipe), ToTensor()], split_idx=0)
    batch = torch.stack([load(picture) for _ in range(DRAWS)])
    Pipeline([IntToFloatTensor(), *batch_transforms(recipe)], split_idx=0)(batch)
    return 1000 * (time.perf_counter() - started)


def figures(took: dict[str, list[float]], plain: list[float]) -> dict[str, Any]:
    """Medians and 95th percentiles, in milliseconds."""
    times = [one for several in took.values() for one in several]
    medians = {name: statistics.median(several) for name, several in took.items()}
    slowest = max(medians, key=medians.__getitem__)
    return {
        "pictures": DRAWS,
        "knobs": len(times),
        "p50_ms": round(statistics.median(times)),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1]),
        "slowest": {slowest: round(medians[slowest])},
        "reference_p50_ms": round(statistics.median(plain)),
        "reference_p95_ms": round(statistics.quantiles(plain, n=20)[-1]),
    }


if __name__ == "__main__":
    main()
