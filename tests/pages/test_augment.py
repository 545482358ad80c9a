from threading import Event, current_thread

import pytest

from core.jobs.warm import WorkerFailed
from core.vision.augment.augmentations import augmentation
from core.vision.augment.same_label import verdicts
from core.vision.recipe import Recipe, load_recipe, save_recipe
from tests.app import open_page, shows, unfold
from ui.augment.draws import DRAWING
from ui.parts import page_foot
from ui.parts.worker_answer import warm_worker


@pytest.fixture
def awake(until):
    """The warm worker, ready to answer."""
    warm_worker().start()
    until(lambda: warm_worker().ready, 400, "the fastai worker")


@pytest.fixture
def drawn(digits, until):
    """Gives the page once all its draws are made: they are asked for beside it."""

    def settled(app):
        idle(digits, until)
        return app.run()

    return settled


def idle(project, until) -> None:
    until(lambda: not DRAWING.running(project), 60, "the draws")


def knob(project, name: str, resets: int = 0) -> str:
    return f"{project.id}_{resets}_{name}"


def pictures_on(app) -> list[str]:
    """The address of every picture on the page; the same picture has the same address."""
    return [image.url for element in app.get("image") for image in element.proto.imgs]


def try_out(app, project, key: str, strength):
    """Picks an augmentation, sets its strength and puts it into the recipe."""
    app.selectbox(key="tried").set_value(key).run()
    app.select_slider(key=knob(project, f"{key}_strength")).set_value(strength).run()
    toggle = app.toggle(key=knob(project, f"{key}_on"))
    if toggle.value:
        return app.button(key=knob(project, f"{key}_use")).click().run()
    return toggle.set_value(True).run()


def test_what_is_switched_on_is_saved_and_stands_in_the_code(digits):
    app = open_page("/augment", digits)
    try_out(app, digits, "rotation", 45.0)
    try_out(app, digits, "noise", 0.2)
    recipe = load_recipe(digits)
    assert (recipe.max_rotate, recipe.noise) == (45.0, 0.2)
    code = "\n".join(block.value for block in unfold(app, "augment_code").code)
    assert "aug_transforms(max_rotate=45)" in code
    assert "v2.GaussianNoise(sigma=0.2)" in code


def test_trying_changes_nothing_until_it_is_put_into_the_recipe(digits):
    app = open_page("/augment", digits)
    app.selectbox(key="tried").set_value("blur").run()
    app.select_slider(key=knob(digits, "blur_strength")).set_value(5.0).run()
    app.selectbox(key="tried").set_value("rotation").run()
    app.select_slider(key=knob(digits, "rotation_strength")).set_value(180.0).run()
    assert load_recipe(digits) == Recipe(), "rotation is in it, and stays as strong as it was"
    app.selectbox(key="tried").set_value("flip").run()
    app.toggle(key=knob(digits, "flip_on")).set_value(False).run()
    assert not augmentation("flip").is_on(load_recipe(digits))


def test_a_recipe_can_be_emptied_and_start_again(digits):
    save_recipe(digits, Recipe(size=96, noise=0.3, bs=16))
    app = open_page("/augment", digits)
    app.button(key="empty_recipe").click().run()
    assert load_recipe(digits).switched_on() == []
    app.button(key="reset_recipe").click().run()
    assert load_recipe(digits) == Recipe(size=96, bs=16)


@pytest.mark.slow
def test_draws_differ_until_nothing_is_left_to_chance(digits, awake, drawn):
    app = drawn(open_page("/augment", digits))
    valid, *draws = pictures_on(app)[:9]
    assert all(image.alt for element in app.get("image") for image in element.proto.imgs)
    assert len(set(draws)) > 1 and valid not in draws
    drawn(app.button(key="draw_again").click().run())
    assert set(pictures_on(app)[1:9]).isdisjoint(draws)
    drawn(app.select_slider(key=knob(digits, "rotation_strength")).set_value(0.0).run())
    assert len(set(pictures_on(app)[1:9])) == 1


@pytest.mark.slow
def test_the_page_does_not_wait_for_its_draws(digits, awake, drawn, monkeypatch):
    let_go, ask = Event(), warm_worker().ask
    monkeypatch.setattr(
        warm_worker(), "ask", lambda *one, **of: let_go.wait(60) and ask(*one, **of)
    )
    app = open_page("/augment", digits)
    assert len(set(pictures_on(app)[1:9])) == 1
    assert app.button(key="same_yes").disabled
    let_go.set()
    assert len(set(pictures_on(drawn(app))[1:9])) > 1
    assert not app.button(key="same_yes").disabled


@pytest.mark.slow
def test_draws_made_while_the_page_is_drawn_are_shown(digits, awake, monkeypatch, until):
    """They are done after their place was drawn and before the page ends: nothing runs any more
    that the page could look at."""

    foot = page_foot.page_foot
    monkeypatch.setattr(page_foot, "page_foot", lambda key: idle(digits, until) or foot(key))
    app = open_page("/augment", digits)
    assert len(set(pictures_on(app)[1:9])) > 1


@pytest.mark.slow
def test_draws_that_wait_do_not_load_fastai_again(digits, awake, drawn, monkeypatch, until):
    """The worker was let go between the page and its draws; once it is back they are made."""
    asked = []
    with monkeypatch.context() as gone:
        on_the_page = property(lambda _: current_thread().name != DRAWING.name)
        gone.setattr(type(warm_worker()), "ready", on_the_page)
        gone.setattr(warm_worker(), "ask", lambda *one, **of: asked.append(one))
        open_page("/augment", digits)
        idle(digits, until)
    assert asked == []
    app = drawn(open_page("/augment", digits))
    assert len(set(pictures_on(app)[1:9])) > 1


@pytest.mark.slow
def test_draws_that_failed_are_asked_for_again(digits, awake, drawn, monkeypatch, until):
    fail = Event()

    def fails(*_, **__):
        fail.wait(60)
        raise WorkerFailed("Broken off.")

    with monkeypatch.context() as broken:
        broken.setattr(warm_worker(), "ask", fails)
        app = open_page("/augment", digits)
        assert not app.warning
        fail.set()
        idle(digits, until)
        assert {warning.value for warning in app.run().warning} == {"Broken off\\."}
    app = drawn(app.run())
    assert not app.warning and len(set(pictures_on(app)[1:9])) > 1


@pytest.mark.slow
def test_the_learner_says_what_destroys_the_label(digits, awake, drawn):
    save_recipe(digits, augmentation("rotation").put_in(Recipe(augment=False), 180.0))
    app = drawn(open_page("/augment", digits))
    for _ in range(4):
        drawn(app.button(key="same_no").click().run())
    (rotation,) = verdicts(digits)
    assert (rotation.yes, rotation.asked) == (0, 4)
    assert not app.button(key="apply_advice").disabled
    app.button(key="apply_advice").click().run()
    assert load_recipe(digits).switched_on() == []


@pytest.mark.slow
def test_nothing_is_written_to_the_disk(digits, awake):
    before = sorted(digits.path.rglob("*.jpg"))
    app = open_page("/augment", digits)
    files = len(before)
    assert not shows(app, files, files)
    unfold(app, "timing_box").radio(key="files_guess").set_value("None").run()
    assert shows(app, files, files), "as many files before as after"
    assert sorted(digits.path.rglob("*.jpg")) == before
