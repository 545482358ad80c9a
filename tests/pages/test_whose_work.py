"""Looking leaves nothing on disk, and no link takes a browser over."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.content import lesson_text
from core.learning.pages import PAGES, page_info
from core.project.project import Project
from core.project.workspace import Workspace, new_key
from tests.app import ROOT, workspace_of
from tests.core.project.pictures import pictures
from ui import session
from ui.session import Memory


def visit(link: str = "", cookie: str = "", page: str = "") -> AppTest:
    """The app as a browser with this cookie opens it at this address."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.session_state[session._MEMORY] = Memory.read(cookie)
    if link:
        app.query_params["w"] = link
    if page:
        app.switch_page(page)
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def address(app: AppTest) -> str:
    """The key in the address of the page."""
    found = app.query_params["w"]
    return found if isinstance(found, str) else found[0]


@pytest.fixture
def mine(home: Path) -> Workspace:
    """A workspace with a picture in it."""
    workspace = Workspace.create()
    workspace.current().dataset.add(pictures(1, "bear"))
    return workspace


@pytest.fixture
def other(home: Path) -> Workspace:
    """A mate's workspace."""
    workspace = Workspace.create()
    workspace.current().rename("Waste")
    return workspace


@pytest.mark.parametrize("page", [page.file for page in PAGES])
def test_looking_at_a_page_leaves_nothing_on_disk(home: Path, page: str) -> None:
    app = visit(page=page)
    app.run()
    assert not list(home.glob("workspaces/*"))


def test_the_first_thing_kept_makes_the_workspace(home: Path) -> None:
    app = visit()
    key = address(app)
    app.sidebar.button(key="project_menu").click().run()
    name = next(field for field in app.text_input if str(field.key).startswith("project_name_"))
    name.input("Bears at night").run()
    assert Workspace.open(key).current().name == "Bears at night"


def test_pictures_may_come_first(home: Path) -> None:
    project = Workspace.not_yet(new_key()).current()
    assert project.dataset.images() == [] and not project.is_kept
    project.dataset.add(pictures(2, "bear", "fox"))
    assert project.is_kept and len(project.dataset.images()) == 4


def test_every_way_to_bring_pictures_is_there_before_anything_is_kept(home: Path) -> None:
    app = visit(page=page_info("gather").file)
    for way in app.selectbox(key="gather_way").options:
        app.selectbox(key="gather_way").select(way).run()
        assert not app.exception, (way, [error.value for error in app.exception])
    assert not Workspace.not_yet(address(app)).is_kept


def test_a_reload_before_anything_is_kept_goes_on(home: Path) -> None:
    key = new_key()
    app = visit(key, cookie=f"~{key}")
    assert address(app) == key and not app.toast


def test_work_that_is_deleted_while_it_is_open_is_said_to_be(mine: Workspace) -> None:
    app = visit(mine.key)
    assert not app.toast
    shutil.rmtree(mine.path)
    app.query_params.clear()  # as links of the menu do
    app.run()
    assert [toast.value for toast in app.toast] == [lesson_text("workspace")["deleted"]]
    app.run()
    assert not app.toast and address(app) != mine.key


def test_a_link_asks_before_it_opens_another_workspace(mine: Workspace, other: Workspace) -> None:
    app = visit(other.key, cookie=mine.key)
    assert address(app) == other.key
    app.button(key="stay_with_mine").click().run()
    assert address(app) == mine.key
    assert app.session_state[session._MEMORY].keys == (mine.key,)


def test_the_other_one_is_opened_by_choice_and_nothing_is_forgotten(
    mine: Workspace, other: Workspace
) -> None:
    app = visit(other.key, cookie=mine.key)
    app.button(key="open_the_other").click().run()
    assert address(app) == other.key
    assert app.session_state[session._MEMORY].keys == (mine.key, other.key)
    app.sidebar.button(key="project_menu").click().run()
    app.button(key="open_workspace_0").click().run()
    assert address(app) == mine.key


def test_a_browser_without_memory_follows_a_link(other: Workspace) -> None:
    app = visit(other.key)
    assert address(app) == other.key
    assert app.session_state[session._MEMORY].keys == (other.key,)


def test_somebody_elses_turn_leaves_no_key_behind(mine: Workspace) -> None:
    app = visit(mine.key, cookie=mine.key)
    app.sidebar.button(key="project_menu").click().run()
    app.checkbox(key="kept_address").check().run()
    app.button(key="new_workspace").click().run()
    assert app.session_state[session._MEMORY].keys == ()
    assert session.EVERYTHING in app.session_state[session._FORGOTTEN]


def test_an_address_that_opens_nothing_any_more_begins_nothing(
    mine: Workspace, project: Project
) -> None:
    moved = workspace_of(project).with_new_key()
    gone = new_key()
    app = visit(gone, cookie=f"{gone}.{moved.key}")
    assert address(app) == moved.key


@pytest.mark.parametrize("cookie", ["", "~", "x", "~..", "<script>", "a" * 5000, "~" + "b" * 22])
def test_an_odd_cookie_is_read_as_what_it_is(cookie: str) -> None:
    memory = Memory.read(cookie)
    assert memory.keys == () and len(memory.not_begun) in (0, 22)
    assert Memory.read(memory.written()) == memory
