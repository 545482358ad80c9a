"""Small real JPEGs, and settings of any kind, for tests of the store."""

import hashlib
import io
import json

from PIL import Image

from core.project.project import Project
from core.project.records import NewImage
from core.project.soon import WAITING


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


def store_setting(project: Project, name: str, value: object) -> None:
    """Save any JSON under the name of a setting, as an older or a foreign build might have."""
    WAITING.drop(project.path, name)
    with project.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, json.dumps(value))
        )
