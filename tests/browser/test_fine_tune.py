"""A fine-tune on the screen: live progress, a reload in the middle, Stop; the key leaks nowhere."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.project.archive.archive import save_archive
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.vision.recipe import Recipe, save_recipe
from tests.browser.conftest import drawn
from tests.core.key_leaks import files_with, processes_with
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = 240_000


def test_a_fine_tune_survives_a_reload_and_stops_at_once(
    server: Server, workspace: Workspace, page: Page, tmp_path: Path
) -> None:
    add_starter(workspace.current(), per_class=40)
    save_recipe(workspace.current(), Recipe(size=128, bs=4))  # short batches, and many
    page.goto(f"{server.url}/train?w={workspace.key}&how=Minutes")
    drawn(page)
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name=re.compile("^Fine-tune")).first.click()
    expect(main.get_by_text(re.compile(r"batch \d+", re.I)).first).to_be_visible(timeout=SLOW)
    page.reload()
    expect(main.get_by_text(re.compile(r"batch \d+", re.I)).first).to_be_visible(timeout=SLOW)
    assert processes_with(workspace.key) == []
    main.get_by_role("button", name="Stop").first.click()
    [run] = workspace.current().runs.all()
    until(lambda: workspace.current().runs.get(run.id).status != "running", 120, "the stop")
    assert workspace.current().runs.get(run.id).status == "stopped"
    expect(main.get_by_role("button", name=re.compile("^Fine-tune")).first).to_be_visible()
    with zipfile.ZipFile(save_archive(workspace.current(), tmp_path / "saved.zip")) as saved:
        saved.extractall(tmp_path / "saved")
    assert files_with(workspace.key, tmp_path) == []
    assert files_with(workspace.key, server.home) == [], "server.log lies there, too"
