"""What other programs say is shown without the folders of this machine."""

import sys
from pathlib import Path

import pytest

from core.project.disk import home
from core.project.places import without_places


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("No such file: '/srv/a b/x.jpg'", None),
        ("No such file: '/srv/lab/workspaces/kEy_-9/images/ab/x.jpg'", "No such file: 'x.jpg'"),
        ("[Errno 2] /home/jane/runs/1: gone", "[Errno 2] 1: gone"),
        (r"cannot open C:\Users\jane\lab\spec.json", "cannot open spec.json"),
        (r"'C:\\Users\\jane\\x.json'", "'x.json'"),
        ("starting from PosixPath('/srv/lab/x')", "starting from PosixPath('x')"),
        ("see https://docs.fast.ai/learner.html", "see https://docs.fast.ai/learner.html"),
        ("cats and/or dogs, 3/4 of all, 1 / 2", "cats and/or dogs, 3/4 of all, 1 / 2"),
        ("(64, 3, 224, 224) in float32", "(64, 3, 224, 224) in float32"),
    ],
)
def test_files_keep_their_names_and_lose_their_folders(said: str, shown: str | None) -> None:
    left = without_places(said)
    assert "jane" not in left and "kEy" not in left
    assert shown is None or left == shown


def test_known_places_go_even_with_spaces_in_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DRIVETRAIN_HOME", str(tmp_path / "Jane Doe" / "lab"))
    said = f"{home()}/workspaces/kEy_-9/projects/1/project.sqlite is locked by {sys.prefix}/bin/py"
    assert without_places(said) == "project.sqlite is locked by py"
