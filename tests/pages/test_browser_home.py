"""Deploy, Take it home: the browser-only folder, in full size or int8, measured before taken."""

import pytest
from streamlit.testing.v1 import AppTest

from core.deploy.int8 import small_model as making
from core.deploy.int8.small_model import SHRINKING, small_model
from core.project.project import Project
from core.training.runs import chosen_run
from tests.app import open_page
from ui.deploy.browser_home import FULL, SMALL

PART = "Take it home"


def test_int8_can_be_taken_only_after_its_loss_was_measured(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "CALIBRATED_ON", 4)
    run = chosen_run(trained)
    assert run is not None
    app = open_page("/deploy", trained)
    app.segmented_control(key="deploy_part").set_value(PART).run()
    assert app.segmented_control(key="browser_size").value == FULL
    assert downloads(app) == 1
    app.segmented_control(key="browser_size").set_value(SMALL).run()
    assert downloads(app) == 0
    app.button(key="int8_make").click().run()
    SHRINKING.wait(trained, 300)
    app.run()
    made = small_model(trained, run)
    assert made is not None
    assert downloads(app) == 1
    assert [made.loss.small.in_words in str(table.value) for table in app.table] == [True]


def test_a_fine_tune_goes_in_full_size_only(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.deploy.browser_home.can_be_small", lambda _run: False)
    app = open_page("/deploy", trained)
    app.segmented_control(key="deploy_part").set_value(PART).run()
    assert not any(one.key == "browser_size" for one in app.segmented_control)
    assert downloads(app) == 1


def downloads(app: AppTest) -> int:
    assert not app.exception
    return sum("/take/" in str(one.proto) for one in app.main.get("link_button"))
