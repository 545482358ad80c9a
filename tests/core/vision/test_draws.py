import pytest

from core.vision.augment.augmentations import augmentation
from core.vision.recipe import Recipe


@pytest.fixture
def asked(digits):
    """A request for draws of one picture by one augmentation alone, with partners for mixup."""
    first, *others = digits.dataset.images(split="train")

    def build(key: str, strength, **changes):
        alone = augmentation(key).alone(Recipe(size=64), strength)
        return {
            "recipe": alone.model_dump(),
            "path": str(digits.dataset.image_path(first.id)),
            "count": 4,
            "seed": 11,
            "steady": True,
            "partners": [
                [str(digits.dataset.image_path(one.id)), one.label] for one in others[-2:]
            ],
            "paths": [str(digits.dataset.image_path(one.id)) for one in others[:3]],
            **changes,
        }

    return build


@pytest.mark.parametrize("key", ["rotation", "noise", "erase", "elastic", "blur"])
def test_each_draw_is_another(asked, key):
    from core.worker.preview.draws import draws

    answer = draws(asked(key, augmentation(key).steps[-2]))
    assert len(set(answer["pictures"])) == 4


def test_without_strength_every_draw_is_what_validation_sees(asked):
    from core.worker.preview.draws import draws

    answer = draws(asked("rotation", 0.0))
    assert set(answer["pictures"]) == {answer["valid"]}


def test_mixup_says_what_it_mixed_in_and_how_much(asked):
    from core.worker.preview.draws import draws

    request = asked("mixup", 0.4)
    answer = draws(request)
    assert [label for label, _ in answer["mixed"]] == [p[1] for p in request["partners"]] * 2
    assert all(0 <= share <= 0.5 for _, share in answer["mixed"])
    assert draws(asked("mixup", 0.4, partners=[]))["mixed"] == []


def test_the_same_transforms_are_timed_both_ways(asked):
    from core.worker.preview.batch import transform_timing

    answer = transform_timing(asked("rotation", 10.0))
    assert answer["pictures"] == 3
    assert answer["one_by_one_ms"] > 0 < answer["batch_ms"]
    assert (answer["gpu_ms"] is None) == (answer["gpu"] == "")
