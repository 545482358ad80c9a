"""Orders at the edge: one class, one picture a class, a thousand classes, things that vanish."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.gather.reading.decode import decode
from core.project.project import Project
from core.project.records import NewImage
from core.training.enough import Shortage
from core.training.finetune.finetune import order
from core.training.finetune.memory_plan import resources_of
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from core.vision.recipe import Recipe, save_recipe
from core.worker.training.still_there import still_there, with_what_is_there
from tests.reading import figures
from tests.said import said

CHANCE = np.random.default_rng(3)


def pictures(classes: dict[str, int]) -> list[NewImage]:
    """Tiny pictures of noise, no two alike."""
    made = []
    for label, count in classes.items():
        for number in range(count):
            noise = CHANCE.integers(0, 255, (8, 8, 3), dtype=np.uint8)
            made.append(new_image(Image.fromarray(noise), label, f"{label} {number}.png"))
    return made


def new_image(picture: Image.Image, label: str, name: str) -> NewImage:
    import io

    data = io.BytesIO()
    picture.save(data, "PNG")
    found = decode(data.getvalue(), name)
    return NewImage(
        id=found.id,
        jpeg=found.jpeg,
        label=label,
        name=name,
        width=found.width,
        height=found.height,
        source="test",
        provenance={},
    )


@pytest.mark.parametrize(
    ("classes", "missing"),
    [
        ({}, Shortage("no picture")),
        ({"bear": 12}, Shortage("one class", "bear")),
        ({"bear": 1, "cat": 1}, Shortage("too few to check", count=0)),
        ({f"class {number}": 1 for number in range(12)}, Shortage("too few to check", count=0)),
    ],
)
def test_what_nothing_can_be_learned_from_is_refused_in_a_sentence(
    project: Project, classes: dict[str, int], missing: Shortage
) -> None:
    project.dataset.add(pictures(classes))
    with pytest.raises(CannotFineTune) as refusal:
        order(project, FineTuneSettings(), "run")
    assert str(refusal.value) == str(missing)


def test_a_class_that_is_only_checked_and_never_learned_is_refused(project: Project) -> None:
    project.dataset.add(pictures({"bear": 12, "cat": 12, "rare": 3}))
    rare = [image.id for image in project.dataset.images("rare")]
    with project.writing(dataset=True) as connection:
        connection.executemany(
            "UPDATE image SET split = 'valid' WHERE id = ?", [(i,) for i in rare]
        )
    with pytest.raises(CannotFineTune) as refusal:
        order(project, FineTuneSettings(), "run")
    assert str(refusal.value) == str(Shortage("too few to learn from", "rare"))


def test_a_thousand_classes_make_a_learner_with_a_thousand_outputs(project: Project) -> None:
    from core.worker.training.build_learner import build_learner

    project.dataset.add(pictures({f"class {number:04}": 2 for number in range(1000)}))
    save_recipe(project, Recipe(size=32, bs=8))
    spec = order(project, FineTuneSettings(pretrained=False), "run")
    assert len(spec.vocab) == 1000
    assert resources_of(spec).memory < 3 * 2**30
    learn, _bs = build_learner(spec, lambda *words, **more: None)
    assert learn.dls.c == 1000
    batch, _targets = learn.dls.one_batch()
    assert learn.model(batch).shape[1] == 1000


def said_by(spec: Any) -> tuple[Any, list[str]]:
    said: list[str] = []
    left = still_there(spec, lambda kind, **details: said.append(details["message"]))
    return left, said


def test_pictures_that_are_gone_are_left_out_and_a_vanished_class_is_said(
    digits: Project,
) -> None:
    spec = order(digits, FineTuneSettings(), "run")
    gone = [one for one in spec.pictures if one.label == spec.vocab[0] and one.split == "train"]
    gone[0].path.unlink()
    left, said = said_by(spec)
    assert len(left.pictures) == len(spec.pictures) - 1
    [removed] = said
    assert figures(removed) == [1]
    digits.versions.freeze()
    digits.dataset.remove_class(spec.vocab[0])
    left, said = said_by(spec)
    assert left.vocab == spec.vocab
    assert spec.vocab[0] in said[-1]


def test_a_class_without_any_picture_left_ends_in_a_sentence(digits: Project) -> None:
    spec = order(digits, FineTuneSettings(), "run")
    digits.dataset.remove_class(spec.vocab[1])
    with pytest.raises(CannotFineTune, match=said("worker", "class_gone", name=spec.vocab[1])):
        said_by(spec)


def test_a_picture_that_goes_while_it_trains_is_left_out(digits: Project, tmp_path: Path) -> None:
    spec = order(digits, FineTuneSettings(), "run")
    seen: list[int] = []

    def job(now: Any, folder: Path, say: Any) -> dict[str, Any]:
        seen.append(len(now.pictures))
        if len(seen) == 1:
            now.pictures[0].path.unlink()
            now.pictures[0].path.read_bytes()
        return {"done": True}

    assert with_what_is_there(job, spec, tmp_path, lambda *kind, **more: None) == {"done": True}
    assert seen == [len(spec.pictures), len(spec.pictures) - 1]
