"""What must not leave this machine, and where it would be found in a file that does."""

import io
import os
import re
import socket
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from core.project.disk import home
from core.project.project import Project
from tests.conftest import ROOT


def private_words(project: Project) -> set[bytes]:
    """The key of the workspace, the folders of this machine, its name and its user's."""
    places = [home(), ROOT, Path(sys.prefix), Path.home()]
    words = {project.path.parents[1].name, *map(str, places)}
    words |= {word for word in (socket.gethostname(), os.environ.get("USER", "")) if len(word) > 5}
    return {word.encode() for word in words if len(word) > 4} | {b"PosixPath", b"WindowsPath"}


def found_in(data: bytes, words: set[bytes]) -> set[bytes]:
    """Which of the words stand in a file, in the ZIPs inside it, or in its packed streams."""
    return {word for part in _parts(data) for word in words if word in part}


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _parts(archive.read(name))
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue
