"""What every home is asked about: one photo as files of all kinds, and photos as they come."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from core.project.project import Project
from tests.browser.made_photos import made_photos, saved

MOST = 60
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")
TINY = ((12, 9), (24, 40))  # a side of less than 8 pixels is no photo to the app
HUGE = (6200, 4650)  # 29 megapixels


def photos_to_ask(project: Project, folder: Path | None) -> dict[str, bytes]:
    """Name → file: a picture of the project with alpha, 16 bits, CMYK, palettes, EXIF 1–8, Display
    P3, huge, tiny, grey; and up to 60 photos from all over `folder`, or else of the project."""
    first = project.dataset.images()[0].id
    with Image.open(project.dataset.image_path(first)) as photo:
        made = {f"made/{name}": file for name, file in made_photos(photo) if "tiny" not in name}
        made |= {f"made/tiny {size}": saved(photo.resize(size), "PNG") for size in TINY}
        made["made/huge"] = saved(photo.resize(HUGE), "JPEG", quality=60)
    return made | dict(_as_they_come(project, folder))


def _as_they_come(project: Project, folder: Path | None) -> Iterator[tuple[str, bytes]]:
    if folder is None:
        files = [project.dataset.image_path(one.id) for one in project.dataset.images()]
    else:
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    for path in files[:: max(1, len(files) // MOST)][:MOST]:
        yield (
            path.name if folder is None else path.relative_to(folder).as_posix(),
            path.read_bytes(),
        )
