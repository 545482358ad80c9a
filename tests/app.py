"""Open a page of the app in AppTest, always from `streamlit_app.py`, in a given workspace."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.learning.pages import page_info
from core.project.project import Project
from core.project.workspace import Workspace

ROOT = Path(__file__).parent.parent


def workspace_of(project: Project) -> Workspace:
    """The workspace that holds this project, with the project open in it."""
    for folder in project.path.parents:
        try:
            workspace = Workspace.open(folder.name)
        except Exception:
            continue
        workspace.switch(project.id)
        return workspace
    raise AssertionError(f"{project.path} is in no workspace")


def open_page(path: str, project: Project, timeout: float = 180, **query: str) -> AppTest:
    """The page at this address (`/train`), run once, with no exception on it."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=timeout)
    app.query_params["w"] = workspace_of(project).id
    for name, value in query.items():
        app.query_params[name] = value
    key = path.strip("/") or "journey"
    if key != "journey":
        app.switch_page(page_info(key).file)
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def texts(app: AppTest) -> str:
    """Every word on the page, for assertions on what a learner can read."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")
    found = [element.value for kind in kinds for element in getattr(app, kind)]
    return "\n".join(str(words) for words in [*found, *(s.value for s in app.success)])


def sent_by_component(value: object, number: int = 1) -> dict[str, object]:
    """A message as the mailbox of one of our components sends it."""
    return {"number": number, "value": value, "sent": number}
