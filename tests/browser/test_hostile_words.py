"""Hundreds of hostile texts in Chromium: each is seen as text, on every page; no rule for browsers
is broken, and no other host is asked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import ROOT, Server
from core.learning.pages import HOME, PAGES
from core.plain_text import one_line
from core.project.database import let_go
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go
from tests.browser.readable import axe_finds
from tests.hostile_strings import HOSTILE, in_turn
from tests.pages.hostile_text import HOSTILE as ADDRESSES
from tests.pages.hostile_text import make_hostile
from ui.frame.frame import NAME

pytestmark = pytest.mark.browser
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# What on a page was born of one of them, and is more than text. Elements that hold names by right
# (bold, lists, titles, buttons) count only where nothing else is in them: "**zq**" became "zq".
BORN = """() => {
  const key = /([?&]w=|\\/take\\/)[\\w-]*/g;  // of workspaces, of downloads: its letters are any
  const has = (text) => /zq/i.test((text || "").replace(key, ""));
  const away = (to) => has(to) || /203\\.0\\.113/.test(to);
  const all = (wanted) => [...document.querySelectorAll(wanted)];
  const found = [];
  for (const one of all("a")) {
    if (away(one.getAttribute("href")) || has(one.textContent)) found.push(one.outerHTML);
  }
  for (const one of all("img, iframe, embed, object, source, link, video, audio, use, image")) {
    const where = ["src", "href", "data", "srcset"].map((name) => one.getAttribute(name));
    if (where.some((to) => away(to) && !/^data:image|^blob:|\\/media\\//.test(to))) {
      found.push(one.outerHTML);
    }
  }
  const icons = "[data-testid=stIconMaterial], .katex, math, script:not([src]), style, marquee";
  for (const one of all(icons)) {
    if (has(one.textContent) && !one.closest("head")) found.push(one.outerHTML);
  }
  for (const one of all("code, em, i, u, del, s, sub, sup, mark, kbd, blockquote, h5, h6, span")) {
    const wrapped = one.tagName !== "SPAN" || /Colored|Badge|Small/.test(one.className);
    if (wrapped && /^\\s*(zq)+\\s*$/.test(one.textContent)) found.push(one.outerHTML);
  }
  for (const one of all("[id], [onclick], [onerror], [onload], [onfocus], [onmouseover]")) {
    if (one.id === "zq" || /zqFired/.test(one.getAttributeNames().map((name) =>
      name.startsWith("on") ? one.getAttribute(name) : "").join())) found.push(one.outerHTML);
  }
  if (document.body.innerText.includes("\\u{1F99E}")) found.push("an emoji from :lobster:");
  if (window.zqFired) found.push("a script ran");
  return found.map((html) => html.slice(0, 200));
}"""


class Watch:
    """What the browser was made to do: ask other hosts, open dialogs, break a rule."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.dialogs: list[str] = []
        self.refused: list[str] = []
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("dialog", self._note)
        page.on("console", lambda message: self._heard(message.text))

    def _note(self, dialog) -> None:  # type: ignore[no-untyped-def]
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _heard(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused" in text or "MIME" in text:
            self.refused.append(text)


def assert_words_only(page: Page, watch: Watch, server: Server) -> None:
    assert page.evaluate(BORN) == []
    assert watch.dialogs == watch.refused == []
    assert watch.hosts <= {"", f"localhost:{server.port}"}


def test_every_page_shows_words_that_can_be_read(
    page: Page, server: Server, trained_workspace: Workspace
) -> None:
    """In light and in dark; a page is opened in the colours that the one before was left in."""
    let_go(make_hostile(trained_workspace.current(), with_addresses()).path)
    watch, seen, themes = Watch(page), 0, THEMES
    page.emulate_media(color_scheme=themes[0])
    page.goto(f"{server.url}/?w={trained_workspace.key}")
    drawn(page)
    for info in PAGES:
        go(page, info)
        assert_words_only(page, watch, server)
        assert page.title().endswith(NAME) and (info.id == HOME or info.title in page.title())
        seen += "zq" in page.locator("body").inner_text()
        assert axe_finds(page) == [], f"{info.title} in {themes[0]}"
        themes = themes[::-1]
        page.emulate_media(color_scheme=themes[0])
        drawn(page)
        assert axe_finds(page, "color-contrast") == [], f"{info.title} in {themes[0]}"
    assert seen > len(PAGES) // 2
    assert_saved(page)
    assert_words_only(page, watch, server)


def with_addresses() -> Iterator[str]:
    """All of them in turn, before every ninth the one that pages are tested with: it has many
    addresses."""
    for number, words in enumerate(in_turn()):
        if number % 9 == 0:
            yield ADDRESSES
        yield words


def assert_saved(page: Page) -> None:
    """The project menu still saves it."""
    page.locator(".st-key-project_menu button").first.click()
    with page.expect_download() as saving:
        page.locator(".st-key-save_project a").first.click()
    assert Path(saving.value.path()).stat().st_size > 10_000


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
    server = Server(tmp_path, PYTHONPATH=str(ROOT))
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
