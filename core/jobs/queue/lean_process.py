"""Keep a process of many threads small: the allocator of glibc holds on to what was freed."""

import ctypes
import sys
from functools import cache

_M_ARENA_MAX = -8  # of mallopt(3)
_ARENAS = 2


def use_few_arenas() -> None:
    """From now on threads share two heaps. With one each, as usual, every thread that once drew a
    page keeps the memory of its largest one. Nothing happens where there is no glibc."""
    if allocator := _allocator():
        allocator.mallopt(_M_ARENA_MAX, _ARENAS)


def give_memory_back() -> None:
    """Hand freed memory back to the system; takes a few milliseconds."""
    if allocator := _allocator():
        allocator.malloc_trim(0)


@cache
def _allocator() -> ctypes.CDLL | None:
    """glibc, None on systems that have another allocator."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
