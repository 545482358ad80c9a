"""Looking for a workspace's key where none may be: in a home, in a list of processes."""

import subprocess
from pathlib import Path

import psutil


def files_with(key: str, folder: Path) -> list[str]:
    """The paths below a folder that have the key in their name or their content."""
    named = {str(path) for path in folder.rglob("*") if key in str(path)}
    # Another process reads: closing a file of SQLite here would drop this process's locks on it.
    # What goes while it reads is no file of the home any more: so no messages.
    command = [
        "grep",
        "--no-messages",
        "--recursive",
        "--text",
        "--files-with-matches",
        "--fixed-strings",
    ]
    held = subprocess.run([*command, "--", key, str(folder)], capture_output=True, text=True)
    return [str(Path(path).relative_to(folder)) for path in {*named, *held.stdout.splitlines()}]


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
