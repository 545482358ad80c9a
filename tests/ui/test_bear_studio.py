"""The panel orders what its controls say, and shows progress with a way to stop."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from core.project.project import Project
from core.starter.bear_studio import RENDERING
from tests.keys import key_of


def show_the_panel(key: str) -> None:
    from core.project.workspace import Workspace
    from ui.gather.bear_studio import bear_studio

    bear_studio(Workspace.open(key).current())


def test_the_button_says_how_many_and_the_order_can_be_stopped(
    project: Project, until: Callable[..., None]
) -> None:
    app = AppTest.from_function(show_the_panel, args=(key_of(project),), default_timeout=180).run()
    assert not app.exception
    assert app.button(key="bears_render").label == "Render 30 pictures"
    app.slider(key="bears_each").set_value(2).run()
    assert app.button(key="bears_render").label == "Render 6 pictures"
    app.button(key="bears_render").click().run()
    assert app.button(key="bears_stop").label == "Stop"
    RENDERING.stop(project)
    until(lambda: (now := RENDERING.progress(project)) is not None and now.state == "stopped")
    app.run()
    assert "of 6 pictures rendered" in app.info[0].value
