"""The project menu: name, save, open, switch, hand over."""

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from core.gather.open_saved import OPENING
from core.learning.pages import page_info
from core.project.arriving import ARRIVALS
from core.project.project import Project
from core.project.workspace import Workspace, WorkspaceNotFound
from tests.app import ROOT, open_page, workspace_of
from tests.core.project.pictures import pictures
from tests.core.project.saved import zipped
from tests.waiting import until
from ui.frame.open_saved import open_saved
from ui.parts.notebook_download import file_stem


def menu(project: Project) -> AppTest:
    """The home page with the project menu open."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.query_params["w"] = workspace_of(project).key
    app.run()
    app.sidebar.button(key="project_menu").click().run()
    assert not app.exception
    return app


def test_a_project_can_be_renamed(project: Project) -> None:
    page = menu(project)
    page.text_input(key=f"project_name_{project.id}").input("Bears at night").run()
    assert project.name == "Bears at night"


def sent(page: AppTest, project: Project, data: bytes) -> AppTest:
    """The page once these bytes came in for the ticket it showed, and were opened or refused."""
    token = page.session_state[open_saved._TOKEN]
    piece = ARRIVALS.begin(token, 0, len(data))
    piece.write(data)
    piece.close(whole=True)
    page.session_state[f"_{open_saved.KEY}_sent_held"] = {"token": token}
    page.run()
    until(lambda: not OPENING.running(project), 60, "the opening")
    return page.run() if OPENING.progress(project) else page


def test_the_saved_zip_opens_as_another_project(project: Project) -> None:
    project.dataset.add(pictures(2, "bear", "fox"))
    page = sent(menu(project), project, zipped(project))
    assert not page.exception
    workspace = Workspace.open(page.query_params["w"])
    assert len(workspace.projects()) == 2 and workspace.current().id != project.id


def test_a_file_that_is_no_project_is_refused_in_a_sentence(project: Project) -> None:
    page = sent(menu(project), project, b"hello")
    assert "not a ZIP" in page.error[0].value
    assert len(workspace_of(project).projects()) == 1


def test_somebody_else_gets_a_workspace_of_their_own(project: Project) -> None:
    page = menu(project)
    mine = page.query_params["w"]
    assert page.button(key="new_workspace").disabled, "first the address, which is the only key"
    page.checkbox(key="kept_address").check().run()
    page.button(key="new_workspace").click().run()
    other = page.query_params["w"]
    assert other != mine
    assert Workspace.not_yet(other).current().dataset.images() == []
    assert Workspace.open(mine).current().id == project.id


def test_a_new_project_leaves_the_old_one_in_the_list(project: Project) -> None:
    page = menu(project)
    page.button(key="new_project").click().run()
    assert not page.exception
    workspace = Workspace.open(page.query_params["w"])
    assert len(workspace.projects()) == 2
    assert workspace.current().id != project.id


def test_a_new_project_begins_a_page_with_its_first_part(project: Project) -> None:
    page = open_page("/objective", project)
    parts = page.segmented_control(key="objective_part")
    parts.set_value(parts.options[-1]).run()
    page.switch_page(page_info("journey").file).run()
    page.sidebar.button(key="project_menu").click().run()
    page.button(key="new_project").click().run()
    page.switch_page(page_info("objective").file).run()
    assert not page.exception
    assert page.segmented_control(key="objective_part").value == parts.options[0]


def test_a_project_goes_for_good_once_that_is_confirmed(project: Project) -> None:
    project.dataset.add(pictures(2, "bear"))
    workspace = workspace_of(project)
    other = workspace.new_project("Another")
    workspace.switch(project.id)
    page = menu(project)
    assert page.button(key="delete_project_now").disabled
    page.checkbox(key=f"sure_delete_{project.id}").check().run()
    page.button(key="delete_project_now").click().run()
    assert not page.exception and not project.path.exists()
    assert [info.id for info in workspace.projects()] == [other.id] == [workspace.current().id]


def test_the_download_is_one_zip_with_a_plain_name(project: Project) -> None:
    project.dataset.add(pictures(2, "bear", "fox"))
    with zipfile.ZipFile(io.BytesIO(zipped(project))) as archive:
        names = archive.namelist()
    assert sum(name.startswith("images/") for name in names) == 4
    assert {"project.json", "ATTRIBUTION.md"} <= set(names)
    assert file_stem("Bären / am See!") == "bären-am-see"
    assert file_stem("熊") == "熊"
    assert file_stem("../ ?*") == "project"


def test_a_new_address_brings_the_work_along(project: Project) -> None:
    project.rename("Bears at night")
    page = menu(project)
    before = page.query_params["w"]
    assert page.button(key="new_address").disabled
    page.checkbox(key="sure_new_address").check().run()
    page.button(key="new_address").click().run()
    assert not page.exception
    after = page.query_params["w"]
    assert after != before
    assert Workspace.open(after).current().name == "Bears at night"
    with pytest.raises(WorkspaceNotFound):
        Workspace.open(before)
