"""The folder for a Raspberry Pi or a laptop gives the app's answers without the app."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.deploy.homes.homes import EDGE
from core.gather.reading.decode import decode
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.preprocess import Preprocess
from tests.core.deploy.moved_out import bare_environment, done_in, homes_python, unpacked
from tests.core.gather.pictures import as_file, opened
from tests.core.production.graphs import picture
from tests.core.production.tuned import VOCAB, tuned_run

SIZES = [(301, 200), (97, 333), (64, 64), (23, 40)]
WAYS = [
    Preprocess(32),
    Preprocess(32, "squish"),
    Preprocess(32, "pad", "zeros"),
    Preprocess(32, "pad", "border"),
    Preprocess(32, "pad", "reflection"),
    Preprocess(32, "random_resized_crop"),
]


def _moved(project: Project, preprocess: Preprocess, folder: Path) -> tuple[RunRecord, Path]:
    run = tuned_run(project, preprocess)
    return run, unpacked(project, run, EDGE, folder)


@pytest.mark.parametrize("preprocess", WAYS, ids=lambda way: way.key)
def test_it_prepares_a_picture_as_the_app_does(
    project: Project, tmp_path: Path, preprocess: Preprocess
) -> None:
    run, folder = _moved(project, preprocess, tmp_path / "zip")
    photos = tmp_path / "photos"
    photos.mkdir()
    for width, height in SIZES:
        picture(width, height).save(photos / f"{width}.png")
    answers = [
        json.loads(line) for line in done_in(folder, "predict.py", photos).stdout.splitlines()
    ]
    assert [answer["photo"] for answer in answers] == sorted(f"{side}.png" for side, _ in SIZES)
    ours = load_predictor(project, run.id)
    for answer in answers:
        seen = opened(decode((photos / answer["photo"]).read_bytes(), answer["photo"]).jpeg)
        assert answer["probabilities"] == pytest.approx(ours.predict(seen).probs, abs=1e-5)


def test_it_turns_a_photo_upright_and_names_what_is_no_photo(
    project: Project, tmp_path: Path
) -> None:
    run, folder = _moved(project, Preprocess(32), tmp_path / "zip")
    upright, lying, broken = picture(200, 120), tmp_path / "lying.png", tmp_path / "broken.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    upright.transpose(Image.Transpose.ROTATE_90).save(lying, exif=exif)
    broken.write_bytes(b"\xff\xd8\xff no photo")
    done = done_in(folder, "predict.py", lying, broken)
    answer, said = map(json.loads, done.stdout.splitlines())
    seen = opened(decode(as_file(upright), "upright.png").jpeg)
    expected = load_predictor(project, run.id).predict(seen)
    assert answer["probabilities"] == pytest.approx(expected.probs, abs=1e-5)
    assert said["photo"] == "broken.jpg" and said["error"]


def _lines(folder: Path, *asked: str | Path, then: Path | None = None) -> dict[str, Any]:
    """The first answer of a predict.py that would go on for ever, about a photo saved `then`."""
    command = [homes_python(), "predict.py", *asked, "--every", "0.2"]
    pipes: dict[str, Any] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "encoding": "utf-8",
    }
    with subprocess.Popen(command, cwd=folder, env=bare_environment(), **pipes) as process:
        try:
            if then is not None:
                assert process.stderr.readline()  # it waits
                picture(90, 60).save(then)
            return dict(json.loads(process.stdout.readline()))
        finally:
            process.kill()


def test_it_watches_a_folder(project: Project, tmp_path: Path) -> None:
    _, folder = _moved(project, Preprocess(32), tmp_path / "zip")
    watched = tmp_path / "holiday"
    watched.mkdir()
    picture(50, 60).save(watched / "old.png")
    answer = _lines(folder, "--watch", watched, then=watched / "new.png")
    assert answer["photo"] == "new.png" and set(answer["probabilities"]) == set(VOCAB)


def test_it_asks_a_camera(project: Project, tmp_path: Path) -> None:
    _, folder = _moved(project, Preprocess(32), tmp_path / "zip")
    picture(90, 60).save(tmp_path / "seen.jpg")
    camera = f"{shutil.which('cp')} {tmp_path / 'seen.jpg'} PHOTO"
    assert set(_lines(folder, "--camera", camera)["probabilities"]) == set(VOCAB)


def test_it_says_what_it_is_to_people_and_programs(project: Project, tmp_path: Path) -> None:
    _, folder = _moved(project, Preprocess(32, "pad", "border"), tmp_path)
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    assert labels["vocab"] == VOCAB
    assert (labels["size"], labels["resize"], labels["pad"]) == (32, "pad", "border")
    assert any("32 × 32" in step for step in labels["prepare"])
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "bär, fox, none" in readme
    assert "{" not in readme
