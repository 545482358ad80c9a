"""How much work a file makes: the pixels that decoders unfold, and the bytes that ZIPs unpack."""

import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PIL import ImageFile

SENTENCE = re.compile(r"^[A-Z][^\n]{8,300}\.$")


@dataclass
class Work:
    """What was done so far: `pixels` in the largest picture decoded, `unpacked` bytes in all."""

    pixels: int = 0
    unpacked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def counted() -> Iterator[Work]:
    """Counts what is decoded and unpacked meanwhile, in every thread of this process."""
    work = Work()
    load, read = ImageFile.ImageFile.load, zipfile.ZipExtFile.read

    def loaded(image: ImageFile.ImageFile) -> object:
        with work.lock:
            work.pixels = max(work.pixels, image.width * image.height)
        return load(image)

    def unpacked(file: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        data = read(file, n)
        with work.lock:
            work.unpacked += len(data)
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImageFile.ImageFile, "load", loaded)
        patch.setattr(zipfile.ZipExtFile, "read", unpacked)
        yield work
