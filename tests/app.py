"""Open a page of the app in AppTest, always from `streamlit_app.py`, in a given workspace."""

from functools import cache
from pathlib import Path
from unittest.mock import MagicMock

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from core.learning.pages import page_info
from core.project.project import Project
from core.project.workspace import Workspace
from tests.keys import key_of
from tests.reading import one_has
from ui.parts.lesson import HINT

ROOT = Path(__file__).parent.parent
# Every run of an AppTest reads the metadata of all installed packages, to find components; that is
# most of the time of a page, and once is enough.
_scan = manifest_scanner.scan_component_manifests
vars(manifest_scanner)["scan_component_manifests"] = cache(_scan)


def _wait_for_script(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Wait until the script has ended; raises RuntimeError where it is not done in time. As AppTest
    waits, it wakes each millisecond and takes the script's time from it."""
    thread = runner._script_thread
    assert thread is not None
    thread.join(timeout)
    if thread.is_alive():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"The script ran longer than {timeout} s")


# Every run compiles the pages and stands up a runtime that only pretends, a third of its time: once
# is enough for a process. Scripts do not change while tests run.
for _module in (app_test, local_script_runner):
    vars(_module)["ScriptCache"] = cache(ScriptCache)
vars(app_test)["MagicMock"] = cache(MagicMock)
vars(local_script_runner)["require_widgets_deltas"] = _wait_for_script


def workspace_of(project: Project) -> Workspace:
    """The workspace that holds this project, with the project open in it."""
    workspace = Workspace.open(key_of(project))
    workspace.switch(project.id)
    return workspace


def app_at(path: str, workspace_key: str, timeout: float = 180) -> AppTest:
    """The app at this address (`/train`), with nothing run yet."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=timeout)
    app.query_params["w"] = workspace_key
    key = path.strip("/") or "journey"
    if key != "journey":
        app.switch_page(page_info(key).file)
    return app


def open_page(path: str, project: Project, timeout: float = 180, **query: str) -> AppTest:
    """The page at this address (`/train`), run once, with no exception on it."""
    app = app_at(path, workspace_of(project).key, timeout)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def unfold(app: AppTest, key: str, value: object = True) -> AppTest:
    """The page after the panel with this key was opened, or its tab `value`."""
    app.session_state[key] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def hints(app: AppTest) -> list[str]:
    """What marks the hints on a page, one for each (`ui/parts/lesson.py`)."""
    return [one.value for one in app.markdown if one.value.startswith(HINT)]


KINDS = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")


def paragraphs(app: AppTest) -> list[str]:
    """Every text on the page, kind by kind."""
    return [str(element.value) for kind in (*KINDS, "success") for element in getattr(app, kind)]


def texts(app: AppTest) -> str:
    """Every word on the page, for assertions on the learner's own words, names and data."""
    return "\n".join(paragraphs(app))


def shows(app: AppTest, *parts: float | str) -> bool:
    """Whether one text of the page holds all these numbers and names, in whatever words."""
    return one_has(paragraphs(app), *parts)


def has(app: AppTest, key: str) -> bool:
    """Whether a button with this key is on the page."""
    return any(button.key == key for button in app.button)


def sent_by_component(value: object, number: int = 1) -> dict[str, object]:
    """A message as the mailbox of one of our components sends it."""
    return {"number": number, "value": value, "sent": number}
