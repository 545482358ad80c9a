"""Logs that a host keeps in the home: servers of before wrote addresses with keys into them."""

import gzip
import logging
import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from core.project.workspace import folder_name

MOST_UNPACKED = 200_000_000  # bytes of a compressed log; about two seconds of a core
_A_PIECE = 1 << 20
_GZ = ".gz"
_LOGS = re.compile(r".*\.(log|out|txt)([.-]\d+)?(\.gz)?")  # server.log, nohup.out, server.log.2.gz
_MAYBE_KEY = re.compile(rb"(?<![\w-])[\w-]{16,64}(?![\w-])")

log = logging.getLogger(__name__)


def take_keys_off_logs(home: Path) -> None:
    """Cross out the keys of this home's workspaces in the logs that lie in it. Each file keeps its
    length and stays the same one: the server's own output may go on into it. A compressed one,
    which nobody writes to, is written again, unless it unpacks to more than `MOST_UNPACKED`."""
    workspaces = {folder.name for folder in (home / "workspaces").glob("*")}
    for file in _logs(home):
        try:
            (_cross_out_unpacked if file.suffix == _GZ else _cross_out)(file, workspaces)
        except (OSError, EOFError, zlib.error) as error:
            log.warning("%s of before is not cleaned: %s", file.name, type(error).__name__)


def _logs(home: Path) -> Iterator[Path]:
    for file in home.iterdir():
        if _LOGS.fullmatch(file.name) and file.is_file() and file.stat().st_size:
            yield file


def _cross_out(file: Path, workspaces: set[str]) -> None:
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as content:
        for key in _keys_in(content, workspaces):
            at = content.find(key)
            while at >= 0:
                content[at : at + len(key)] = b"x" * len(key)
                at = content.find(key, at)


def _keys_in(content: bytes | mmap.mmap, workspaces: set[str]) -> set[bytes]:
    found = {match.group() for match in _MAYBE_KEY.finditer(content)}
    return {word for word in found if folder_name(word.decode()) in workspaces}


def _cross_out_unpacked(file: Path, workspaces: set[str]) -> None:
    """Write a compressed log again where it names a key; raises OSError where it is too large."""
    draft, found, size = file.with_name(f".{file.name}.tmp"), False, 0
    try:
        with gzip.open(file) as packed, gzip.open(draft, "wb", compresslevel=1) as clean:
            while line := packed.readline(_A_PIECE):
                size += len(line)
                if size > MOST_UNPACKED:
                    raise OSError(f"{file.name} unpacks to more than {MOST_UNPACKED} bytes")
                keys = _keys_in(line, workspaces)
                found = found or bool(keys)
                for key in keys:
                    line = line.replace(key, b"x" * len(key))
                clean.write(line)
        if found:
            draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
