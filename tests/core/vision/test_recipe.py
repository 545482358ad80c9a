import pytest
from pydantic import ValidationError

from core.project.records import RunRecord
from core.vision.augment.augmentation import FASTAI, TORCHVISION, Call
from core.vision.recipe import (
    Recipe,
    load_recipe,
    project_items,
    run_recipe,
    save_recipe,
)
from tests.core.project.pictures import store_setting


def test_a_saved_recipe_comes_back(project):
    recipe = Recipe(size=128, item_tfm="pad", pad_mode="reflection", max_rotate=45, bs=16)
    save_recipe(project, recipe)
    assert load_recipe(project) == recipe


@pytest.mark.parametrize("odd", [{"size": "large"}, "crop", None, [1]])
def test_a_run_whose_recipe_cannot_be_read_has_the_defaults(odd):
    assert run_recipe(RunRecord("a", "quick", "finished", {"recipe": odd}, 1, {}, 0, 0)) == Recipe()


def test_the_recipe_of_a_run_is_the_one_it_was_trained_on(project):
    stored = {"recipe": Recipe(size=64).model_dump()}
    assert run_recipe(RunRecord("a", "quick", "finished", stored, 1, {}, 0, 0)).size == 64


def test_a_project_without_a_readable_recipe_has_the_defaults(project):
    assert load_recipe(project) == Recipe()
    store_setting(project, "recipe", {"size": "large"})
    assert load_recipe(project) == Recipe()


@pytest.mark.parametrize("wrong", [{"size": 4}, {"max_zoom": 0.5}, {"item_tfm": "stretch"}])
def test_values_that_fastai_cannot_use_are_refused(wrong):
    with pytest.raises(ValidationError):
        Recipe.model_validate(wrong)


def test_switched_off_augmentation_leaves_no_call():
    assert Recipe(augment=False).batch_calls() == []


def test_the_defaults_are_fastais_and_nothing_else():
    recipe = Recipe()
    assert [call.name for call in recipe.batch_calls()] == ["aug_transforms"]
    assert recipe.learner_callbacks() == []


def test_every_augmentation_is_one_call_from_where_it_is_kept():
    recipe = Recipe(noise=0.1, blur=2, erase=0.3, max_hue=0.1, mixup=0.4)
    modules = {call.name: call.module for call in recipe.batch_calls()}
    assert modules == {
        "aug_transforms": FASTAI,
        "Hue": FASTAI,
        "GaussianBlur": TORCHVISION,
        "GaussianNoise": TORCHVISION,
        "RandomErasing": FASTAI,
    }
    assert recipe.learner_callbacks() == [Call("MixUp", {"alpha": 0.4})]


def test_brightness_and_contrast_part_ways_only_when_they_differ():
    same = Recipe(max_lighting=0.4, max_contrast=0.4).batch_calls()
    assert [call.name for call in same] == ["aug_transforms"]
    assert same[0].arguments["max_lighting"] == 0.4
    apart = Recipe(max_lighting=0.4, max_contrast=0.0).batch_calls()
    assert [call.name for call in apart] == ["aug_transforms", "Brightness"]
    assert apart[0].arguments["max_lighting"] == 0.0


def test_switched_off_everything_is_off():
    recipe = Recipe(augment=False, noise=0.1, mixup=0.4)
    assert recipe.batch_calls() == [] == recipe.learner_callbacks()


def test_padding_is_only_said_where_there_is_some():
    assert Recipe(item_tfm="pad").item_call().arguments["pad_mode"] == "zeros"
    assert "pad_mode" not in Recipe(item_tfm="crop").item_call().arguments


def test_items_are_all_pictures_of_train_and_valid(digits):
    items = project_items(digits)
    assert {item.path for item in items} == {
        digits.dataset.image_path(image.id) for image in digits.dataset.images()
    }
    assert {item.split for item in items} == {"train", "valid"}
    assert all(item.path.exists() for item in items)
