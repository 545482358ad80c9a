"""A finished fine-tune without a training: its network is a small one."""

from core.project.project import Project
from core.project.records import RunRecord
from core.vision.model_labels import ModelLabels
from core.vision.preprocess import Preprocess
from tests.core.production.graphs import whole_model

VOCAB = ["bär", "fox", "none"]


def tuned_run(
    project: Project, preprocess: Preprocess, vocab: list[str] | None = None
) -> RunRecord:
    """The run, with model.onnx and labels.json as a fine-tune leaves them."""
    vocab = vocab or VOCAB
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    folder = project.runs.folder(run.id)
    whole_model(folder / "model.onnx", preprocess.size, len(vocab))
    (folder / "labels.json").write_text(
        ModelLabels.of(vocab, preprocess).to_json(), encoding="utf-8"
    )
    return project.runs.update(run.id, status="finished")
