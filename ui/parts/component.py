"""The files of our own components: each lies beside the Python that mounts it."""

from functools import cache
from pathlib import Path


@cache
def component_file(beside: str, file: str) -> str:
    """The text of one HTML, CSS or JavaScript file, read once.

    `beside` is the `__file__` of the module that mounts the component.
    """
    return (Path(beside).parent / file).read_text("utf-8")
