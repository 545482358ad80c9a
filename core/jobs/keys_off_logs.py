"""Logs that a host keeps in the home: servers of before wrote addresses with keys into them."""

import logging
import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from core.project.workspace import folder_name

_LOGS = re.compile(r".*\.(log|out|txt)(\.\d+)?")  # server.log, nohup.out, server.log.1
_MAYBE_KEY = re.compile(rb"(?<![\w-])[\w-]{16,64}(?![\w-])")

log = logging.getLogger(__name__)


def take_keys_off_logs(home: Path) -> None:
    """Cross out the keys of this home's workspaces in the logs that lie in it. Each file keeps its
    length and stays the same one: the server's own output may go on into it."""
    workspaces = {folder.name for folder in (home / "workspaces").glob("*")}
    for file in _logs(home):
        try:
            _cross_out(file, workspaces)
        except OSError as error:
            log.warning("A log of before could not be cleaned: %s", type(error).__name__)


def _logs(home: Path) -> Iterator[Path]:
    for file in home.iterdir():
        if _LOGS.fullmatch(file.name) and file.is_file() and file.stat().st_size:
            yield file


def _cross_out(file: Path, workspaces: set[str]) -> None:
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as content:
        found = {match.group() for match in _MAYBE_KEY.finditer(content)}
        keys = {word for word in found if folder_name(word.decode()) in workspaces}
        for key in keys:
            at = content.find(key)
            while at >= 0:
                content[at : at + len(key)] = b"x" * len(key)
                at = content.find(key, at)
