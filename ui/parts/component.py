"""Our own components: each is a folder with its Python, HTML, CSS and JavaScript."""

from base64 import b64encode
from functools import cache, lru_cache
from pathlib import Path


@cache
def component_file(beside: str, file: str) -> str:
    """The text of one HTML, CSS or JavaScript file, read once.

    `beside` is the `__file__` of the module that mounts the component.
    """
    return (Path(beside).parent / file).read_text("utf-8")


def jpeg_address(jpeg: bytes) -> str:
    """A picture as an address that holds it, for `src` in HTML."""
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def picture_address(path: Path) -> str:
    """The same of a JPEG on disk; kept in memory until the file changes."""
    return _picture_address(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2048)
def _picture_address(path: Path, _modified_ns: int) -> str:
    return jpeg_address(path.read_bytes())
