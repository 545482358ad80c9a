"""Pictures as files: content-addressed JPEGs, thumbnails made once, the sounds behind them."""

import io
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from PIL import Image

from core.project.database import Database
from core.project.disk import write_soon
from core.project.forgetting import forget_pictures

_ID = re.compile(r"[0-9a-f]{64}")
_QUALITY = 82
KEPT_PX = 224  # of the thumbnails that are made as a picture comes in


class Files(Database):
    """Where a picture's bytes are."""

    def image_path(self, image_id: str) -> Path:
        """Return where the JPEG of a picture is; raises ValueError for what is no picture id."""
        return self.path / f"images/{_checked(image_id)[:2]}/{image_id}.jpg"

    def sound_path(self, image_id: str) -> Path:
        """Return where the WAV is from which a picture was made, if it was made from a recording;
        raises ValueError for what is no picture id."""
        return self.path / f"sounds/{_checked(image_id)}.wav"

    def thumbnail(self, image_id: str, size: int = 160) -> Path:
        """Return a JPEG that fits into `size` × `size` pixels, made on the first request; the
        picture itself where the disk takes nothing more. Raises FileNotFoundError when the project
        no longer has the picture."""
        target = self._thumbnail_path(image_id, size)
        if not _is_there(target):
            kept = self._thumbnail_path(image_id, KEPT_PX)
            larger = kept if size < KEPT_PX and _is_there(kept) else self.image_path(image_id)
            small = _shrunk(larger, size)
            try:
                write_soon(target, small)
            except OSError:
                return self.image_path(image_id)
        return target

    def keep_thumbnails(self, thumbnails: Iterable[tuple[str, bytes]], size: int) -> None:
        """Keep JPEGs made elsewhere as the thumbnails of pictures, without waiting for the disk. A
        disk that is full is no reason to fail: they are made again when they are asked for."""
        with suppress(OSError):
            for image_id, jpeg in thumbnails:
                write_soon(self._thumbnail_path(image_id, size), jpeg)

    def _thumbnail_path(self, image_id: str, size: int) -> Path:
        return self.path / f"thumbnails/{size}/{_checked(image_id)[:2]}/{image_id}.jpg"

    def forget_files(self, image_ids: list[str]) -> None:
        """Delete the files of pictures that no row names any more, and what caches know of them. It
        holds the write lock, so that a picture arriving again at this moment keeps its file."""
        with self.writing() as connection:
            for image_id in image_ids:
                found = connection.execute("SELECT 1 FROM picture WHERE id = ?", (image_id,))
                if found.fetchone() is None:
                    self.image_path(image_id).unlink(missing_ok=True)
                    self.sound_path(image_id).unlink(missing_ok=True)
                    for thumbnail in self.path.glob(f"thumbnails/*/*/{image_id}.jpg"):
                        thumbnail.unlink(missing_ok=True)
        forget_pictures(image_ids)


def _checked(image_id: str) -> str:
    if not _ID.fullmatch(image_id):
        raise ValueError(f"no id: {image_id!r}")
    return image_id


def _is_there(path: Path) -> bool:
    """Whether a file is there and holds something: a power failure can leave empty ones."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _shrunk(source: Path, size: int) -> bytes:
    with Image.open(source, formats=["JPEG"]) as image:
        image.draft("RGB", (size, size))
        image.thumbnail((size, size), Image.Resampling.BILINEAR)
        buffer = io.BytesIO()
        image.convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
