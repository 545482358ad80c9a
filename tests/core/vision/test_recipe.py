from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.vision.recipe import Recipe, load_recipe, project_items, save_recipe


def test_a_saved_recipe_comes_back(project):
    recipe = Recipe(size=128, item_tfm="pad", pad_mode="reflection", max_rotate=45, bs=16)
    save_recipe(project, recipe)
    assert load_recipe(project) == recipe


def test_a_project_without_a_readable_recipe_has_the_defaults(project):
    assert load_recipe(project) == Recipe()
    project.set_setting("recipe", {"size": "large"})
    assert load_recipe(project) == Recipe()


@pytest.mark.parametrize("wrong", [{"size": 4}, {"max_zoom": 0.5}, {"item_tfm": "stretch"}])
def test_values_that_fastai_cannot_use_are_refused(wrong):
    with pytest.raises(ValidationError):
        Recipe.model_validate(wrong)


def test_switched_off_augmentation_leaves_no_call():
    assert Recipe(augment=False).batch_call() is None


def test_padding_is_only_said_where_there_is_some():
    assert Recipe(item_tfm="pad").item_call().arguments["pad_mode"] == "zeros"
    assert "pad_mode" not in Recipe(item_tfm="crop").item_call().arguments


def test_items_are_all_pictures_of_train_and_valid(digits):
    items = project_items(digits)
    assert {item.path for item in items} == {
        digits.image_path(image.id) for image in digits.images()
    }
    assert {item.split for item in items} == {"train", "valid"}
    assert all(item.path.exists() for item in items)
