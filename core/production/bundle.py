"""Everything another program needs to use the model, in one ZIP."""

from functools import partial
from inspect import getsource

from core.content import ASSETS
from core.plain_text import escaped
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import (
    Download,
    Member,
    file_download,
    file_pieces,
    zip_length,
    zip_pieces,
)
from core.project.project import Project
from core.project.records import RunRecord
from core.vision import read_photo
from core.vision.model_labels import ModelLabels

_ASSETS = ASSETS
_README = _ASSETS / "content" / "predict_bundle_readme.md"
_EXAMPLE = _ASSETS / "templates" / "predict.py"


def bundle(project: Project, run: RunRecord) -> Download:
    """A ZIP with model.onnx, labels.json, predict.py, read_photo.py and README.md, made while it is
    sent. Raises OSError where the run's files are missing.

    predict.py gives the app's own answers with Pillow, NumPy and ONNX Runtime alone.
    """
    labels, onnx = model_labels(project, run), model_onnx(project, run)
    size = onnx.stat().st_size
    texts = {
        "labels.json": labels.to_json(),
        "predict.py": example_code(),
        "read_photo.py": reader_code(),
        "README.md": _readme(labels),
    }
    listed = [
        Member("model.onnx", partial(file_pieces, onnx, size), size),
        *(Member(name, partial(_text, text), packed=True) for name, text in texts.items()),
    ]
    return Download(zip_pieces(listed), zip_length(listed))


def model_file(project: Project, run: RunRecord) -> Download:
    """model.onnx by itself. Raises OSError where the run's files are missing."""
    return file_download(model_onnx(project, run))


def _text(text: str) -> list[bytes]:
    return [text.encode()]


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
