"""export.pkl as it leaves: a learner that opens on any system and knows nothing of this machine.

Worker processes only: what is given in is fastai's.
"""

import pathlib
import types
from pathlib import Path, PosixPath, PurePath, WindowsPath
from typing import Any

import cloudpickle

from core.production.carried import reader_code

READER = "read_photo"
"""The attribute of a learner that holds the source of the app's reader of photos."""


def write_learner(learn: Any, target: Path) -> None:
    """`learn.export` to `target`, which appears whole or not at all.

    `load_learner(target).read_photo` is the source of `core/vision/read_photo.py`, so that the
    learner can be asked about photos that are read as the app reads them.
    """
    learn.path = Path()
    setattr(learn, READER, reader_code())
    unfinished = target.with_suffix(".pkl.part").resolve()
    learn.export(unfinished, pickle_module=_WITHOUT_PLACES)
    unfinished.replace(target)


class _WithoutPlaces(cloudpickle.Pickler):  # type: ignore[misc]
    """Writes no absolute path, no path of one system only, and no code that names its folder."""

    def reducer_override(self, thing: Any) -> Any:
        """How `thing` is written."""
        if isinstance(thing, PurePath):
            return Path, ("." if thing.is_absolute() else thing.as_posix(),)
        if isinstance(thing, type) and issubclass(thing, PosixPath | WindowsPath):
            return getattr, (pathlib, "Path")
        if isinstance(thing, types.CodeType):
            here = thing.replace(co_filename=Path(thing.co_filename).name)
            return self.dispatch_table[types.CodeType](here)
        how = super().reducer_override(thing)
        if isinstance(thing, types.FunctionType) and isinstance(how, tuple):
            for globals_ in self.globals_ref.values():
                globals_.pop("__file__", None)
        return how


_WITHOUT_PLACES = types.SimpleNamespace(
    Pickler=_WithoutPlaces, dumps=cloudpickle.dumps, __name__="cloudpickle"
)
