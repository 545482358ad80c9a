"""All views of a page, one after the other: each part that a row of it opens, first as it asks,
then with its guesses skipped and its boxes open."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import drawn
from tests.browser.readable import MAIN, still

MOST_SKIPS = 6
POPOVER = f"{MAIN} [data-testid=stPopoverButton]"
BOX, CARD = "[data-testid=stPopoverBody]", "[role=dialog]"
# Rows that choose one of many alike things, and questions: what they show differs in words only.
ALIKE = ("word_on_", "guess", "best_score", "gather_shown", "saying")
IN_A_BOX = {"domain": "domain_cards"}  # rows that go into a box once one of them is chosen
# Rows whose label is not shown: those open parts of a page.
ROWS = """main => [...document.querySelectorAll(`${main} [data-testid=stButtonGroup]`)]
  .filter((row) => row.querySelector("[role=radio]"))
  .filter((row) =>
    getComputedStyle(row.querySelector("[data-testid=stWidgetLabel]")).display === "none")
  .map((row) => ({
    key: row.closest("[class*=st-key-]").className.match(/st-key-([\\w-]+)/)[1],
    chosen: row.querySelector("[role=radio][aria-checked=true]")?.innerText,
    options: [...row.querySelectorAll("[role=radio]")].map((one) => one.innerText),
  }))"""
# Whether there was one; its press is answered once it is gone.
SKIP = """async main => {
  const skip = document.querySelector(`${main} [class*=st-key-skip_] button`)
  skip?.click()
  for (let turn = 0; skip?.isConnected && turn < 200; turn++) {
    await new Promise((later) => setTimeout(later, 50))
  }
  return Boolean(skip)
}"""
CLOSED = """closed => [...document.querySelectorAll(closed)]
  .map((one, place) => [place, one])
  .filter(([_, one]) => !one.disabled)
  .map(([place, one]) => [place, [...one.querySelectorAll("[data-testid=stMarkdownContainer]")]
    .map((words) => words.innerText).join(" ")])
"""
OPEN_BOXES = """main => {
  const closed = [...document.querySelectorAll(`${main} details:not([open]) > summary`)]
  closed.forEach((one) => one.click())
  return closed.length
}"""


@dataclass
class View:
    """A part of a page: which options of which rows open it (key → name), and what is found on it:
    keys of widgets, charts, components and panels, and the words on controls and headings."""

    chosen: Mapping[str, str]
    keys: set[str] = field(default_factory=set)
    names: str = ""


class Views:
    """Goes through the views of one page after the other; `look(place, where)` is called with each
    state of a view and with what lies over it, and sees only that."""

    def __init__(self, page: Page, look: Callable[[str, str], None]) -> None:
        self._page, self._look = page, look
        self._boxes: set[str] = set()

    def of(self, name: str) -> list[View]:
        """All views of the page that is open, the one it opens with first."""
        self._rows: set[str] = set()
        return self._from({}, name)

    def _from(self, path: dict[str, str], name: str) -> list[View]:
        rows = self._page.evaluate(ROWS, MAIN)
        chosen = {row["key"]: row["chosen"] for row in rows} | path
        where = " › ".join([name, *path.values()])
        view = View(chosen)
        self._states(view, where)
        found = [view]
        for row in self._new_rows():
            found += self._others(row, path, name)
        return found

    def _new_rows(self) -> list[dict[str, Any]]:
        """Rows that no view before had, the innermost first."""
        rows = [row for row in self._page.evaluate(ROWS, MAIN) if row["key"] not in self._rows]
        self._rows |= {row["key"] for row in rows}
        return [row for row in rows[::-1] if not any(one in row["key"] for one in ALIKE)]

    def _others(self, row: dict[str, Any], path: dict[str, str], name: str) -> list[View]:
        key, found = row["key"], list[View]()
        for place, option in enumerate(row["options"]):
            if option != row["chosen"]:
                self._choose(key, place)
                still(self._page)
                found += self._from({**path, key: option}, name)
        return found

    def _choose(self, key: str, place: int) -> None:
        row = self._page.locator(f".st-key-{key} [role=radio]")
        if key in IN_A_BOX and not row.count():
            self._page.locator(f".st-key-{IN_A_BOX[key]} button").first.click()
            row.nth(place).click()
            self._page.locator(BOX).wait_for(state="detached")
            self._leave()
        else:  # without the mouse it costs less
            row.nth(place).dispatch_event("click")

    def _states(self, view: View, where: str) -> None:
        if self._page.locator(f"{MAIN} [class*=st-key-skip_] button").count():
            self._see(view, where)
        for _ in range(MOST_SKIPS):
            if not self._page.evaluate(SKIP, MAIN):
                break
            still(self._page)
        if self._page.evaluate(OPEN_BOXES, MAIN):
            still(self._page)
        self._see(view, where)
        self._open_boxes(where)

    def _see(self, view: View, where: str) -> None:
        self._look(MAIN, where)
        for one in self._page.evaluate("place => controls(place)", MAIN):
            view.keys.update(one["keys"])
            view.names += one["names"]

    def _open_boxes(self, where: str) -> None:
        """What lies over the page, of each kind once: a chart's numbers, an explanation again."""
        for place, label in self._page.evaluate(CLOSED, POPOVER):
            kind = re.sub(r"\d+", "_", label)
            if kind in self._boxes:
                continue
            self._boxes.add(kind)
            self._page.locator(POPOVER).nth(place).click()
            self.over(BOX, f"{where} › {kind}")

    def over(self, place: str, where: str) -> None:
        """Look at a box or a window that was opened just now, and close it."""
        self._page.locator(place).first.wait_for()
        drawn(self._page)
        self._look(place, where)
        self._page.keyboard.press("Escape")
        self._page.locator(place).first.wait_for(state="detached")
        self._leave()
        drawn(self._page)

    def _leave(self) -> None:
        """Take the mouse away: what lies under it lights up in another view, too."""
        self._page.mouse.move(0, 0)
