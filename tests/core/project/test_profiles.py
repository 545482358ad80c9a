"""What a kind of server allows, and that each bound bites and was said before."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from core.jobs.queue.protocol import ANY, CannotQueue
from core.jobs.queue.queue import JobQueue
from core.project import empty_workspaces, profiles
from core.project import limits as limits_module
from core.project.database import Database
from core.project.empty_workspaces import TooManyBegun, admit, nearly_all_begun
from core.project.expiry import kept_until, sweep_expired
from core.project.home_size import measure_home
from core.project.limits import Limits, disk_is_short, limits, room_in_words
from core.project.rates import Rates
from core.project.vector_cache import EmbeddingCache, trim_vectors
from core.project.workspace import Workspace, new_key

DAY_S = 86_400


def test_a_profile_bounds_what_no_setting_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits() == Limits()
    monkeypatch.setenv("DRIVETRAIN_PROFILE", "Public")
    monkeypatch.setenv("DRIVETRAIN_MAX_PROJECT_PICTURES", "7")
    assert (limits().keep_days, limits().project_pictures) == (30, 7)
    monkeypatch.setenv("DRIVETRAIN_PROFILE", "palace")
    assert limits().keep_days == 0
    for allowed in profiles.ALLOWS.values():
        assert Limits(**allowed).home_mb >= 0


def test_community_cloud_is_a_public_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "ROOT", Path("/mount/src/drivetrain-lab"))
    assert profiles.on_community_cloud() and limits().keep_days == 30
    monkeypatch.setenv("DRIVETRAIN_PROFILE", "laptop")
    assert limits().keep_days == 0


def last_used(workspace: Workspace, days_ago: float) -> None:
    project = workspace.current()
    with Database(project.path).reading() as connection:
        modified = f"UPDATE meta SET value = value - {days_ago * DAY_S} WHERE key = 'modified'"
        connection.execute(modified)


def test_work_that_nobody_came_back_to_goes_and_no_other(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, recent = Workspace.create(), Workspace.create()
    for workspace, days in ((old, 31), (recent, 29)):
        last_used(workspace, days)
    assert sweep_expired(home) == 0 and kept_until(date(2026, 1, 31)) is None
    monkeypatch.setenv("DRIVETRAIN_KEEP_DAYS", "30")
    assert kept_until(date(2026, 1, 31)) == date(2026, 3, 2)
    assert sweep_expired(home) == 1
    assert not old.path.exists() and recent.is_kept


def test_one_address_begins_so_many_and_hears_of_it_before(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty_workspaces, "_BEGUN", Rates(clock=lambda: 0.0))
    monkeypatch.setenv("DRIVETRAIN_MAX_NEW_WORKSPACES", "5")
    for begun in range(5):
        assert bool(nearly_all_begun("a")) == (begun == 4)
        Workspace.not_yet(new_key(), lambda: admit("a")).current().rename("kept")
    with pytest.raises(TooManyBegun):
        Workspace.not_yet(new_key(), lambda: admit("a")).current().rename("kept")
    assert len(list((home / "workspaces").iterdir())) == 5
    admit("b")


def test_all_together_fill_no_more_than_the_home_may_hold(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create()
    project = workspace.current()
    monkeypatch.setenv("DRIVETRAIN_MAX_HOME_MB", "10")
    measure_home(home)
    assert not disk_is_short(project.path) and room_in_words(project) == ""
    (workspace.path / "big").write_bytes(bytes(9_000_000))
    measure_home(home)
    assert room_in_words(project) and not disk_is_short(project.path)
    (workspace.path / "big").write_bytes(bytes(10_000_000))
    measure_home(home)
    assert disk_is_short(project.path)
    with pytest.raises(OSError):
        workspace.new_project("another")
    assert limits_module.left_for_all(project.path) == 0


def test_no_more_jobs_wait_than_the_server_lets(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_JOBS", "2")
    queue = JobQueue(home / "jobs.sqlite")
    for learner in "ab":
        queue.add(home / "workspaces" / learner / "run", ANY)
    with pytest.raises(CannotQueue):
        queue.add(home / "workspaces" / "c" / "run", ANY)


def test_the_oldest_vectors_go_when_a_cache_is_full(tmp_path: Path) -> None:
    file = tmp_path / "embeddings.sqlite"
    cache = EmbeddingCache(file, "kind")
    names = [f"{n:04}" for n in range(1_000)]
    cache.write((name, np.zeros(1280, np.float32)) for name in names)
    from core.project.vector_cache import _CONNECTIONS

    with _CONNECTIONS.borrowed(file) as connection, connection:
        connection.execute("UPDATE embedding SET at = CAST(image AS INTEGER)")
    assert trim_vectors(file, 50_000_000) == 0
    gone = trim_vectors(file, 4_000_000)
    assert 0 < gone < 1_000 and cache.known(names) == set(names[gone:])
    assert trim_vectors(file, 4_000_000) == 0
