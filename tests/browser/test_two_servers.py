"""Two web processes on one home, as behind a proxy with sticky sessions: learners on both."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from bench.visitor import Visitor
from core.learning.pages import page_info
from core.project.servers import living
from core.project.workspace import Workspace
from core.training.runs import chosen_run
from tests.browser.conftest import drawn, go
from tests.browser.ready_server import ReadyServer
from tests.browser.test_journey import workspace_key
from tests.waiting import until

pytestmark = [pytest.mark.browser]
SEEN = ("", "train", "evaluate", "decide", "deploy")


@pytest.fixture
def second(server: Server) -> Iterator[Server]:
    """Another web process on the home of the shared one."""
    other = ReadyServer(server.home)
    other.start()
    yield other
    other.kill()


async def errors_of_a_visit(url: str, key: str, pages: Iterable[str]) -> int:
    """How many errors somebody on a server sees on these pages."""
    async with Visitor(url, query=f"w={key}") as visitor:
        for page in pages:
            await visitor.visit(page)
        return visitor.errors + visitor.not_found


def test_learners_on_both_see_the_same_home(
    server: Server, second: Server, page: Page, trained_workspace: Workspace
) -> None:
    assert len(living(server.home)) == 2
    page.goto(f"{server.url}/gather")
    drawn(page)
    page.locator(".st-key-use_starter button").click()
    with ThreadPoolExecutor(1) as beside:  # the browser's loop is in this thread
        visit = errors_of_a_visit(second.url, trained_workspace.key, SEEN)
        assert beside.submit(asyncio.run, visit).result() == 0
    expect(page.locator("h1").first).to_have_text(page_info("evaluate").title)
    workspace = Workspace.open(workspace_key(page))
    until(lambda: chosen_run(workspace.current()) is not None)
    page.goto(f"{second.url}/evaluate?w={workspace.key}")  # as after a failover
    expect(page.locator(".st-key-lock_guess")).to_be_visible()
    go(page, page_info("clean"))
    second.kill()
    until(lambda: len(living(server.home)) == 1)
    page.goto(f"{server.url}/clean?w={workspace.key}")
    drawn(page)
    for one in (server, second):
        assert "A page failed" not in one.log.read_text(encoding="utf-8")
