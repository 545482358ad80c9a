"""Several web processes on one home: who lives, and whose runs are whose."""

import subprocess
import sys
from pathlib import Path

from core.project.arriving import Arrivals
from core.project.project import Project
from core.project.servers import FOLDER, THIS, WebProcess, living
from core.project.workspace import Workspace
from core.training.finetune.finetune import recover
from tests.waiting import until

OTHER = """
import sys
from pathlib import Path
from core.project.disk import home
from core.project.project import Project
from core.project.servers import THIS
THIS.enter(home())
project = Project.open(Path(sys.argv[1]))
run = project.runs.create("quick", {}, project.versions.freeze().number)
project.runs.update(run.id, status="running")
print(THIS.name, run.id, flush=True)
sys.stdin.read()
"""


def other_process(project: Project) -> tuple[subprocess.Popen[str], str, str]:
    """Another web process that is at a quick training of the project: it, its name, its run."""
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(project.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    name, run = process.stdout.readline().split()
    return process, name, run


def test_a_second_server_leaves_the_first_ones_trainings_alone_until_it_dies(
    home: Path, project: Project
) -> None:
    process, name, run = other_process(project)
    try:
        assert living(home) == [name]
        recover(home, THIS.runs_of_the_living(home))
        assert project.runs.get(run).status == "running"
    finally:
        process.kill()
        process.communicate()
    until(lambda: not living(home))
    recover(home, THIS.runs_of_the_living(home))
    assert project.runs.get(run).status == "interrupted"
    assert not list((home / FOLDER).iterdir())


def test_what_another_server_takes_in_is_not_said_to_have_broken_off(home: Path) -> None:
    workspace = Workspace.create()
    first = WebProcess()
    first.enter(home)
    folder = home / "arriving" / workspace.path.name
    folder.mkdir(parents=True)
    (folder / f"{first.name}-abc.zip").write_bytes(b"half")
    assert not Arrivals().broke_off(workspace.path)
    first._held[home].release()
    assert Arrivals().broke_off(workspace.path)
    assert not folder.exists()
