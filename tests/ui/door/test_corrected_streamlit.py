"""A page waits for its turn, and comes out as Streamlit runs it."""

import threading

import pytest
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from core.jobs.turns import PAGES
from tests.waiting import until
from ui.frame.door.corrected_streamlit import give_pages_turns

RUN = "exec_func_with_error_handling"
SECONDS = 60.0


def page() -> None:
    import streamlit as st

    st.title("Here")


def test_a_page_waits_until_it_is_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_runner, RUN, getattr(script_runner, RUN))
    monkeypatch.setattr(PAGES, "lasts_s", SECONDS)
    give_pages_turns()
    app = AppTest.from_function(page, default_timeout=SECONDS)
    running = threading.Thread(target=app.run)
    with PAGES.taken():
        running.start()
        until(lambda: PAGES.waiting)
        assert not app.title
    running.join(SECONDS)
    assert [one.value for one in app.title] == ["Here"]
