"""What a finished run has on disk: its labels, its head, its ONNX file, made when first asked for.

A fine-tune leaves labels.json, model.onnx and export.pkl itself; a quick run leaves only head.npz,
and the rest is derived from it.
"""

import json
from pathlib import Path

import numpy as np

from core.content import says
from core.project.disk import write_whole
from core.project.project import Project
from core.project.records import RunRecord
from core.training.quick.head import FILE as HEAD
from core.training.quick.head import Head
from core.vision.model_labels import OUTPUTS, ModelLabels
from core.vision.recipe import run_recipe

MISSING = says("predict", "model_files_missing")
NOT_TAKEN_OVER = says("predict", "model_fine_tune")
LABELS, ONNX, EXPORT = "labels.json", "model.onnx", "export.pkl"


def quick_head(folder: Path) -> Head:
    """The head in a quick run's folder; raises FileNotFoundError where there is none."""
    with np.load(folder / HEAD, allow_pickle=False) as stored:
        return Head(stored["coef"], stored["intercept"], json.loads(str(stored["vocab"])))


def model_labels(project: Project, run: RunRecord) -> ModelLabels:
    """The run's classes and picture preparation; also leaves them as labels.json in its folder."""
    path = project.runs.folder(run.id) / LABELS
    if not path.exists():
        labels = ModelLabels.of(quick_head(path.parent).vocab, run_recipe(run).preprocess())
        write_whole(path, labels.to_json().encode())
    return ModelLabels.read(path)


def model_onnx(project: Project, run: RunRecord) -> Path:
    """The run's whole model as one ONNX file: "image" in, "probabilities" out, and of a quick run
    "embedding" too.

    One of before is written again: it noted where on this machine its code lay, or gave less.
    """
    path = project.runs.folder(run.id) / ONNX
    made_here = (path.parent / HEAD).exists()
    if not path.exists() or (made_here and not _is_of_today(path)):
        write_whole(path, _joined(quick_head(path.parent)))
    return path


def _is_of_today(path: Path) -> bool:
    data = path.read_bytes()
    return OUTPUTS.encode() in data and b"site-packages" not in data


def _joined(head: Head) -> bytes:
    from core.production.head_onnx import join_head  # imports onnx, which no page needs to wait for
    from core.vision.backbone import backbone_path

    model = join_head(backbone_path(), head.coef, head.intercept)
    return bytes(model.SerializeToString())
