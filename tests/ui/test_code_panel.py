from __future__ import annotations

from streamlit.testing.v1 import AppTest


def test_the_code_is_shown_as_written_in_a_closed_panel():
    def script() -> None:
        from ui.code_panel import code_panel

        code_panel("dls.show_batch()", "panel", "Runs in a notebook.")

    app = AppTest.from_function(script).run()
    panel = app.expander[0]
    assert panel.label == "Show the code"
    assert not panel.proto.expanded
    assert panel.code[0].value == "dls.show_batch()"
    assert panel.caption[0].value == "Runs in a notebook."


def test_a_worker_that_fails_is_said_in_one_sentence(monkeypatch):
    from core.jobs import warm

    def refuse(self, kind, timeout=60.0, **request):
        raise warm.WorkerFailed("It took longer than a minute.")

    monkeypatch.setattr(warm.WarmWorker, "ready", property(lambda self: True))
    monkeypatch.setattr(warm.WarmWorker, "ask", refuse)

    def script() -> None:
        import streamlit as st

        from ui.worker_answer import worker_answer

        st.text(str(worker_answer("draws", path="nowhere", seed=1)))

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "None"
    assert "longer than a minute" in app.warning[0].value
