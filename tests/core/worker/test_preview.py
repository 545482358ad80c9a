import base64
import io

import pytest
from PIL import Image

from core.vision.recipe import Recipe, project_items
from core.vision.summary_story import BATCH, ITEM, carried_out, story


@pytest.fixture
def request_of(digits):
    """A request for this project as the page sends it, with changes to the recipe."""

    def build(**recipe):
        items = project_items(digits)
        return {
            "recipe": Recipe(size=64, bs=8).model_copy(update=recipe).model_dump(),
            "items": [(str(item.path), item.label, item.split) for item in items],
            "vocab": sorted(digits.dataset.classes()),
            "path": str(items[0].path),
            "count": 4,
            "seed": 5,
        }

    return build


def test_the_same_seed_draws_the_same_pictures(request_of):
    from core.worker.preview.draws import draws

    first, again = draws(request_of()), draws(request_of())
    other = draws({**request_of(), "seed": 6})
    assert first["pictures"] == again["pictures"] != other["pictures"]
    assert len(set(first["pictures"])) == 4
    assert _opened(first["pictures"][0]).size == (64, 64)


def test_without_chance_training_sees_what_validation_sees(request_of):
    from core.worker.preview.draws import draws

    answer = draws(request_of(augment=False, item_tfm="squish"))
    assert set(answer["pictures"]) == {answer["valid"]}


def test_a_batch_comes_with_its_labels_and_shapes(request_of, digits):
    from core.worker.preview.batch import batch

    answer = batch(request_of())
    vocab = sorted(digits.dataset.classes())
    assert answer["x"]["shape"] == [8, 3, 64, 64]
    assert answer["x"]["dtype"] == "torch.float32"
    assert answer["y"]["shape"] == [8]
    assert answer["labels"] == [vocab[target] for target in answer["targets"]]
    assert len(answer["pictures"]) == 8
    assert answer["train_items"] == len(digits.dataset.images(split="train"))
    assert answer["valid_items"] == len(digits.dataset.images(split="valid"))


def test_the_summary_tells_every_transform_in_order(request_of):
    from core.worker.preview.summary import summary

    answer = summary(request_of())
    names = [step["transform"] for step in answer["steps"]]
    assert answer["failure"] == ""
    assert names.index("Resize") < names.index("ToTensor") < names.index("Normalize")
    resized = next(step for step in answer["steps"] if step["transform"] == "Resize")
    assert "64x64" in resized["result"]


def test_every_step_of_the_summary_has_its_picture_and_names_what_it_does(request_of):
    from core.worker.preview.batch import stages
    from core.worker.preview.summary import summary

    request = request_of(noise=0.5, greyscale=0.2, p_other=1.0, erase=0.3)
    recipe = Recipe.model_validate(request["recipe"])
    steps, drawn = summary(request)["steps"], stages(request)
    for chapter, key in ((ITEM, "item"), (BATCH, "batch")):
        names = [step["transform"] for step in steps if step["chapter"] == chapter]
        assert len(names) == len(drawn[key])
        numbers = {"ToTensor", "IntToFloatTensor", "Normalize"}
        assert {name for name, seen in zip(names, drawn[key], strict=True) if not seen} <= numbers
    assert _opened(drawn["batch"][-1]).size == (64, 64)
    assert drawn == stages(request) != stages({**request, "seed": 6})
    does = [[one.key for one in carried_out(step["transform"], recipe)] for step in steps]
    several = [keys for keys in does if keys]
    assert several == [
        ["flip", "rotation", "zoom", "warp"],
        ["brightness", "contrast"],
        ["greyscale", "noise"],
    ]


def test_a_summary_that_fails_in_setting_up_says_why(request_of):
    from core.worker.preview.summary import summary

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
    from core.worker.warm_worker import answer_to

    gone = answer_to({**request_of(), "kind": "draws", "path": "/nowhere.jpg"})
    assert gone.keys() == {"error"}
    empty = answer_to({**request_of(), "kind": "batch", "items": []})
    assert empty.keys() == {"error"} and empty != gone


def _opened(encoded: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(encoded)))


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        ("no_files", "TypeError"),
        ("label_some_none", "TypeError: '<' not supported between instances"),
        ("class_forgotten", "was not included in the training dataset"),
        ("nothing_held_out", "This DataLoader does not contain any batches"),
    ],
)
def test_a_datablock_broken_on_purpose_fails_in_fastais_own_words(request_of, experiment, words):
    from core.worker.preview.summary import broken

    outcome = broken({**request_of(), "experiment": experiment})
    assert words in outcome["failure"]
    assert outcome["x"] == []


def test_pictures_of_different_sizes_cannot_be_stacked(request_of, tmp_path):
    from core.worker.preview.summary import broken

    request = request_of()
    same_size = broken({**request, "experiment": "no_resize"})
    assert same_size["failure"] == ""
    for number, (path, label, split) in enumerate(request["items"]):
        with Image.open(path) as image:
            stretched = image.convert("RGB").resize((32 + number, 32))
        stretched.save(tmp_path / f"{number}.jpg")
        request["items"][number] = (str(tmp_path / f"{number}.jpg"), label, split)
    outcome = broken({**request, "experiment": "no_resize"})
    assert "at least two tensors in the batch are not the same size" in outcome["failure"]


def test_labels_that_are_none_stop_nothing_and_make_one_class(request_of):
    from core.worker.preview.summary import broken

    outcome = broken({**request_of(), "experiment": "label_none"})
    assert outcome["failure"] == ""
    assert outcome["y"] == [0]


def test_every_experiment_has_its_words():
    from core.worker.preview.summary import EXPERIMENTS
    from ui.datablock.story import CASES, TEXT

    assert set(CASES) == set(EXPERIMENTS)
    assert all(TEXT[f"code_{case}"] for case in CASES)


def test_stacking_that_failed_is_a_step_of_the_story():
    printed = "Collating items in a batch\nError! It's not possible to collate your items"
    assert [step.result for step in story(printed)] == ["failed"]
