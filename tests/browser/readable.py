"""What axe-core finds on a page and in its views: contrast in both themes, names for screen
readers, roles. Each part is read once, however many views show it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.app_server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
READS = Path(__file__).with_name("readable.js")
STREAMLITS_OWN = ("[data-testid=stSidebarNavItems]", "[data-testid=stFileUploaderDropzone]")
MENU = "[data-testid=stSidebar]"
MAIN = "[data-testid=stMain]"
OTHER = {"light": "dark", "dark": "light"}
TRIES = 6  # a part that is just being drawn has its names and colours a moment later
OFF = {
    "region": {"enabled": False},
    "label-content-name-mismatch": {"enabled": False},  # it compares hostile names sign by sign
}
NO_CONTRAST = {"color-contrast": {"enabled": False}}
ALL_RULES: dict[str, Any] = {"exclude": STREAMLITS_OWN, "rules": OFF}
WCAG: dict[str, Any] = {  # of a part alone one cannot say whether headings are in order
    **ALL_RULES,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
}
CONTRAST: dict[str, Any] = {
    "exclude": STREAMLITS_OWN,
    "rules": {},
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}
IN_THEME = """theme => new Promise(there => {
  const look = () => getComputedStyle(document.documentElement).colorScheme === theme
    ? there() : setTimeout(look, 50)
  look()
})"""

# The script has run, and for a moment nothing was asked of it or drawn any more.
STILL = """() => new Promise(there => {
  const isRunning = () => !document.querySelector(
    "[data-testid=stApp][data-test-script-state=notRunning] h1")
  let left = 0
  const again = () => {
    clearTimeout(left)
    left = setTimeout(() => isRunning() ? again() : (watch.disconnect(), there()), 120)
  }
  const watch = new MutationObserver(again)
  watch.observe(document.body, {subtree: true, childList: true})
  again()
})"""


class Reader:
    """Reads a tab that is walked by the menu: what it was told to read, it does not read again.

    Each part is held against the rules in the theme in which it is met. Contrast is read where a
    text has a look that nothing before had: here, and then in the other theme; the tab stays in
    that theme, in which the next view is met.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self.theme = "light"
        self._read_before = list[str]()
        page.emulate_media(color_scheme="light")
        page.evaluate(AXE.read_text("utf-8"))  # the rules for scripts on the page allow no tag
        page.evaluate(READS.read_text("utf-8"))

    def whole(self) -> list[str]:
        """One line for each place of the whole document that breaks a rule; the menu, which is the
        same on every page, is read the first time."""
        how = {**ALL_RULES, "whole": True, "exclude": [*STREAMLITS_OWN, *self._read_before]}
        self._read_before = [MENU]
        return self._read("body", how)

    def new_parts(self, place: str = MAIN) -> list[str]:
        """The same of what is new within `place`, by the rules of WCAG A and AA."""
        return self._read(place, WCAG)

    def _read(self, place: str, how: dict[str, Any]) -> list[str]:
        if not self._has_new_looks(place):
            return self._patiently(place, {**how, "rules": how["rules"] | NO_CONTRAST})
        found = self._patiently(place, how)
        self._turn()
        found += self._patiently(place, CONTRAST)
        self._has_new_looks(place)
        return found

    def _has_new_looks(self, place: str) -> bool:
        return bool(self._page.evaluate("place => newLooks(place)", place))

    def _patiently(self, place: str, how: dict[str, Any]) -> list[str]:
        asked = {**how, "place": place}
        found: list[str] = self._page.evaluate("asked => readNew(asked)", asked)
        for _ in range(TRIES):
            if not found:
                break
            self._page.wait_for_timeout(1000)
            found = self._page.evaluate("asked => readNew(asked)", {**asked, "again": True})
        return [f"in {self.theme}, {one}" for one in found]

    def _turn(self) -> None:
        """Change the theme as the learner's computer does in the evening, and wait for the run that
        draws the charts in its ink."""
        self.theme = OTHER[self.theme]
        self._page.emulate_media(color_scheme=self.theme)  # type: ignore[arg-type]
        self._page.evaluate(IN_THEME, self.theme)
        still(self._page)


def still(page: Page) -> None:
    """Wait until the page is drawn, and drawn again where that or a new theme asked for it."""
    page.evaluate(STILL)
