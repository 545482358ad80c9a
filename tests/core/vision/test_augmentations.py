import pytest

from core.content import read
from core.vision.augment.augmentations import CATALOGUE, augmentation
from core.vision.augment.same_label import forget_answers, keep_answer, next_question, verdicts
from core.vision.code.calls import code_alone
from core.vision.recipe import Recipe
from tests.reading import figures

BY_KEY = [pytest.param(one, id=one.key) for one in CATALOGUE]


def keys(recipe: Recipe) -> set[str]:
    return {one.key for one in recipe.switched_on()}


def test_fastais_defaults_are_switched_on():
    assert keys(Recipe()) == {"flip", "rotation", "zoom", "warp", "brightness", "contrast"}
    assert keys(Recipe(augment=False)) == set()


@pytest.mark.parametrize("one", BY_KEY)
def test_every_step_goes_into_the_recipe_and_comes_out_again(one):
    for recipe in (Recipe(), Recipe(augment=False), Recipe(noise=0.2, item_tfm="pad")):
        for step in one.steps[1:]:
            stored = Recipe.model_validate(one.put_in(recipe, step).model_dump())
            assert one.strength_in(stored) == step and one.is_on(stored)
            assert keys(stored) == keys(recipe) | {one.key}
        assert not one.is_on(one.put_in(recipe, one.steps[0]))


@pytest.mark.parametrize("one", BY_KEY)
def test_alone_nothing_else_is_on_and_the_code_names_it(one):
    recipe = Recipe(size=96, item_tfm="random_resized_crop", noise=0.2)
    assert keys(one.alone(recipe, one.usual)) == {one.key}
    assert one.alone(recipe, one.usual).size == 96
    assert "(" in code_alone(one, recipe, one.usual)
    assert code_alone(one, recipe, one.steps[-1]) != code_alone(one, recipe, one.usual)


def test_the_last_one_out_switches_augmentation_off():
    only_noise = augmentation("noise").put_in(Recipe(augment=False), 0.2)
    assert keys(only_noise) == {"noise"}
    assert augmentation("noise").put_in(only_noise, 0.0).batch_calls() == []


def test_an_own_strength_stands_among_the_steps():
    assert 37.0 in augmentation("rotation").options(Recipe(max_rotate=37))
    options = augmentation("crop").options(Recipe(item_tfm="random_resized_crop", min_scale=0.4))
    assert options[3:6] == [0.5, 0.4, 0.35]


def test_what_the_learner_says_turns_into_advice(project):
    recipe = Recipe(max_rotate=90)
    for strength, same in ((10.0, True), (45.0, True), (90.0, False), (60.0, True)):
        keep_answer(project, "rotation", strength, same)
    keep_answer(project, "zoom", 1.1, False)
    rotation, zoom = verdicts(project)
    assert (rotation.yes, rotation.asked, rotation.strongest) == (3, 4, 60.0)
    assert figures(rotation.advice(recipe)) == [60]
    assert rotation.applied(recipe).max_rotate == 60.0
    assert rotation.applied(Recipe()) == Recipe()
    assert figures(zoom.advice(recipe)) == []
    assert not augmentation("zoom").is_on(zoom.applied(recipe))
    forget_answers(project)
    assert verdicts(project) == []


def test_questions_cover_what_is_in_the_recipe():
    recipe = augmentation("blur").put_in(Recipe(augment=False), 2.0)
    asked = {next_question(recipe, number, seed=1) for number in range(6)}
    assert {one.key for one, _ in asked} == {"blur"} and len(asked) == 3
    beside = {next_question(recipe, number, 1, ("noise", "mixup"))[0].key for number in range(6)}
    assert beside == {"blur", "noise"}


def test_every_augmentation_has_its_words_and_every_sentence_its_augmentation():
    assert read("augment.yaml", dict[str, str], "notes").keys() == {one.key for one in CATALOGUE}


def test_an_own_call_is_made_in_its_turn_and_never_at_its_neutral_value():
    own = [one for one in CATALOGUE if one.turn]
    assert sorted(one.turn for one in own) == list(range(1, len(own) + 1))
    for one in own:
        assert Recipe(**{one.field: one.steps[0]}) == Recipe()
        alone = Recipe(**{one.field: one.usual})
        share = alone.p_other if one.share else 1.0
        made = [*alone.batch_calls()[1:], *alone.learner_callbacks()]
        assert made == [one.call(one.usual, share)]
    everything = Recipe(**{one.field: one.usual for one in own})
    turns = sorted(own, key=lambda one: (one.place == "callback", one.turn))
    made = [*everything.batch_calls()[1:], *everything.learner_callbacks()]
    assert [call.name for call in made] == [one.call(1.0, 0.5).name for one in turns]


def test_bare_every_augmentation_is_off_whatever_the_recipe_had():
    full = Recipe(item_tfm="random_resized_crop", max_contrast=0.5)
    for one in CATALOGUE:
        full = one.put_in(full, one.steps[-1])
    assert keys(full) == {one.key for one in CATALOGUE}
    assert keys(full.bare()) == {"crop"} and keys(full.bare(uncropped=True)) == set()


def test_what_is_stored_keeps_its_order():
    stored = list(Recipe().model_dump())
    assert stored[:6] == ["size", "item_tfm", "pad_mode", "min_scale", "augment", "flip"]
    assert stored[-3:] == ["mixup", "p_other", "bs"]
