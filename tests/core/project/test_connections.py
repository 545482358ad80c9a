"""Connections are kept between uses, lent to one user at a time, and never outlive their file."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core.project import connections as module
from core.project.connections import Connections, KeptConnection
from core.project.database import CONNECTIONS
from core.project.project import Project, ProjectUnreadable
from tests.app import workspace_of
from tests.waiting import until

ROOT = Path(__file__).parent.parent.parent.parent


def connect(file: Path) -> KeptConnection:
    """A connection to a file with one table of one column."""
    opened = sqlite3.connect(
        file, isolation_level=None, factory=KeptConnection, check_same_thread=False
    )
    opened.execute("CREATE TABLE IF NOT EXISTS number (n INTEGER)")
    return opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a small database may lie."""
    return tmp_path / "small.sqlite"


def test_the_same_connection_is_lent_again_also_to_another_thread(file: Path) -> None:
    pool, seen = Connections(connect), []

    def use() -> None:
        with pool.borrowed(file) as connection:
            seen.append(connection)

    for _ in range(3):
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
    assert len(set(map(id, seen))) == 1


def test_two_users_at_a_time_have_two(file: Path) -> None:
    pool = Connections(connect)
    with pool.borrowed(file) as one, pool.borrowed(file) as another:
        assert one is not another
    assert pool.idle(file.parent) == 2


def test_a_query_that_was_not_read_to_its_end_does_not_pin_what_the_next_user_sees(
    file: Path,
) -> None:
    pool = Connections(connect)
    with pool.borrowed(file) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executemany("INSERT INTO number VALUES (?)", [(1,), (2,)])
        unread = connection.execute("SELECT n FROM number")
        assert unread.fetchone() == (1,)
    with connect(file) as elsewhere:
        elsewhere.execute("INSERT INTO number VALUES (3)")
    with pool.borrowed(file) as again:
        assert again is connection
        assert again.execute("SELECT COUNT(*) FROM number").fetchone() == (3,)


def test_a_transaction_that_was_left_open_is_taken_back(file: Path) -> None:
    pool = Connections(connect)
    with pool.borrowed(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO number VALUES (1)")
    with pool.borrowed(file) as another:
        assert another.execute("SELECT COUNT(*) FROM number").fetchone() == (0,)


def test_a_file_that_was_made_anew_is_read_anew(file: Path) -> None:
    pool = Connections(connect)
    with pool.borrowed(file) as connection:
        connection.execute("INSERT INTO number VALUES (1)")
    file.unlink()
    with pool.borrowed(file) as connection:
        assert connection.execute("SELECT COUNT(*) FROM number").fetchone() == (0,)
    assert pool.idle(file.parent) == 1


def test_their_number_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_IDLE", 3)
    pool = Connections(connect)
    for number in range(5):
        with pool.borrowed(tmp_path / f"{number}.sqlite"):
            pass
    assert pool.idle(tmp_path) == 3
    assert not pool.idle(tmp_path / "0.sqlite")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
def test_a_fork_opens_its_own(file: Path) -> None:
    pool = Connections(connect)
    with pool.borrowed(file) as connection:
        connection.execute("INSERT INTO number VALUES (1)")
    child = os.fork()
    if child == 0:
        with pool.borrowed(file) as own:
            own.execute("INSERT INTO number VALUES (2)")
            os._exit(0 if own is not connection else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with pool.borrowed(file) as again:
        assert again is connection
        assert again.execute("SELECT COUNT(*) FROM number").fetchone() == (2,)


def test_deleting_a_project_closes_its_connections(digits: Project) -> None:
    workspace = workspace_of(digits)
    assert len(digits.dataset.images()) > 0
    assert CONNECTIONS.idle(digits.path) > 0
    with digits.reading():  # somebody who still reads
        workspace.delete(digits.id)
    assert CONNECTIONS.idle(digits.path) == 0
    with pytest.raises(sqlite3.OperationalError):
        digits.dataset.images()
    with pytest.raises(ProjectUnreadable):
        Project.open(digits.path)


def test_what_is_remembered_is_fresh_after_another_process_wrote(digits: Project) -> None:
    before, versions = digits.dataset.classes(), digits.versions.all()
    code = f"""
from pathlib import Path
from core.project.project import Project
project = Project(Path({str(digits.path)!r}))
project.dataset.add_class("fox")
project.versions.freeze("elsewhere")
project.rename("renamed elsewhere")
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert digits.dataset.classes() == {**before, "fox": 0}
    assert len(digits.versions.all()) == len(versions) + 1
    assert digits.name == "renamed elsewhere"


def test_what_is_remembered_is_fresh_after_every_write_of_this_process(digits: Project) -> None:
    image = digits.dataset.images()[0]
    digits.dataset.move([image.id], "other")
    assert digits.dataset.image(image.id).label == "other"
    assert digits.dataset.images(label="other") == [digits.dataset.image(image.id)]
    run = digits.runs.create("quick", {}, digits.versions.freeze().number)
    digits.runs.update(run.id, status="finished")
    assert [one.status for one in digits.runs.all()] == ["finished"]
    digits.dataset.remove([image.id])
    assert image.id not in {one.id for one in digits.dataset.images()}


def test_nobody_can_change_what_others_are_told(digits: Project) -> None:
    images, classes = digits.dataset.images(), digits.dataset.classes()
    digits.dataset.images().clear()
    digits.dataset.classes().clear()
    digits.runs.all().clear()
    assert digits.dataset.images() == images
    assert digits.dataset.classes() == classes


def test_a_project_that_took_the_place_of_another_is_read_anew(
    digits: Project, tmp_path: Path
) -> None:
    other = Project.create(tmp_path / "other", "Other")
    assert digits.dataset.images()
    shutil.rmtree(digits.path)
    other.path.rename(digits.path)
    until(lambda: digits.dataset.images() == [])
    assert digits.name == "Other"


def test_what_this_process_writes_is_seen_at_once_and_what_another_writes_soon(
    digits: Project,
) -> None:
    image, *_ = digits.dataset.images()
    for turn in range(20):
        label = f"turn {turn}"
        digits.dataset.move([image.id], label)
        assert label in digits.dataset.classes()
    with closing(sqlite3.connect(digits.path / "project.sqlite")) as elsewhere, elsewhere:
        elsewhere.execute("INSERT INTO class VALUES ('elsewhere')")
        elsewhere.execute("UPDATE image SET label = 'elsewhere' WHERE id = ?", (image.id,))
        elsewhere.execute("UPDATE meta SET value = value + 1 WHERE key = 'changed'")
    until(lambda: "elsewhere" in digits.dataset.classes())
