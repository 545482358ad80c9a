"""Two web processes on one home, as behind a proxy with sticky sessions: learners on both."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page

from bench.app_server import Server
from bench.visitor import Visitor
from core.project.servers import living
from core.project.workspace import Workspace
from core.training.runs import chosen_run
from tests.browser.conftest import drawn
from tests.browser.ready_server import ReadyServer
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
    """One trains on one of them, while the same pages are read on the other."""
    assert len(living(server.home)) == 2
    project, key = trained_workspace.current(), trained_workspace.key
    before = chosen_run(project)
    page.goto(f"{server.url}/train?w={key}")
    drawn(page)
    page.locator(".st-key-train_quick button").click()
    with ThreadPoolExecutor(1) as beside:  # the browser's loop is in this thread
        visit = beside.submit(asyncio.run, errors_of_a_visit(second.url, key, SEEN))
        until(lambda: visit.done() or page.wait_for_timeout(100), what="the visit")
        assert visit.result() == 0
    until(lambda: len(project.runs.all()) == 2 or page.wait_for_timeout(100), what="a second run")
    page.goto(f"{second.url}/evaluate?w={key}")  # as after a failover
    page.locator(".st-key-lock_guess").wait_for()
    after = chosen_run(project)
    assert before and after and after.id != before.id
    second.kill()
    until(lambda: len(living(server.home)) == 1)
    page.goto(f"{server.url}/clean?w={key}")
    drawn(page)
    for one in (server, second):
        assert "A page failed" not in one.log.read_text(encoding="utf-8")
