from __future__ import annotations

import pytest

from core.jobs.warm import warm_worker
from core.vision.recipe import Recipe, load_recipe, save_recipe
from tests.app import open_page, texts


@pytest.fixture
def awake(until):
    """The warm worker, ready to answer."""
    warm_worker().start()
    until(lambda: warm_worker().ready, 120, "the fastai worker")


def knob(project, name: str, resets: int = 0) -> str:
    return f"{project.id}_{resets}_{name}"


def pictures_on(app) -> list[str]:
    """The address of every picture on the page; the same picture has the same address."""
    return [image.url for element in app.get("image") for image in element.proto.imgs]


def test_every_knob_is_saved_and_stands_in_the_code(digits):
    app = open_page("/augment", digits)
    app.slider(key=knob(digits, "max_rotate")).set_value(45.0).run()
    app.slider(key=knob(digits, "max_zoom")).set_value(1.5).run()
    app.select_slider(key=knob(digits, "size")).set_value(128).run()
    recipe = load_recipe(digits)
    assert (recipe.max_rotate, recipe.max_zoom, recipe.size) == (45.0, 1.5, 128)
    code = "\n".join(block.value for block in app.code)
    assert "Resize(128, ResizeMethod.Crop)" in code
    assert "aug_transforms(max_rotate=45, max_zoom=1.5)" in code


def test_saved_knobs_come_back_and_can_be_reset(digits):
    save_recipe(digits, Recipe(size=96, item_tfm="pad", augment=False, bs=16))
    app = open_page("/augment", digits)
    assert app.select_slider(key=knob(digits, "size")).value == 96
    assert not app.toggle(key=knob(digits, "augment")).value
    assert load_recipe(digits).item_tfm == "pad"
    app.button(key="reset_recipe").click().run()
    assert load_recipe(digits) == Recipe(bs=16)
    assert app.select_slider(key=knob(digits, "size", 1)).value == Recipe().size


@pytest.mark.slow
def test_draws_differ_until_chance_is_switched_off(digits, awake):
    app = open_page("/augment", digits)
    original, valid, *draws = pictures_on(app)
    assert all(image.alt for element in app.get("image") for image in element.proto.imgs)
    assert len(draws) == 8 and len(set(draws)) > 1
    app.button(key="draw_again").click().run()
    assert set(pictures_on(app)[2:]).isdisjoint(draws)
    app.toggle(key=knob(digits, "augment")).set_value(False).run()
    assert set(pictures_on(app)[2:]) == {valid}
    assert original != valid


@pytest.mark.slow
def test_nothing_is_written_to_the_disk(digits, awake):
    before = sorted(digits.path.rglob("*.jpg"))
    app = open_page("/augment", digits)
    assert "You said" not in texts(app)
    app.radio(key="files_guess").set_value("None").run()
    assert "It is **none**" in texts(app)
    assert f"{len(before)} files for {len(digits.images())} pictures" in texts(app)
    assert sorted(digits.path.rglob("*.jpg")) == before
