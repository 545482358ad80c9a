import pytest

from core.classroom.answers import hold, reveal
from core.content import lesson_text
from core.vision.recipe import load_recipe
from tests.app import hints, open_page, shows, texts, unfold
from tests.pages.test_class import in_class
from ui.parts.worker_answer import warm_worker

PART = "datablock_part"


def code_on(app) -> str:
    return "\n".join(block.value for block in unfold(app, "datablock_code").code)


def test_an_empty_project_is_shown_the_way_to_pictures(project):
    app = open_page("/datablock", project)
    assert len(hints(app)) == 1 and not app.code


def test_the_four_answers_stand_there_with_their_figures(digits):
    app = open_page("/datablock", digits)
    train, valid = (
        len(digits.dataset.images(split="train")),
        len(digits.dataset.images(split="valid")),
    )
    code = code_on(app)
    for answer in ("blocks=", "get_items=get_image_files", "get_y=parent_label", "splitter="):
        assert answer in code
    assert shows(app, train, valid)
    offered = app.radio(key=f"{digits.id}_way").options
    assert "folders" not in offered, "only where pictures came in such folders"


def test_seed_share_and_kind_are_saved_and_say_how_many_moved(digits):
    app = open_page("/datablock", digits)
    before = {image.id for image in digits.dataset.images(split="valid")}
    app.number_input(key=f"{digits.id}_seed").set_value(7).run()
    after = {image.id for image in digits.dataset.images(split="valid")}
    assert digits.dataset.split().seed == 7
    assert shows(app, 42, 7, len(after - before))
    assert "random_state=7" in code_on(app)
    app.run()
    assert {image.id for image in digits.dataset.images(split="valid")} == after
    app.slider(key=f"{digits.id}_percent").set_value(40).run()
    assert len(digits.dataset.images(split="valid")) == pytest.approx(
        0.4 * len(digits.dataset.images()), abs=3
    )
    app.radio(key=f"{digits.id}_way").set_value("grouped").run()
    assert digits.dataset.split().kind == "grouped"
    app.button(key=f"{PART}_next").click().run()
    assert not app.exception


def test_the_guess_comes_before_the_count_and_the_test_set_is_locked_once(digits):
    app = open_page("/datablock", digits)
    app.button(key=f"{PART}_next").click().run()
    valid = len(digits.dataset.images(split="valid"))
    assert not shows(app, valid, valid)
    app.radio(key="seed_guess").set_value("All").run()
    assert shows(app, valid, valid), "drawn again, all of them are the same"
    assert app.button(key="lock_test").disabled
    app.checkbox(key="lock_sure").check().run()
    app.button(key="lock_test").click().run()
    assert digits.dataset.split_counts()["test"] == len(digits.dataset.images(split="test")) > 0
    assert shows(app, digits.dataset.split_counts()["test"])
    assert not [button for button in app.button if button.key == "lock_test"]


@pytest.mark.slow
def test_a_real_batch_a_story_and_a_real_error(digits, until):
    app = open_page("/datablock", digits)
    app.segmented_control(key=PART).set_value("Count it").run()
    if not warm_worker().ready:  # no other test of this process has asked for it
        app.button(key="show_fastai_batch").click().run()
    until(lambda: warm_worker().ready, 400, "the fastai worker")
    app.run()
    app.select_slider(key=f"{digits.id}_bs").set_value(8).run()
    assert load_recipe(digits).bs == 8
    train = len(digits.dataset.images(split="train"))
    assert shows(app, 8, 3, 224, 224)
    assert "torch.float32" in texts(app) and "torch.int64" in texts(app)
    made = (train, train // 8, 8)
    assert not shows(app, *made)
    of = in_class(digits)
    app.run()
    app.number_input(key=f"{digits.id}_batch_guess").set_value(3).run()
    app.button(key="lock_batch_guess").click().run()
    assert not shows(app, *made), "a class holds a number that is shown at once, too"
    reveal(of.id, ["batch_guess"])
    hold(of.id, [])
    app.run()
    assert shows(app, *made)
    app.segmented_control(key=PART).set_value("One picture's story").run()
    words = texts(app)
    assert words.index("Resize") < words.index("Normalize")
    assert "**Flip**" in words
    app.button(key="another_stage").click().run()
    app.segmented_control(key=PART).set_value("Break it").run()
    assert "item_tfms=None" in code_on(app)
    app.button_group(key="broken_case").set_value("no_files").run()
    app.radio(key="broken_guess_no_files").set_value("It just works").run()
    assert "TypeError" in code_on(app)
    assert lesson_text("datablock")["error_no_files"] in texts(app)
