from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from core.vision.recipe import Recipe, project_items
from core.vision.summary_story import story


@pytest.fixture
def request_of(digits):
    """A request for this project as the page sends it, with changes to the recipe."""

    def build(**recipe):
        items = project_items(digits)
        return {
            "recipe": Recipe(size=64, bs=8).model_copy(update=recipe).model_dump(),
            "items": [(str(item.path), item.label, item.split) for item in items],
            "vocab": sorted(digits.classes()),
            "path": str(items[0].path),
            "count": 4,
            "seed": 5,
        }

    return build


def test_the_same_seed_draws_the_same_pictures(request_of):
    from core.vision.preview import draws

    first, again = draws(request_of()), draws(request_of())
    other = draws({**request_of(), "seed": 6})
    assert first["pictures"] == again["pictures"] != other["pictures"]
    assert len(set(first["pictures"])) == 4
    assert _opened(first["pictures"][0]).size == (64, 64)


def test_without_chance_training_sees_what_validation_sees(request_of):
    from core.vision.preview import draws

    answer = draws(request_of(augment=False, item_tfm="squish"))
    assert set(answer["pictures"]) == {answer["valid"]}


def test_a_batch_comes_with_its_labels_and_shapes(request_of, digits):
    from core.vision.preview import batch

    answer = batch(request_of())
    vocab = sorted(digits.classes())
    assert answer["x"]["shape"] == [8, 3, 64, 64]
    assert answer["x"]["dtype"] == "torch.float32"
    assert answer["y"]["shape"] == [8]
    assert answer["labels"] == [vocab[target] for target in answer["targets"]]
    assert len(answer["pictures"]) == 8
    assert answer["train_items"] == len(digits.images(split="train"))
    assert answer["valid_items"] == len(digits.images(split="valid"))


def test_the_summary_tells_every_transform_in_order(request_of):
    from core.vision.preview import summary

    answer = summary(request_of())
    names = [step["transform"] for step in answer["steps"]]
    assert answer["failure"] == ""
    assert names.index("Resize") < names.index("ToTensor") < names.index("Normalize")
    resized = next(step for step in answer["steps"] if step["transform"] == "Resize")
    assert "64x64" in resized["result"]


def test_a_summary_that_fails_in_setting_up_says_why(request_of):
    from core.vision.preview import summary

    answer = summary({**request_of(), "vocab": ["nobody"]})
    assert "was not included in the training dataset" in answer["failure"]
    assert answer["steps"] == []


def test_a_step_that_failed_is_the_last_of_the_story():
    printed = (
        "Building one sample\n  Pipeline: A -- {'x': 1}\n    starting from\n      a row\n"
        "    applying ColReader -- {'cols': ['path']}\n gives\n      p.jpg\n"
        "    applying PILBase.create failed.\n"
    )
    chapter = "One picture becomes a pair (x, y)"
    assert story(printed) == [
        (chapter, "ColReader", "p.jpg"),
        (chapter, "PILBase.create", "failed"),
    ]


def test_the_worker_turns_errors_into_sentences(request_of):
    from core.vision.preview_worker import answer_to

    gone = answer_to({**request_of(), "kind": "draws", "path": "/nowhere.jpg"})
    assert gone == {"error": "A picture of this project is missing on disk. Reload the page."}
    empty = answer_to({**request_of(), "kind": "batch", "items": []})
    assert "There is no training picture" in empty["error"]


def _opened(encoded: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(encoded)))
