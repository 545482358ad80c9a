"""export.pkl of a quick run, opened as its owner will: by fastai, in a process without this app."""

import json
import pickletools
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from core.deploy.broken_server.faults import as_a_phone_saves_it
from core.gather.reading.decode import decode
from core.learning.rename_class import rename_class
from core.production.learner_file import ASK, learner_file, prepare_learner_file
from core.production.predictor import load_predictor
from core.production.run_files import MISSING, model_labels, model_onnx
from core.project.project import Project
from core.project.records import ImageRecord, NewImage, RunRecord
from core.training.quick.quick import train_quick
from tests.core.gather.pictures import opened
from tests.core.vision.test_read_photo import kinds
from tests.with_fastai import run_with_fastai
from ui.parts.worker_answer import warm_worker

OPEN_AND_ASK = """
import contextlib, io, json, runpy, sys
from fastai.vision.all import Path, PILImage, load_learner
assert not [name for name in sys.modules if name.split(".")[0] in ("core", "ui", "streamlit")]
learn = load_learner(sys.argv[1])
with learn.no_bar(), learn.no_logging():
    exec(learn.read_photo)
    seen = [read_photo(photo) for photo in sys.argv[2:]]
    answers = [learn.predict(PILImage.create(photo)) for photo in seen]
said = io.StringIO()
if Path("printed.py").exists():  # no name of the lines above is known to it
    sys.path.insert(0, ".")
    with contextlib.redirect_stdout(said):
        runpy.run_path("printed.py", run_name="__main__")
print(json.dumps({"vocab": list(learn.dls.vocab), "printed": said.getvalue(),
                  "answers": [[label, probs.tolist()] for label, _, probs in answers]}))
"""


def _few_bears(project: Project, bears: Path) -> list[ImageRecord]:
    """Twelve photos of each kind of bear in the project; ten of them to ask about."""
    for kind in sorted(folder for folder in bears.iterdir() if folder.is_dir()):
        new = []
        for photo in sorted(kind.iterdir())[:12]:
            seen = decode(photo.read_bytes(), photo.name)
            size = (seen.width, seen.height)
            new.append(NewImage(seen.id, seen.jpeg, kind.name, photo.name, *size, "folder", {}))
        project.dataset.add(new)
    return project.dataset.images()[::3][:10]


def _asked_by_fastai(export: Path, photos: list[Path], elsewhere: Path) -> dict[str, object]:
    """What `load_learner` and `predict` say in a fresh process that cannot import this app, and
    what a `printed.py` there prints."""
    done = run_with_fastai(OPEN_AND_ASK, export, *photos, folder=elsewhere)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.photos
@pytest.mark.slow
def test_fastai_and_onnx_give_our_answers_for_ten_photos(
    project: Project, bears: Path, tmp_path: Path, until: Callable[..., None]
) -> None:
    asked = _few_bears(project, bears)
    run = train_quick(project)
    paths = [project.dataset.image_path(image.id) for image in asked]
    predictor = load_predictor(project, run.id)
    ours = [predictor.predict(Image.open(path)) for path in paths]
    odd = []
    for name, data in kinds().items():
        (tmp_path / name).write_bytes(data)
        odd.append(predictor.predict(opened(decode(data, name).jpeg)))

    assert learner_file(project, run).state == "absent"
    prepare_learner_file(project, run, warm_worker())
    assert learner_file(project, run).state == "preparing"
    until(lambda: learner_file(project, run).state != "preparing", 400)
    file = learner_file(project, run)
    assert file.state == "ready", file.message

    theirs = _asked_by_fastai(file.path, [*paths, *(tmp_path / name for name in kinds())], tmp_path)
    assert len(paths) == 10
    assert theirs["vocab"] == list(ours[0].probs)
    assert [label for label, _ in theirs["answers"]] == [answer.label for answer in [*ours, *odd]]  # type: ignore[attr-defined]
    everything = np.array([list(answer.probs.values()) for answer in [*ours, *odd]])
    found = np.array([probs for _, probs in theirs["answers"]])  # type: ignore[attr-defined]
    np.testing.assert_allclose(found, everything, atol=1e-3)
    expected = everything[: len(ours)]

    preprocess = model_labels(project, run).preprocess()
    batch = np.stack([preprocess(Image.open(path)) for path in paths])
    session = onnxruntime.InferenceSession(model_onnx(project, run))
    np.testing.assert_allclose(session.run(None, {"image": batch})[0], expected, atol=1e-3)


