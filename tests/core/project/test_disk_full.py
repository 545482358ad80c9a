import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from core.project.disk_full import drop_drafts, is_disk_full

NO_SPACE = OSError(errno.ENOSPC, "No space left on device")


def sqlite_full() -> Exception:
    """What SQLite says when a database may not grow any more."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 2")
    connection.execute("CREATE TABLE row (value)")
    try:
        connection.executemany("INSERT INTO row VALUES (?)", [("x" * 900,)] * 20)
    except sqlite3.OperationalError as error:
        return error
    raise AssertionError("It had room.")


def torch_saves(file: Path) -> None:
    import torch

    torch.save({"weights": torch.zeros(50_000)}, file)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("write", [torch_saves, lambda file: file.write_bytes(bytes(100_000))])
def test_it_is_recognised_whatever_wrote(tmp_path: Path, write: Callable[[Path], object]) -> None:
    (tmp_path / "model.part").symlink_to("/dev/full")
    with pytest.raises((OSError, RuntimeError)) as failure:
        write(tmp_path / "model.part")
    assert is_disk_full(failure.value, tmp_path)
    drop_drafts(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cause", [NO_SPACE, OSError(errno.EDQUOT, "Quota"), sqlite_full()])
def test_it_is_recognised_behind_another_error(tmp_path: Path, cause: Exception) -> None:
    with pytest.raises(ValueError, match="no model") as failure:
        raise ValueError("no model") from cause
    assert is_disk_full(failure.value, tmp_path)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("wrong size"),
        PermissionError(errno.EACCES, "Permission denied"),
        sqlite3.OperationalError("database is locked"),
        RuntimeError("The queue is full"),
    ],
)
def test_other_errors_are_others(tmp_path: Path, error: Exception) -> None:
    assert not is_disk_full(error, tmp_path)
    assert not is_disk_full(error, tmp_path / "gone")
