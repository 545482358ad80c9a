"""How large a run's model is: bytes on disk, numbers in it, and how many of them it learned."""

from dataclasses import dataclass
from pathlib import Path

from core.production.run_files import ONNX, quick_head
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.backbone import backbone_path, is_converted

BYTES_A_NUMBER = 4


@dataclass(frozen=True)
class ModelSize:
    """`bytes` of the model as it is taken away; `parameters` in it, of which `learned` moved."""

    bytes: int
    parameters: int
    learned: int


def model_size(project: Project, run: RunRecord) -> ModelSize | None:
    """The size of a finished run's model; None when its files are gone."""
    folder = project.runs.folder(run.id)
    try:
        return _quick(folder) if run.kind == "quick" else _finetuned(run, folder)
    except (OSError, ValueError):
        return None


def _quick(folder: Path) -> ModelSize | None:
    head = quick_head(folder)
    learned = int(head.coef.size + head.intercept.size)
    if not is_converted():
        return None
    size = backbone_path().stat().st_size + learned * BYTES_A_NUMBER
    return ModelSize(size, size // BYTES_A_NUMBER, learned)


def _finetuned(run: RunRecord, folder: Path) -> ModelSize:
    """A model.onnx is hardly more than its numbers, four bytes each."""
    size = (folder / ONNX).stat().st_size
    numbers = int(run.results.get("parameters") or size // BYTES_A_NUMBER)
    return ModelSize(size, numbers, numbers)