def test_says_so_when_the_run_has_no_head(project: Project, until: Callable[..., None]) -> None:
    run = project.runs.create("quick", {}, project.versions.freeze().number)
    prepare_learner_file(project, run, warm_worker())
    until(lambda: learner_file(project, run).state != "preparing")
    assert learner_file(project, run).state == "failed"
    assert learner_file(project, run).message == MISSING


def test_a_fine_tune_keeps_its_own_file_and_cannot_make_another(project: Project) -> None:
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    assert learner_file(project, run).state == "gone"
    (project.runs.folder(run.id) / "export.pkl").write_bytes(b"made by the fine-tune")
    assert learner_file(project, run).state == "ready"


@pytest.mark.slow
def test_a_fine_tune_says_the_new_name_of_a_class_on_any_system(
    trained: Project, tmp_path: Path, until: Callable[..., None]
) -> None:
    quick = trained.runs.all()[0]
    prepare_learner_file(trained, quick, warm_worker())
    until(lambda: learner_file(trained, quick).state != "preparing", 400)
    tuned = _as_if_fine_tuned(trained, quick)
    assert learner_file(trained, tuned).state == "ready"

    rename_class(trained, "five", "zebra")
    assert learner_file(trained, tuned).state == "absent"
    prepare_learner_file(trained, tuned, warm_worker())
    until(lambda: learner_file(trained, tuned).state != "preparing", 400)
    file = learner_file(trained, tuned)
    assert file.state == "ready", file.message
    assert {path.name for path in file.path.parent.glob("*.pkl*")} == {"export.pkl"}

    picture = trained.dataset.image_path(trained.dataset.images("zebra")[0].id)
    photo = _phone_photo_and_printed_code(trained, tuned, tmp_path)
    theirs = _asked_by_fastai(file.path, [picture], tmp_path)
    assert theirs["vocab"] == model_labels(trained, tuned).vocab == ["eight", "zebra", "three"]
    assert theirs["answers"][0][0] == "zebra"  # type: ignore[index]
    assert not {name for name in classes_opened(file.path) if "Posix" in name or "Windows" in name}
    said = load_predictor(trained, tuned.id).predict(opened(decode(photo, "photo.jpg").jpeg))
    printed = str(theirs["printed"])
    assert said.label in printed.splitlines()[-1]
    shares = [float(found) for found in re.findall(r"tensor\(([\d.e-]+)\)", printed)]
    np.testing.assert_allclose(shares, list(said.probs.values()), atol=1e-3)


def _phone_photo_and_printed_code(project: Project, run: RunRecord, elsewhere: Path) -> bytes:
    """What the printed code needs beside it: export.pkl, and a picture lying on its side, with the
    EXIF note that says so; the picture."""
    image = project.dataset.images("zebra")[1]
    stored = project.dataset.image_path(image.id).read_bytes()
    photo = as_a_phone_saves_it(stored, "0000")
    (elsewhere / "photo.jpg").write_bytes(photo)
    shutil.copy(learner_file(project, run).path, elsewhere / "export.pkl")
    (elsewhere / "printed.py").write_text(ASK, encoding="utf-8")
    return photo


def _as_if_fine_tuned(project: Project, quick: RunRecord) -> RunRecord:
    """A fine-tune with the model of a quick run, in the order eight, five, three."""
    run = project.runs.create("finetune", {}, quick.version)
    folder = project.runs.folder(run.id)
    labels = model_labels(project, quick)
    assert labels.vocab == ["eight", "five", "three"]
    (folder / "labels.json").write_text(labels.to_json(), encoding="utf-8")
    shutil.copy(learner_file(project, quick).path, folder / "export.pkl")
    shutil.copy(model_onnx(project, quick), folder / "model.onnx")
    return project.runs.update(run.id, status="finished", results={})


def classes_opened(export: Path) -> set[str]:
    """Every class and function that opening the file looks up, as "module name"; read from the
    opcodes of its pickle, nothing of which is run."""
    with zipfile.ZipFile(export) as packed:
        pickled = packed.read(next(n for n in packed.namelist() if n.endswith("/data.pkl")))
    codes = list(pickletools.genops(pickled))
    assert not any(code.name == "STACK_GLOBAL" for code, *_ in codes), "look those up too"
    return {str(value) for code, value, _ in codes if code.name == "GLOBAL"}
