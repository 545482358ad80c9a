"""The ZIP a learner takes along gives the app's answers without the app."""

import io
import json
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from core.gather.reading.decode import decode
from core.production.bundle import bundle
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.model_labels import ModelLabels
from core.vision.preprocess import Method, Padding, Preprocess
from tests.core.gather.pictures import as_file, opened
from tests.core.production.graphs import picture, whole_model

VOCAB = ["bär", "fox", "none"]
SIZES = [(301, 200), (97, 333), (64, 64), (23, 40)]


def _finished(project: Project, preprocess: Preprocess) -> RunRecord:
    """A finished fine-tune whose network is a small one."""
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    folder = project.runs.folder(run.id)
    whole_model(folder / "model.onnx", preprocess.size, len(VOCAB))
    (folder / "labels.json").write_text(
        ModelLabels.of(VOCAB, preprocess).to_json(), encoding="utf-8"
    )
    return project.runs.update(run.id, status="finished")


def _unpacked(project: Project, run: RunRecord, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle(project, run).pieces))) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize(
    ("method", "pad"),
    [
        ("crop", "zeros"),
        ("squish", "zeros"),
        ("pad", "zeros"),
        ("pad", "border"),
        ("pad", "reflection"),
    ],
)
def test_its_example_prepares_a_picture_as_the_app_does(
    project: Project, tmp_path: Path, method: Method, pad: Padding
) -> None:
    run = _finished(project, Preprocess(32, method, pad))
    predict = runpy.run_path(str(_unpacked(project, run, tmp_path / "zip") / "predict.py"))[
        "predict"
    ]
    ours = load_predictor(project, run.id)
    for width, height in SIZES:
        photo = tmp_path / f"{width}.png"
        picture(width, height).save(photo)
        seen = opened(decode(photo.read_bytes(), photo.name).jpeg)
        assert predict(photo) == pytest.approx(ours.predict(seen).probs, abs=1e-5)


def test_its_example_runs_alone_and_turns_a_photo_upright(project: Project, tmp_path: Path) -> None:
    run = _finished(project, Preprocess(32))
    folder = _unpacked(project, run, tmp_path / "zip")
    upright, lying = picture(200, 120), tmp_path / "lying.png"
    exif = Image.Exif()
    exif[0x0112] = 6
    upright.transpose(Image.Transpose.ROTATE_90).save(lying, exif=exif)
    done = subprocess.run(
        [sys.executable, "-I", folder / "predict.py", lying],
        capture_output=True,
        cwd=tmp_path,
        check=True,
    )
    seen = opened(decode(as_file(upright), "upright.png").jpeg)
    expected = load_predictor(project, run.id).predict(seen)
    assert json.loads(done.stdout) == pytest.approx(expected.probs, abs=1e-5)


def test_says_what_it_is_to_people_and_programs(project: Project, tmp_path: Path) -> None:
    run = _finished(project, Preprocess(32, "pad", "border"))
    folder = _unpacked(project, run, tmp_path / "zip")
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    assert labels["vocab"] == VOCAB
    assert (labels["size"], labels["resize"], labels["pad"]) == (32, "pad", "border")
    assert any("32 × 32" in step for step in labels["prepare"])
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "bär, fox, none" in readme
    assert "{" not in readme
