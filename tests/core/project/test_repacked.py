"""A saved project opens however it was unpacked and packed again on the way."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from core.gather.meaning.reading import read_arrival
from core.gather.reading.zip_reading import zip_entries
from core.project.archive.archive import save_archive
from core.project.archive.members import ArchiveRefused
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.project.pictures import pictures

Members = list[tuple[str, bytes]]


def around(folder: str) -> Callable[[Members], Members]:
    return lambda members: [(folder + name, data) for name, data in members]


def by_finder(members: Members) -> Members:
    inside = around("my project/")(members)
    litter = [("__MACOSX/my project/._project.json", b"x"), ("my project/.DS_Store", b"x")]
    return [("my project/", b""), ("my project/images/", b""), *inside, *litter]


PACKED: dict[str, Callable[[Members], Members]] = {
    "as it was": lambda members: members,
    "another order": lambda members: members[::-1],
    "a folder around": around("my project/"),
    "two folders around": around("Downloads/Mein Projekt (1)/"),
    "by Finder": by_finder,
    "by Explorer": lambda members: [
        ("desktop.ini", b"x"), *around("my project/")(members), ("my project/Thumbs.db", b"x")],
    "backslashes": lambda members: [
        (name.replace("/", "\\"), data) for name, data in around("p/")(members)],
    "on a NAS": lambda members: [*members, ("@eaDir/project.json", b"x")],
}  # fmt: skip
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@pytest.fixture
def members(project: Project, tmp_path: Path) -> Members:
    """What a saved project's ZIP holds."""
    project.dataset.add(pictures(3, "cat", "dog"))
    saved = save_archive(project, tmp_path / "saved.zip")
    with zipfile.ZipFile(saved) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def packed(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("how", PACKED)
def test_it_opens_and_is_known_on_gather(members: Members, how: str, tmp_path: Path) -> None:
    data = packed(PACKED[how](members))
    (tmp_path / "again.zip").write_bytes(data)
    opened = Workspace.create().open_archive(tmp_path / "again.zip")
    assert opened.dataset.classes() == {"cat": 3, "dog": 3}
    assert read_arrival(zip_entries(data).entries, "again.zip").saved_project


@pytest.mark.parametrize("method", METHODS)
def test_it_opens_packed_hard_or_not_at_all(members: Members, method: int, tmp_path: Path) -> None:
    (tmp_path / "again.zip").write_bytes(packed(members, method))
    assert Workspace.create().open_archive(tmp_path / "again.zip").dataset.classes()


def test_what_no_project_has_is_still_refused(members: Members, tmp_path: Path) -> None:
    extra = around("my project/")(members)
    for name in ("my project/evil.py", "../evil.jpg", "my project/runs/abcdef/export.pkl"):
        (tmp_path / "x.zip").write_bytes(packed([*extra, (name, b"x")]))
        with pytest.raises(ArchiveRefused):
            Workspace.create().open_archive(tmp_path / "x.zip")
    (tmp_path / "x.zip").write_bytes(packed([*extra, (extra[0][0], b"{}")]))
    with pytest.raises(ArchiveRefused):
        Workspace.create().open_archive(tmp_path / "x.zip")
