"""Everything another program needs to use the model, in one ZIP."""

import io
import zipfile
from inspect import getsource

from core.content import ASSETS
from core.plain_text import escaped
from core.production.run_files import model_labels, model_onnx
from core.project.project import Project
from core.project.records import RunRecord
from core.vision import read_photo
from core.vision.model_labels import ModelLabels

_ASSETS = ASSETS
_README = _ASSETS / "content" / "predict_bundle_readme.md"
_EXAMPLE = _ASSETS / "templates" / "predict.py"


def bundle(project: Project, run: RunRecord) -> bytes:
    """A ZIP with model.onnx, labels.json, predict.py, read_photo.py and README.md.

    predict.py gives the app's own answers with Pillow, NumPy and ONNX Runtime alone.
    """
    labels = model_labels(project, run)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(model_onnx(project, run), "model.onnx", zipfile.ZIP_STORED)
        archive.writestr("labels.json", labels.to_json())
        archive.writestr("predict.py", example_code())
        archive.writestr("read_photo.py", reader_code())
        archive.writestr("README.md", _readme(labels))
    return buffer.getvalue()


def example_code() -> str:
    """predict.py: about forty lines that prepare a picture and ask the model, for any program."""
    return _EXAMPLE.read_text(encoding="utf-8")


def reader_code() -> str:
    """read_photo.py: the very source by which the app reads photos; it needs nothing of the app."""
    return getsource(read_photo)


def _readme(labels: ModelLabels) -> str:
    steps = "\n".join(f"{n}. {step}." for n, step in enumerate(labels.prepare, 1))
    return _README.read_text(encoding="utf-8").format(
        classes=", ".join(map(escaped, labels.vocab)),
        count=len(labels.vocab),
        size=labels.size,
        steps=steps,
    )
