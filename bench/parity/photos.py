"""What every home is asked about: photos of all kinds, made here, and real ones."""

from collections.abc import Iterator
from pathlib import Path

from tests.browser.made_photos import made_photos, saved, scene

REAL = 60
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")
HUGE = (6200, 4650)  # 29 megapixels


def photos_to_ask(folder: Path | None) -> dict[str, bytes]:
    """Name → file: alpha, 16 bits, CMYK, palettes, EXIF 1–8, Display P3, huge, tiny, grey, and up
    to 60 photos from all over `folder`."""
    made = {f"made/{name}": file for name, file in made_photos()}
    made["made/huge"] = saved(scene(*HUGE), "JPEG", quality=60)
    return made | dict(_real(folder) if folder else ())


def _real(folder: Path) -> Iterator[tuple[str, bytes]]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    for path in found[:: max(1, len(found) // REAL)][:REAL]:
        yield path.relative_to(folder).as_posix(), path.read_bytes()
