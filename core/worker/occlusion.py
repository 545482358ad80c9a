"""Where a model looked: parts of a picture are covered, and its answer is asked for again.

Runs in the warm worker only (captum imports torch). The model itself is asked through ONNX
Runtime, as for a prediction: nothing is unpickled, and every architecture can be asked.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.jobs.queue.environment import usable_cores
from core.production.predictor import Predictor, load_predictor
from core.project.project import Project

PARTS = 8  # the answer is a grid of 8 × 8; a covered patch is two parts wide and high
COVERED = 0.0  # mid-grey, once a picture is normalised

Floats = NDArray[np.float32]


def where_it_looked(request: dict[str, Any]) -> dict[str, Any]:
    """For `request["run"]` of the project at `request["project"]`, the picture at
    `request["picture"]` and the class number `request["target"]`: {"sure": the probability of that
    class, "drops": 8 × 8 numbers}.

    A drop is how much probability the class loses, on average, while a grey patch over that part
    of the picture is there; negative where covering makes it surer.
    """
    model = load_predictor(Project.open(Path(request["project"])), request["run"])
    with Image.open(request["picture"]) as image:
        seen = model.preprocess(image)
    sure = float(model.ask(seen[None])[0, request["target"]])
    return {"sure": sure, "drops": _drops(model, seen, request["target"]).tolist()}


def _drops(model: Predictor, seen: Floats, target: int) -> Floats:
    import torch
    from captum.attr import Occlusion

    step = -(-seen.shape[-1] // PARTS)
    with ThreadPoolExecutor(usable_cores()) as pool, torch.inference_mode():
        covered = Occlusion(_on_all_cores(model.ask, pool)).attribute(
            torch.from_numpy(seen[None]),
            sliding_window_shapes=(len(seen), 2 * step, 2 * step),
            strides=(len(seen), step, step),
            baselines=COVERED,
            target=target,
            perturbations_per_eval=PARTS * PARTS,
        )
        drops: Floats = torch.nn.functional.adaptive_avg_pool2d(covered[:, :1], PARTS)[0, 0].numpy()
    return drops


def _on_all_cores(ask: Callable[[Floats], Floats], pool: ThreadPoolExecutor) -> Any:
    """`ask` for tensors: the batch is cut into small pieces, asked side by side."""
    import torch

    def forward(batch: Any) -> Any:
        pieces = np.array_split(batch.numpy(), max(1, len(batch) // 4))
        return torch.from_numpy(np.concatenate(list(pool.map(ask, pieces))))

    return forward
