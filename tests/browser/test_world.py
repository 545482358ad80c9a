"""The two-minute paths of "In the world", on real photos."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.evaluation.novelty_line import FALSE_CALLS
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.project.workspace import Workspace
from core.training.quick.quick import train_quick
from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.photos]

EACH = 16


def test_a_model_meets_the_night_and_learns_to_ask(
    page: Page, server: Server, workspace: Workspace, bears: Path
) -> None:
    project = workspace.current()
    files = [file for label in sorted(bears.iterdir()) for file in sorted(label.iterdir())[:EACH]]
    take_in(
        project, from_folder((one.relative_to(bears).as_posix(), one.read_bytes()) for one in files)
    )
    train_quick(project)

    page.goto(f"{server.url}/domain?w={workspace.key}")
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.get_by_text("Sure and wrong here")).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Then: A line").click()
    page.get_by_text("The model's own doubt").first.click()
    page.get_by_role("button", name="Lock in my guess").click()
    page.get_by_role("button", name="Use this line").click()
    expect(page.get_by_role("button", name="Remove the line")).to_be_visible(timeout=30_000)
    assert project.settings.get(FALSE_CALLS) is not None

    page.get_by_role("button", name="Then: Teach it").click()
    page.get_by_role("button", name="Show me without a guess").click()
    expect(page.get_by_text("Here, after")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
