"""The browser-only home in Chromium, asked through the very function that its page calls."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.parity.home import Answered, Opened, Refused, weighed
from bench.parity.unpacked import unpacked
from core.deploy.homes.browser import BROWSER, BROWSER_INT8
from core.deploy.homes.home import Home
from core.deploy.int8.small_model import SHRINKING, small_model, start_small_model
from core.project.project import Project
from core.project.records import RunRecord
from tests.browser.find_browser import find_browser
from tests.browser.plain_host import plain_host

ASK = """async (file) => {
  const { ask } = await import("./ask.js");
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
  try {
    return await ask(new Blob([bytes]));
  } catch (error) {
    return { trouble: error.message };
  }
}"""


@contextmanager
def in_browser(home: Home, project: Project, run: RunRecord, place: Path) -> Iterator[Opened]:
    """The page served as plain files, open in Chromium."""
    if home is BROWSER_INT8 and small_model(project, run) is None:
        start_small_model(project, run)
        SHRINKING.wait(project, 600)
    unpacked(home, project, run, place)
    with plain_host(place) as (address, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = chromium.new_page()
        page.goto(address)
        yield weighed(partial(_asked, page), place)
        chromium.close()


def _asked(page: Page, photo: bytes) -> Answered:
    said = page.evaluate(ASK, base64.b64encode(photo).decode())
    if "trouble" in said:
        raise Refused(said["trouble"])
    return Answered(said["said"]["probabilities"], said["milliseconds"])


BROWSERS = {home.key: partial(in_browser, home) for home in (BROWSER, BROWSER_INT8)}
