"""A few of the damaged copies of `python -m bench.attack`: each opens whole, or is refused."""

from pathlib import Path

from core.project.archive.members import ArchiveRefused
from core.project.workspace import Workspace
from tests.core.project.project_mutants import project_mutants
from tests.core.project.test_archive import lived_in, original, saved

__all__ = ["lived_in", "original", "saved"]
COUNT = 30


def test_mutants_open_whole_or_are_refused(saved: Path) -> None:
    workspace = Workspace.create()
    opened = 0
    for what, data in project_mutants(saved.read_bytes(), seed=1, count=COUNT):
        saved.write_bytes(data)
        before = {path.name for path in (workspace.path / "projects").iterdir()}
        try:
            project = workspace.open_archive(saved)
        except ArchiveRefused:
            assert {path.name for path in (workspace.path / "projects").iterdir()} == before, what
            continue
        opened += 1
        images = project.dataset.images()
        assert all(project.dataset.image_path(image.id).exists() for image in images), what
        assert all(isinstance(run.results, dict) for run in project.runs.all()), what
    assert 5 < opened < COUNT, "some are harmless, and some are not"


def test_the_same_seed_makes_the_same_mutants(saved: Path) -> None:
    data = saved.read_bytes()
    one, other = (list(project_mutants(data, seed=2, count=12)) for _ in range(2))
    assert [what for what, _ in one] == [what for what, _ in other]
    assert len({bytes_ for _, bytes_ in one}) > 9
