from streamlit.testing.v1 import AppTest

from core.content import lesson_text
from tests.app import unfold


def test_the_code_is_shown_as_written_in_a_closed_panel():
    def script() -> None:
        from ui.parts.code_panel import code_panel

        code_panel("dls.show_batch()", "panel", "Runs in a notebook.")

    app = AppTest.from_function(script).run()
    panel = app.expander[0]
    assert panel.label == "Show the code"
    assert not panel.proto.expanded
    assert not panel.code
    panel = unfold(app, "panel").expander[0]
    assert panel.code[0].value == "dls.show_batch()"
    assert panel.caption[0].value == "Runs in a notebook."


FINE_TUNE = """\
from fastai.vision.all import *
learn = load_learner('export.pkl')
learn.fine_tune(1)
"""


def panel_of_fine_tune() -> None:
    from tests.ui.test_code_panel import FINE_TUNE
    from ui.parts import code_panel

    code_panel.notebook_download = lambda key: None  # it needs a workspace
    code_panel.code_panel(FINE_TUNE, "panel", saved=f"{FINE_TUNE}# saved")


def test_a_name_opens_what_the_worker_reads_in_the_library(monkeypatch):
    from core.jobs import warm

    asked = []

    def answer(self, kind, timeout=60.0, **request):
        asked.append((kind, request["name"]))
        return {
            "signature": "Learner.fine_tune(epochs)",
            "doc": "Fine tune with `Learner.freeze`",
            "source": "def fine_tune(self, epochs): ...",
            "file": "fastai/callback/schedule.py",
            "line": 162,
            "library": "fastai",
            "version": "2.8.12",
        }

    monkeypatch.setattr(warm.WarmWorker, "ready", property(lambda self: True))
    monkeypatch.setattr(warm.WarmWorker, "ask", answer)
    app = unfold(AppTest.from_function(panel_of_fine_tune), "panel")
    pills = app.button_group(key="panel_name")
    assert pills.options[:2] == ["load_learner", "Learner.fine_tune"]
    assert not asked
    pills.set_value("Learner.fine_tune").run()
    assert asked == [("look_up", "Learner.fine_tune")]
    assert "Learner.fine_tune(epochs)" in [code.value for code in app.code]
    assert "2.8.12" in app.caption[0].value and "line 162" in app.caption[0].value
    app.toggle(key="panel_source").set_value(True).run()
    assert app.code[-1].value.startswith("def fine_tune")


def test_a_cold_worker_is_waited_for_without_blocking(monkeypatch):
    from core.jobs import warm

    started = []
    monkeypatch.setattr(warm.WarmWorker, "ready", property(lambda self: False))
    monkeypatch.setattr(warm.WarmWorker, "pid", property(lambda self: 1 if started else None))
    monkeypatch.setattr(warm.WarmWorker, "start", lambda self: started.append(self))
    app = unfold(AppTest.from_function(panel_of_fine_tune), "panel")
    assert not started, "looking at code loads nothing"
    app.button_group(key="panel_name").set_value("Learner.fine_tune").run()
    assert len(started) == 1
    assert lesson_text("fastai")["loading"] in [words.value for words in app.markdown]


def test_the_saved_project_is_another_beginning_of_the_same_code():
    app = unfold(AppTest.from_function(panel_of_fine_tune), "panel")
    assert not app.code[0].value.endswith("# saved")
    app.button_group(key="panel_start").set_value("your saved project").run()
    assert app.code[0].value.endswith("# saved")


def test_a_worker_that_fails_is_said_in_one_sentence(monkeypatch):
    from core.jobs import warm

    def refuse(self, kind, timeout=60.0, **request):
        raise warm.WorkerFailed("It took longer than a minute.")

    monkeypatch.setattr(warm.WarmWorker, "ready", property(lambda self: True))
    monkeypatch.setattr(warm.WarmWorker, "ask", refuse)

    def script() -> None:
        import streamlit as st

        from ui.parts.worker_answer import worker_answer

        st.text(str(worker_answer("draws", path="nowhere", seed=1)))

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "None"
    assert "longer than a minute" in app.warning[0].value
