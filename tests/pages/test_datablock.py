from __future__ import annotations

import pytest

from core.jobs.warm import warm_worker
from core.vision.recipe import load_recipe
from tests.app import open_page, texts


def code_on(app) -> str:
    return "\n".join(block.value for block in app.code)


def test_an_empty_project_is_shown_the_way_to_pictures(project):
    app = open_page("/datablock", project)
    assert "two classes" in texts(app)
    assert not app.code


def test_the_four_answers_stand_there_with_their_figures(digits):
    app = open_page("/datablock", digits)
    train, valid = len(digits.images(split="train")), len(digits.images(split="valid"))
    code = code_on(app)
    for answer in ("blocks=", "get_items=get_image_files", "get_y=parent_label", "splitter="):
        assert answer in code
    assert f"**{train}** pictures to learn from, **{valid}** held out" in texts(app)


def test_another_seed_is_saved_and_says_how_many_moved(digits):
    app = open_page("/datablock", digits)
    before = {image.id for image in digits.images(split="valid")}
    app.number_input(key=f"{digits.id}_seed").set_value(7).run()
    after = {image.id for image in digits.images(split="valid")}
    assert digits.split().seed == 7
    assert f"moved **{len(after - before)}** pictures in" in texts(app)
    assert "random_state=7" in code_on(app)
    app.run()
    assert {image.id for image in digits.images(split="valid")} == after


def test_share_and_batch_size_are_saved(digits):
    app = open_page("/datablock", digits)
    app.slider(key=f"{digits.id}_percent").set_value(40).run()
    app.select_slider(key=f"{digits.id}_bs").set_value(8).run()
    assert len(digits.images(split="valid")) == pytest.approx(0.4 * len(digits.images()), abs=3)
    assert load_recipe(digits).bs == 8
    assert "bs=8" in code_on(app)


def test_the_guess_comes_before_the_count(digits):
    app = open_page("/datablock", digits)
    assert "You said" not in texts(app)
    app.radio(key="seed_guess").set_value("All").run()
    valid = len(digits.images(split="valid"))
    assert "You said “All”" in texts(app)
    assert f"of {valid}**" in texts(app)


@pytest.mark.slow
def test_a_real_batch_is_shown_with_its_shape(digits, until):
    app = open_page("/datablock", digits)
    until(lambda: warm_worker().ready, 120, "the fastai worker")
    app.run()
    words = texts(app)
    train = len(digits.images(split="train"))
    assert f"{min(32, train)} × 3 × 224 × 224" in words
    assert "torch.float32" in words and "torch.int64" in words
    assert f"{train} training pictures make {train // 32} batches" in words
    app.toggle(key="steps").set_value(True).run()
    transforms = list(app.dataframe[0].value["transform"])
    assert transforms.index("Resize") < transforms.index("Normalize")
