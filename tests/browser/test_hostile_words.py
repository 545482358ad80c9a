"""Hundreds of hostile texts in Streamlit's own elements, in Chromium: each is seen as text. The
pages of the app show them in test_every_view.py."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.plain_text import one_line
from tests.browser.conftest import drawn
from tests.browser.ready_server import ReadyServer
from tests.browser.words_only import Watch, assert_words_only
from tests.hostile_strings import HOSTILE

pytestmark = pytest.mark.browser

SCRIPT = """
import streamlit as st
from core.plain_text import as_text
from tests.hostile_strings import HOSTILE

for number, words in enumerate(map(as_text, HOSTILE)):
    with st.container(key=f"text_{number}"):
        st.markdown(words)
    if number % 9 == 0:
        st.caption(f"**{words}** and {words}")
        st.button(words, key=number)
        st.radio(words, [number], format_func=lambda _, words=words: words, key=f"radio_{number}")
        st.metric(words, 1, help=words)
        st.expander(words)
st.title("All of them")
st.html("<p id='end'></p>")
"""


@pytest.fixture
def all_of_them(tmp_path: Path) -> Iterator[Server]:
    """Streamlit with nothing but these texts in its own elements."""
    (tmp_path / "all.py").write_text(SCRIPT)
    server = ReadyServer(tmp_path)
    server.script = tmp_path / "all.py"
    server.start()
    yield server
    server.kill()


def test_streamlit_shows_each_as_it_is(page: Page, all_of_them: Server) -> None:
    watch = Watch(page)
    page.goto(all_of_them.url)
    expect(page.locator("#end")).to_be_attached()
    drawn(page)
    assert_words_only(page, watch, all_of_them)
    shown = page.evaluate(
        "() => [...document.querySelectorAll('[class*=st-key-text_]')].map((one) => one.innerText)"
    )
    wrong = [
        (words, text)
        for words, text in zip(HOSTILE, shown, strict=True)
        if plain(text) != plain(one_line(words))
    ]
    assert not wrong, "\n".join(map(repr, wrong))


def plain(text: str) -> str:
    """Without signs that part addresses or keep a direction, and as browsers count spaces."""
    return " ".join(re.sub("[\u2060\u2068\u2069\ufeff]", "", text).split())
