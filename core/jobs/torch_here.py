"""Whether this install has PyTorch and fastai: the light one does without."""

from functools import cache
from importlib.util import find_spec

NEEDED = ("torch", "torchvision", "fastai")


@cache
def torch_is_here() -> bool:
    """Return whether fine-tunes and fastai's previews can work here; nothing is imported for it."""
    return all(find_spec(name) is not None for name in NEEDED)
