"""What was deleted for good is gone, and what a killed server left goes at the next start."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.curation.embedding.embedding_map import _read, quick_map, saved_map
from core.learning.delete_project import delete_project
from core.project import disk, forgetting
from core.project.archive.archive import save_archive
from core.project.disk import shared_cache
from core.project.project import Project
from core.project.sweeping import sweep_home, sweep_projects
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick
from core.vision.embeddings import embed_images, known_vectors
from core.vision.preprocess import Preprocess
from core.vision.recipe import load_recipe
from tests.app import workspace_of

DAY_S = 24 * 3600.0


@pytest.fixture
def secrets_of(trained: Project) -> list[bytes]:
    """Pieces of its pictures, their embeddings and the map of all of them, as they lie on disk."""
    every = [image.id for image in trained.dataset.images()]
    laid = quick_map(every, preprocess(trained), "pca")
    assert laid is not None
    ids = every[:20]
    vectors = known_vectors(ids, preprocess(trained))
    assert len(vectors) == len(ids)
    pictures = [trained.dataset.image_path(one).read_bytes()[200:240] for one in ids]
    embeddings = [vector.astype("<f4").tobytes()[400:440] for vector in vectors.values()]
    places = [laid.xy[row].astype("<f4").tobytes() for row in range(20)]
    return [*pictures, *embeddings, *places]


def preprocess(project: Project) -> Preprocess:
    return load_recipe(project).preprocess()


def found_in(folder: Path, pieces: list[bytes]) -> list[str]:
    contents = [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    return [path.name for path, content in contents if any(piece in content for piece in pieces)]


def age(path: Path) -> None:
    old = time.time() - DAY_S
    for one in [path, *path.rglob("*")]:
        os.utime(one, (old, old))


def test_a_deleted_project_leaves_nothing_behind(
    home: Path, trained: Project, secrets_of: list[bytes]
) -> None:
    assert len(found_in(home, secrets_of)) > 1
    delete_project(workspace_of(trained), trained)
    assert found_in(home, secrets_of) == []


def test_a_deletion_that_was_killed_is_done_at_the_next_start(
    home: Path, trained: Project, secrets_of: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.project.workspace.delete_folder", killed)
    with pytest.raises(KeyboardInterrupt):
        workspace_of(trained).delete(trained.id)
    assert found_in(home, secrets_of) != []
    sweep_projects(home)
    assert found_in(home, secrets_of) == []


def test_what_another_project_has_too_is_kept(home: Path, trained: Project, tmp_path: Path) -> None:
    ids = [image.id for image in trained.dataset.images()]
    saved = save_archive(trained, tmp_path / "saved.zip")
    other = Workspace.create().open_archive(saved)
    before = known_vectors(ids, preprocess(other))
    delete_project(workspace_of(trained), trained)
    after = known_vectors(ids, preprocess(other))
    assert after.keys() == before.keys()
    assert all(np.array_equal(after[one], before[one]) for one in before)


def test_a_map_stays_while_all_its_pictures_do_and_one_of_before_goes(
    home: Path, trained: Project, others: Project
) -> None:
    def mapped(project: Project) -> bool:
        ids = [image.id for image in project.dataset.images()]
        return saved_map(ids, preprocess(project), "pca") is not None

    for project in (trained, others):
        ids = [image.id for image in project.dataset.images()]
        embed_images(project, project.dataset.images(), preprocess(project))
        assert quick_map(ids, preprocess(project), "pca")
    of_before = shared_cache() / "maps" / "0.npz"
    np.savez(of_before, xy=np.zeros((3, 2), np.float32))
    delete_project(workspace_of(trained), trained)
    _read.cache_clear()
    assert mapped(others)
    assert len(list(of_before.parent.iterdir())) == 1


def test_pictures_that_are_removed_and_come_again_are_embedded_again(trained: Project) -> None:
    """No memory of the process may say that their vectors are there."""
    first = trained.dataset.images()[0]
    forgetting.forget_pictures([first.id])
    assert known_vectors([first.id], preprocess(trained)) != {}, "the project still has it"
    trained.dataset.image_path(first.id).rename(trained.path / "aside.jpg")
    forgetting.forget_pictures([first.id])
    assert known_vectors([first.id], preprocess(trained)) == {}
    (trained.path / "aside.jpg").rename(trained.dataset.image_path(first.id))
    train_quick(trained)
    assert known_vectors([first.id], preprocess(trained)) != {}


@pytest.fixture
def others() -> Project:
    """A project of another workspace, whose pictures are its own."""
    project = Workspace.create().current()
    add_starter(project, "biased bears", per_class=4)
    return project


@pytest.fixture
def left_behind(digits: Project) -> Iterator[list[Path]]:
    """What kills leave: drafts of projects and files, pictures without a row, all a day old. The
    drafts' databases were opened since, as every start did."""
    projects = digits.path.parent
    drafts = [Project.create(projects / name, "x").path for name in ("0" * 16, "1" * 16)]
    for draft, name in zip(drafts, (".new-", ".opening-"), strict=True):
        draft.rename(projects / f"{name}{draft.name}")
    orphan, thumbnail = digits.dataset.image_path("a" * 64), digits.path / "thumbnails/160/aa"
    files = [
        orphan,
        thumbnail / f"{'a' * 64}.jpg",
        digits.path / f"images/aa/.{'b' * 64}.jpg.01234567.tmp",
        digits.path / "runs/1234567/.head.npz.01234567.tmp",
        shared_cache() / "search/.found.json.01234567.tmp",
        projects.parent / ".workspace.json.01234567.tmp",
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    folders = [projects / f".new-{'0' * 16}", projects / f".opening-{'1' * 16}"]
    for path in (*folders, *files):
        age(path)
    for folder in folders:
        Project.open(folder)
    yield [*folders, *files]


def test_what_kills_left_goes_and_nothing_else(
    home: Path, digits: Project, left_behind: list[Path]
) -> None:
    images = digits.dataset.images()
    young = digits.path / f"images/.{'c' * 64}.jpg.01234567.tmp"
    young.write_bytes(b"x")
    coming = digits.path.with_name(f".opening-{'2' * 16}")
    coming.mkdir()
    sweep_home(home)
    assert [path.name for path in left_behind if path.exists()] == []
    assert young.exists()
    assert coming.exists()
    assert all(digits.dataset.image_path(image.id).exists() for image in images)
    assert digits.dataset.images() == images


@pytest.mark.parametrize("jump", [-DAY_S, DAY_S], ids=["set back", "set forward"])
def test_what_is_on_its_way_stays_although_the_clock_is_set(
    home: Path, digits: Project, jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written before the clock is set forward, or after it was set back: either looks a day old."""
    coming = digits.path.with_name(f".opening-{'2' * 16}")
    coming.mkdir()
    picture, draft = digits.dataset.image_path("a" * 64), digits.path / "runs/.epochs.0.tmp"
    for file in (picture, draft):
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(b"x")
    real = time.time
    monkeypatch.setattr(disk.time, "time", lambda: real() + jump)
    for path in (picture, draft, coming):
        written = real() + min(jump, 0.0)
        os.utime(path, (written, written))
    sweep_home(home)
    assert all(path.exists() for path in (picture, draft, coming))


def test_the_sweep_pauses_after_every_workspace(home: Path, digits: Project) -> None:
    paused = list[None]()
    Workspace.create().current().rename("Bears")
    sweep_home(home, lambda: paused.append(None))
    assert len(paused) >= 2
