"""A few of the learner's own pictures in one image, for the home page."""

import io
from collections import defaultdict
from itertools import chain, zip_longest
from pathlib import Path

from PIL import Image, ImageOps

from core.project.disk import write_whole
from core.project.project import Project
from core.project.records import ImageRecord

COLUMNS, ROWS = 6, 2
_SIDE, _GAP = 200, 8


def contact_sheet(project: Project) -> Path | None:
    """Return a PNG of up to twelve pictures, of every class some; None without a picture, and
    on a disk that takes nothing more. It is drawn once for each state of the dataset; the gaps are
    transparent."""
    path = project.path / "thumbnails" / f"contact-sheet-{project.changed()}.png"
    if path.exists():
        return path
    chosen = _some_of_each(project.dataset.images())
    if not chosen:
        return None
    drawn = _drawn([project.dataset.thumbnail(image.id, 240) for image in chosen])
    try:
        write_whole(path, drawn)
    except OSError:
        return None
    for old in set(path.parent.glob("contact-sheet-*.png")) - {path}:
        old.unlink(missing_ok=True)
    return path


def _some_of_each(images: list[ImageRecord]) -> list[ImageRecord]:
    """Return pictures in the order of their classes, equally many of each where possible."""
    by_class: dict[str, list[ImageRecord]] = defaultdict(list)
    for image in images:
        by_class[image.label].append(image)
    turns = chain.from_iterable(zip_longest(*by_class.values()))
    chosen = [image for image in turns if image is not None][: COLUMNS * ROWS]
    return sorted(chosen, key=lambda image: image.label)


def _drawn(thumbnails: list[Path]) -> bytes:
    columns = min(COLUMNS, len(thumbnails))
    rows = -(-len(thumbnails) // COLUMNS)
    step = _SIDE + _GAP
    sheet = Image.new("RGBA", (columns * step - _GAP, rows * step - _GAP))
    for place, path in enumerate(thumbnails):
        with Image.open(path, formats=["JPEG"]) as image:
            square = ImageOps.fit(image.convert("RGB"), (_SIDE, _SIDE))
        sheet.paste(square, (place % COLUMNS * step, place // COLUMNS * step))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()
