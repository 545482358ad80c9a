"""A home gives the app's answers for whatever file people show it."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.deploy.homes.homes import EDGE
from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.gather.reading.decode import decode
from core.production.predictor import Prediction, load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.quick.quick import train_quick
from tests.conftest import shared_folder
from tests.core.deploy.moved_out import done_in, unpacked
from tests.core.vision.test_read_photo import kinds


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, RunRecord, Path]]:
    """A project of real bears with a quick run, and its home unpacked far from the app."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(tmp_path_factory.mktemp("parity_home")))
    project = Workspace.create().current()
    for kind in sorted(shared_folder("data/bears").iterdir()):
        photos = [(photo.name, photo.read_bytes()) for photo in sorted(kind.iterdir())[:12]]
        take_in(project, from_files(photos, kind.name))
    run = train_quick(project)
    yield project, run, unpacked(project, run, EDGE, tmp_path_factory.mktemp("Home, unpacked"))
    patch.undo()


def in_the_app(project: Project, run: RunRecord, photo: Path) -> Prediction:
    """What the page Predict says about a file."""
    seen = Image.open(io.BytesIO(decode(photo.read_bytes(), photo.name).jpeg))
    return load_predictor(project, run.id).predict(seen)


def at_home(folder: Path, photos: list[Path]) -> list[dict[str, float]]:
    """What predict.py says, in a fresh process that cannot import this app."""
    done = done_in(folder, "predict.py", *photos)
    return [json.loads(line)["probabilities"] for line in done.stdout.splitlines()]


def compare(asked: tuple[Project, RunRecord, Path], photos: list[Path]) -> None:
    """The same class, and every probability within a thousandth."""
    project, run, folder = asked
    assert photos
    for photo, theirs in zip(photos, at_home(folder, photos), strict=True):
        ours = in_the_app(project, run, photo)
        assert max(theirs, key=lambda name: theirs[name]) == ours.label, photo.name
        np.testing.assert_allclose(
            [theirs[name] for name in ours.probs], list(ours.probs.values()), atol=1e-3
        )


@pytest.mark.photos
def test_for_photos_of_every_kind(asked: tuple[Project, RunRecord, Path], tmp_path: Path) -> None:
    for name, data in kinds().items():
        (tmp_path / name).write_bytes(data)
    compare(asked, sorted(tmp_path.iterdir()))


@pytest.mark.photos
def test_for_real_photos_and_odd_files(asked: tuple[Project, RunRecord, Path]) -> None:
    real = sorted(shared_folder("data/bears").rglob("*.jpg"))[::28]
    compare(asked, [*real, *sorted(shared_folder("data/odd-files").iterdir())])


@pytest.mark.photos
def test_for_the_files_people_brought(asked: tuple[Project, RunRecord, Path]) -> None:
    compare(asked, sorted(shared_folder("cases/parity").iterdir()))


@pytest.mark.photos
def test_for_the_projects_own_pictures(asked: tuple[Project, RunRecord, Path]) -> None:
    project, run, folder = asked
    paths = [project.dataset.image_path(image.id) for image in project.dataset.images()[::5]]
    predictor = load_predictor(project, run.id)
    for path, theirs in zip(paths, at_home(folder, paths), strict=True):
        ours = predictor.predict(Image.open(path))
        np.testing.assert_allclose(list(theirs.values()), list(ours.probs.values()), atol=1e-3)


@pytest.mark.photos
@pytest.mark.parametrize("console", ["cp1252", "cp437", "ascii", "utf-8"])
def test_it_prints_utf_8_whatever_the_console_takes(
    asked: tuple[Project, RunRecord, Path], tmp_path: Path, console: str
) -> None:
    _, _, folder = asked
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for file in folder.glob("*.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    named = {**labels, "vocab": ["くま", "Bär", "🫎"]}
    (tmp_path / "labels.json").write_text(json.dumps(named), encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(kinds()["drawing"])
    done = done_in(tmp_path, "predict.py", "photo.png", PYTHONIOENCODING=console, PYTHONUTF8="0")
    assert list(json.loads(done.stdout)["probabilities"]) == named["vocab"]
