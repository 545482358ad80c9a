"""Ten pictures that leave with a model, and what the app says about them: the smoke test's."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from PIL import Image

from core.drivetrain.decide.policy import action_for
from core.production.predictor import Predictor, load_predictor, pictures_to_try, trained_on
from core.project.archive.streamed_zip import Member, in_memory
from core.project.project import Project
from core.project.records import RunRecord

FOLDER, ANSWERS = "examples", "answers.json"
PICTURES = 10


def example_files(project: Project, run: RunRecord) -> Iterator[Member]:
    """The pictures as 01.jpg, 02.jpg, …, then answers.json: for each its `file`, the `class`, the
    `probabilities` and, where the learner decided something, the `action` that the app gives.

    Pictures the model has not learned from come first, the classes in turn. Raises
    ModelUnavailable.
    """
    predictor, answers = load_predictor(project, run.id), []
    for number, jpeg in enumerate(_jpegs(project, run), 1):
        name = f"{number:02}.jpg"
        answers.append({"file": name, **_answer(project, predictor, jpeg)})
        yield in_memory(f"{FOLDER}/{name}", jpeg)
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    yield in_memory(f"{FOLDER}/{ANSWERS}", text.encode())


def _jpegs(project: Project, run: RunRecord) -> Iterator[bytes]:
    for image in pictures_to_try(project, trained_on(project, run), PICTURES):
        with suppress(FileNotFoundError):  # taken out meanwhile
            yield project.dataset.image_path(image.id).read_bytes()


def _answer(project: Project, predictor: Predictor, jpeg: bytes) -> dict[str, Any]:
    prediction = predictor.predict(Image.open(io.BytesIO(jpeg)))
    advice = action_for(project, prediction.probs)
    said = {"class": prediction.label, "probabilities": prediction.probs}
    return said | ({"action": advice.action} if advice else {})
