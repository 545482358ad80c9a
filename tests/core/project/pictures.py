"""Small real JPEGs for tests of the store."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from core.project.records import NewImage


def jpeg(number: int, size: int = 24) -> bytes:
    """A JPEG whose colour, and so whose content, depends on the number."""
    colour = (number * 37 % 256, number * 91 % 256, number // 256 * 60 % 256)
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(buffer, "JPEG", quality=100, subsampling=0)
    return buffer.getvalue()


def picture(number: int, label: str) -> NewImage:
    """A new picture of a class, named after its number."""
    data = jpeg(number)
    return NewImage(hashlib.sha256(data).hexdigest(), data, label, f"{number}.jpg", 24, 24)


def pictures(count: int, *labels: str, start: int = 0) -> list[NewImage]:
    """`count` pictures of each class."""
    return [
        picture(start + place * count + number, label)
        for place, label in enumerate(labels)
        for number in range(count)
    ]
