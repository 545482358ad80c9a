"""Ten pictures that leave with a model, and what the app says about them: the smoke test's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.deploy.broken_server.faults import as_a_cut_out, as_a_phone_saves_it
from core.drivetrain.decide.policy import action_for
from core.production.predictor import Predictor, load_predictor, pictures_to_try, trained_on
from core.project.archive.streamed_zip import Member, in_memory
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.read_photo import read_photo

FOLDER, ANSWERS = "examples", "answers.json"
PICTURES = 10


def example_files(project: Project, run: RunRecord) -> Iterator[Member]:
    """The pictures as 01.jpg, 02.jpg, …, then answers.json: for each its `file`, the `class`, the
    `probabilities` and, where the learner decided something, the `action` that the app gives.

    Pictures the model has not learned from come first, the classes in turn. The last but one lies
    on its side with an EXIF note, as a phone would save it, and the last one is a cut-out, so that
    the smoke test sees a home that forgets either. Raises ModelUnavailable.
    """
    predictor, answers = load_predictor(project, run.id), []
    for name, photo in example_photos(project, run):
        answers.append({"file": name, **_answer(project, predictor, photo)})
        yield in_memory(f"{FOLDER}/{name}", photo)
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    yield in_memory(f"{FOLDER}/{ANSWERS}", text.encode())


def example_photos(project: Project, run: RunRecord) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each of the ten."""
    stored = list(pictures_that_go_along(project, run))
    for number, (image_id, path) in enumerate(stored, 1):
        left, name, jpeg = len(stored) - number, f"{number:02}", path.read_bytes()
        if left == 0:
            yield f"{name}.png", as_a_cut_out(jpeg, image_id)
        else:
            yield f"{name}.jpg", as_a_phone_saves_it(jpeg, image_id) if left == 1 else jpeg


def pictures_that_go_along(project: Project, run: RunRecord) -> Iterator[tuple[str, Path]]:
    """Id of each picture, and where it lies on the disk: those the model has not learned from
    first."""
    for image in pictures_to_try(project, trained_on(project, run), PICTURES):
        path = project.dataset.image_path(image.id)
        if path.exists():  # else taken out meanwhile
            yield image.id, path


def _answer(project: Project, predictor: Predictor, photo: bytes) -> dict[str, Any]:
    prediction = predictor.predict(read_photo(photo))
    advice = action_for(project, prediction.probs)
    said = {"class": prediction.label, "probabilities": prediction.probs}
    return said | ({"action": advice.action} if advice else {})
