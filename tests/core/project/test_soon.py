"""Settings that wait a moment are seen at once, and nothing of them is lost."""

import subprocess
import sys
from pathlib import Path

from core.learning.journey import note_visit
from core.learning.paths.time_spent import forget_times, tick, time_spent
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.project.soon import WAITING
from core.project.workspace import Workspace
from tests.app import workspace_of
from tests.waiting import until

ROOT = Path(__file__).parent.parent.parent.parent


def a_minute_on(project: Project, page: str = "gather") -> None:
    """One session that stays on a page for a minute."""
    tick(project, page, 60.0, tick(project, page, 0.0, None))


def on_disk(project: Project) -> dict[str, str]:
    """The settings that are in the file."""
    with project.reading() as connection:
        return dict(connection.execute("SELECT name, value FROM setting").fetchall())


def test_time_is_seen_at_once_and_written_without_anybody_asking(project: Project) -> None:
    a_minute_on(project)
    assert time_spent(project).parts["data"] == 60
    until(lambda: "time.spent" in on_disk(project))
    assert WAITING.of(project.path) == {}
    assert time_spent(project).parts["data"] == 60


def test_nothing_is_lost_between_many_clicks(project: Project) -> None:
    for _ in range(20):
        a_minute_on(project)
        note_visit(project, "gather")
    WAITING.write(project.path)
    assert WAITING.of(project.path) == {}
    assert time_spent(project).parts["data"] == 20 * 60


def test_what_waits_is_written_when_the_process_ends(project: Project) -> None:
    code = f"""
from pathlib import Path
from core.learning.paths.time_spent import tick
from core.project.project import Project
project = Project(Path({str(project.path)!r}))
tick(project, "clean", 90.0, tick(project, "clean", 0.0, None))
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert time_spent(project).parts["labels"] == 90


def test_a_saved_project_holds_what_waits(project: Project, tmp_path: Path) -> None:
    a_minute_on(project)
    opened = Workspace.create().open_archive(save_archive(project, tmp_path / "saved.zip"))
    assert time_spent(opened).parts["data"] == 60


def test_what_is_written_at_once_replaces_what_waits(project: Project) -> None:
    a_minute_on(project)
    forget_times(project)
    WAITING.write_all()
    assert time_spent(project).total == 0


def test_a_deleted_project_is_not_written_again(project: Project) -> None:
    workspace = workspace_of(project)
    a_minute_on(project)
    workspace.delete(project.id)
    assert WAITING.of(project.path) == {}
    WAITING.write_all()
    assert WAITING.of(project.path) == {}
    assert not project.path.exists()
