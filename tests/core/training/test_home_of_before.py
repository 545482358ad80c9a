"""A home of commit d943d4b goes on after an upgrade: what waited starts, what was cut off too."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.jobs.queue import worker_process
from core.jobs.queue.local import FOLDER
from core.jobs.ray.job import ORDER, module_to_run
from core.project.database import let_go
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.finetune.finetune import WORKER, recover, stop_finetune
from core.training.finetune.lr_find import lr_search
from tests.core.key_leaks import files_with
from tests.core.training.tiny import seen_by_a_page, tiny_project
from tests.keys import key_of
from tests.waiting import until

pytestmark = pytest.mark.timeout(900)

SETTINGS = (
    '{"architecture":"efficientnet_lite0","pretrained":true,"epochs":1,"freeze_epochs":1,'
    '"lr":0.002,"bs":null,"seed":42,"patience":0,"quick_head":false,"small_machine":false,'
    '"size":null,"small_size":null,"small_epochs":1,"mixed_precision":false}'
)
RECIPE = (
    '{"size":32,"item_tfm":"crop","pad_mode":"zeros","min_scale":0.35,"augment":true,"flip":true,'
    '"flip_vert":false,"max_rotate":10.0,"max_zoom":1.1,"max_lighting":0.2,"max_warp":0.2,'
    '"p_affine":0.75,"p_lighting":0.75,"max_contrast":null,"max_saturation":0.0,"max_hue":0.0,'
    '"greyscale":0.0,"noise":0.0,"blur":0.0,"sharpen":0.0,"elastic":0.0,"erase":0.0,"mixup":0.0,'
    '"p_other":0.5,"bs":4}'
)
TABLES = """
    create table line (
    id integer primary key autoincrement, folder text unique not null, workspace text not null,
    memory integer not null, work real not null, added real not null,
    running integer not null default 0, started real, restarts integer not null default 0,
    kept integer not null default 0);
    create table turn (
    workspace text not null, ended real not null, seconds real not null, work real not null);
"""
RUN_ID, SEARCH_ID = "7d41a5f3190b", "0c976b79fe4e"
DEAD = {"pid": 2**22 - 1, "began": 1.0}


def write_spec(project: Project, folder: Path, kind: str) -> None:
    """`spec.json` as that commit wrote it."""
    pictures = [
        {
            "id": image.id,
            "path": str(project.dataset.image_path(image.id)),
            "label": image.label,
            "split": image.split,
        }
        for image in project.dataset.images()
    ]
    folder.mkdir(parents=True)
    (folder / "spec.json").write_text(
        f'{{"kind":"{kind}","settings":{SETTINGS},"recipe":{RECIPE},'
        f'"vocab":["eight","five","three"],"pictures":{json.dumps(pictures)},'
        f'"project":"{project.path}","run_id":"{folder.name}","head_file":null}}'
    )


def write_run(project: Project, status: str) -> Path:
    """The row and the folder of a fine-tune."""
    version = project.versions.freeze("fine-tune").number
    settings = json.dumps({**json.loads(SETTINGS), "recipe": json.loads(RECIPE)})
    with sqlite3.connect(project.path / "project.sqlite") as database:
        database.execute(
            "insert into run (id, kind, status, settings, version, results, created, ended)"
            " values (?, 'finetune', ?, ?, ?, '{}', ?, null)",
            (RUN_ID, status, settings, version, time.time()),
        )
    folder = project.path / "runs" / RUN_ID
    write_spec(project, folder, "finetune")
    return folder


def as_before(project: Project) -> Project:
    """The same project where that commit had it: in a folder named by the workspace's key."""
    let_go(project.path)
    folder = project.path.parents[1]
    named = folder.with_name(key_of(project))
    folder.rename(named)
    return Project.open(named / "projects" / project.id)


def write_line(home: Path, jobs: dict[Path, bool]) -> None:
    """`jobs.sqlite` with these folders, and whether each of them was running."""
    with sqlite3.connect(home / "jobs.sqlite") as line:
        line.executescript(TABLES)
        for folder, running in jobs.items():
            workspace = folder.relative_to(home / "workspaces").parts[0]
            line.execute(
                "insert into line (folder, workspace, memory, work, added, running, started)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                (str(folder), workspace, 1867723571, 40.0, time.time(), running, time.time()),
            )


@pytest.fixture
def supervisor_of_before(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A supervisor that outlived the server of that commit: it knows modules that are gone."""
    folder = home / FOLDER
    folder.mkdir()
    waits = "import time; time.sleep(600)"
    command = [sys.executable, "-c", waits, "-m", "core.jobs.supervisor", str(folder)]
    with subprocess.Popen(command, start_new_session=True) as process:
        worker_process.note_launched(folder, process.pid)
        yield process
        process.kill()


def test_what_waited_and_what_was_cut_off_go_on(
    home: Path, supervisor_of_before: subprocess.Popen[bytes]
) -> None:
    made = [tiny_project(), tiny_project()]
    keys = [key_of(project) for project in made]
    cut_off, waiting = map(as_before, made)
    folder = write_run(cut_off, "running")
    (folder / "worker.json").write_text(json.dumps(DEAD))
    (folder / "events.jsonl").write_text(
        '{"event": "note", "time": 1795974377.0, "message": "Loading the pictures"}\n'
        '{"event": "started", "time": 1795974378.5, "device": "cpu", "bs": 8, "epochs": 2,'
        ' "fraction": 0.0}\n{"event": "ba'
    )
    search = waiting.path / "lr_find" / SEARCH_ID
    write_spec(waiting, search, "lr_find")
    with sqlite3.connect(waiting.path / "project.sqlite") as database:
        database.execute("insert into setting values ('lr_find', ?)", (json.dumps(SEARCH_ID),))
    write_line(home, {folder: True, write_run(waiting, "queued"): False, search: False})

    recover(home)
    cut_off, waiting = (Workspace.open(key).current() for key in keys)
    until(lambda: seen_by_a_page(cut_off, RUN_ID).ended, 400, "what was cut off")
    assert cut_off.runs.get(RUN_ID).status == "finished"
    assert cut_off.runs.get(RUN_ID).results["accuracy"] >= 0
    until(lambda: seen_by_a_page(waiting, RUN_ID).batch > 0, 400, "what waited")
    stop_finetune(waiting, RUN_ID)  # to its end it would go as the other one did
    until(lambda: (found := lr_search(waiting)) and found.ended, 200, "the search")
    the_search_has_a_curve_and_three_suggestions(waiting)
    assert supervisor_of_before.wait(60) != 0
    for key in keys:
        assert files_with(key, home) == []


def the_search_has_a_curve_and_three_suggestions(project: Project) -> None:
    search = lr_search(project)
    assert search is not None
    assert search.status == "finished", search.message
    assert set(search.suggestions) == {"valley", "steep", "minimum"}
    assert all(1e-8 < rate < 10 for rate in search.suggestions.values())
    rates = [rate for rate, _ in search.points]
    assert rates == sorted(rates)
    assert [run.id for run in project.runs.all()] == [RUN_ID], "a search is no run"


def test_an_order_for_a_cluster_that_names_a_module_of_before_is_run(tmp_path: Path) -> None:
    (tmp_path / ORDER).write_text('{"module": "core.training.worker", "memory": 5}')
    assert module_to_run(tmp_path) == WORKER
