"""No click opens more than three database connections, on any page."""

import sys
from typing import Any

import pytest

from core.learning.pages import PAGES
from core.project.project import Project
from tests.app import open_page

MOST = 3
opened: list[str] = []


def count(event: str, arguments: tuple[Any, ...]) -> None:
    """Note each SQLite connection that is opened in this process from now on."""
    if event == "sqlite3.connect":
        opened.append(str(arguments[0]))


@pytest.fixture(scope="module", autouse=True)
def counting() -> None:
    """Python has no way to take the hook back; it only appends to a list."""
    sys.addaudithook(count)


def test_a_click_opens_hardly_any_connection(trained: Project) -> None:
    too_many = {}
    for page in PAGES:
        app = open_page(page.id, trained)
        opened.clear()
        app.run()
        if len(opened) > MOST:
            too_many[page.id] = list(opened)
    assert too_many == {}


def test_the_hook_sees_a_connection(trained: Project) -> None:
    from core.project.database import connect

    opened.clear()
    connect(trained.path / "project.sqlite").close()
    assert len(opened) == 1
