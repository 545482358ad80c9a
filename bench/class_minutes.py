"""What each stop of the class path takes before anybody has said a word: reading and waiting.

    python -m bench.class_minutes

A learner with Bear World goes the path in a browser and presses what each stop asks for. Counted
are the words that come to the screen (what is folded away is not; a sentence that was there is not
again, one that is new is in full), and the seconds from a press to the drawn answer (with about a
second in which nothing more comes). One JSON line: `load` of the machine, and for each stop its
`page`, the `minutes` it is given, `words`, `read_min` (at WORDS_A_MINUTE), `wait_s`, and
`left_min`, which is what is left for doing, writing and talking.
"""

import contextlib
import json
import os
import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bench.app_server import Server
from bench.journey import QUIET, browser_page
from core.learning.pages import page_info
from core.learning.paths.paths import Place, go_to, guided_paths
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.starter_sets import FIRST, add_starter

WORDS_A_MINUTE = 150
PRESSES: dict[str, tuple[str, ...]] = {
    "possible": ("domain", "skip_guess"),
    "objective": ("plan_check_objective",),
    "levers": ("plan_check_levers",),
    "gather": ("skip_gather_guess",),
    "train": ("train_quick",),
    "evaluate": ("skip_guess",),
    "clean": ("to_review", "apply_cleaning"),
    "decide": ("first_actions", "skip_rule"),
    "predict": ("skip_static_guess",),
    "domain": ("skip_abroad",),
}
"""The keys of what is pressed at a stop to see its answer; what is not there is passed over."""
COMES = {"train_quick": ".st-key-your_runs", "apply_cleaning": ".st-key-retrain"}
"""What is there once the work that a press began has ended."""
PATH = guided_paths()["class"]
STOPS = len(PATH.stops)
_STAYS_MS = 1_000
_SETTLE_MS = 300  # until the browser has told the server
_COMES_MS = 10_000  # what is not there then is not asked for
_MAIN = "[data-testid=stMain]"


def main() -> None:
    """Walk the path and print the line."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DRIVETRAIN_HOME"] = folder
        workspace = Workspace.create()
        add_starter(project := workspace.current(), FIRST)
        server = Server(Path(folder))
        server.start()
        try:
            with browser_page(f"{server.url}/?w={workspace.key}") as page:
                stops = [_stop(page, project, workspace.key, number) for number in range(STOPS)]
        finally:
            server.kill()
    print(json.dumps({"load": round(os.getloadavg()[0], 1), "stops": stops}))


def _stop(page: Page, project: Project, key: str, number: int) -> dict[str, float | str]:
    """Go to a stop, press what it asks for, and count."""
    stop = PATH.stops[number]
    go_to(project, Place(PATH, number))
    began = time.perf_counter()
    page.goto(urljoin(page.url, f"/{page_info(stop.page).url_path}?w={key}"))
    _drawn(page)
    waited = time.perf_counter() - began
    seen = _sentences(page)
    for key in PRESSES.get(stop.page, ()):
        waited += _press(page, key)
        seen |= _sentences(page)
    words = sum(len(sentence.split()) * times for sentence, times in seen.items())
    read = words / WORDS_A_MINUTE
    return {
        "page": stop.page,
        "minutes": stop.minutes,
        "words": words,
        "read_min": round(read, 1),
        "wait_s": round(waited, 1),
        "left_min": round(stop.minutes - read - waited / 60, 1),
    }


def _press(page: Page, key: str) -> float:
    """Seconds from a press to the drawn answer; 0 for what is not there."""
    button = page.locator(f"[class*=st-key-{key}] button:enabled").last
    with contextlib.suppress(PlaywrightTimeout):
        button.wait_for(timeout=_COMES_MS)
    if not button.count():
        return 0.0
    began = time.perf_counter()
    button.click()
    page.wait_for_timeout(_SETTLE_MS)
    _drawn(page)
    if key in COMES:
        page.locator(COMES[key]).first.wait_for()
        _drawn(page)
    return time.perf_counter() - began


def _drawn(page: Page) -> None:
    """Wait until nothing more comes: on a busy machine a page is quiet before it begins, too."""
    page.locator("h1").first.wait_for()
    seen = None
    while seen != (seen := page.locator(_MAIN).inner_text()):
        page.wait_for_timeout(_STAYS_MS)
        page.locator(QUIET).wait_for()


def _sentences(page: Page) -> Counter[str]:
    found = re.split(r"(?<=[.?!])\s|\n", page.locator(_MAIN).inner_text())
    return Counter(one.strip() for one in found)


if __name__ == "__main__":
    main()
