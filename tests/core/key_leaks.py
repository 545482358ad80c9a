"""Looking for a workspace's key where none may be: in a home, in a list of processes."""

from pathlib import Path

import psutil


def files_with(key: str, folder: Path) -> list[str]:
    """The paths below a folder that have the key in their name or their content."""
    found = [path for path in folder.rglob("*") if key in str(path) or _holds(path, key)]
    return [str(path.relative_to(folder)) for path in found]


def processes_with(key: str) -> list[str]:
    """The names of processes with the key in their command line or their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            said = [*process.cmdline(), *process.environ().values()]
        except psutil.Error:
            continue
        if any(key in words for words in said):
            found.append(process.name())
    return found


def _holds(path: Path, key: str) -> bool:
    return path.is_file() and key.encode() in path.read_bytes()
