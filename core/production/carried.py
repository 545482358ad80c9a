"""The app's own modules as files that leave with a model, so that nothing is written twice."""

from inspect import getsource
from types import ModuleType

from core.vision import judge, preprocess, read_photo

MODULES = {"read_photo.py": read_photo, "preprocess.py": preprocess, "judge.py": judge}
"""File → the module it holds: how a photo is read, made the model's input, and judged."""


def carried_code(module: ModuleType) -> str:
    """The source of one of these modules; it imports the others from files beside it.

    Nothing else is changed: a test reads the files in a fresh Python that cannot see this app.
    """
    return getsource(module).replace("from core.vision.", "from ")


def reader_code() -> str:
    """read_photo.py, for what carries the reader of photos alone."""
    return carried_code(read_photo)
