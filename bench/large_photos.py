"""What photos of large sensors cost to take in: python -m bench.large_photos [FILE…].

One JSON line a photo, each decoded in a fresh process of its own: {"photo", "file_mb", "cpu_s",
"mb", "refused"}. Without files it makes them: baseline and progressive JPEGs, HEIC, and the
largest PNG, WEBP and AVIF that come in. `cpu_s` are seconds of the processor, `mb` the growth of
resident memory at its peak, the file included, `refused` the sentence of one that is turned away.
"""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from bench.hostile_files import MB, measured
from bench.photos import photo
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from tests.core.gather.pictures import as_file, plain

SENSORS = {12: (4032, 3024), 24: (5712, 4284), 48: (8064, 6048), 50: (8192, 6144)}
TWO_HUNDRED = (16_320, 12_240)


def main(paths: list[str]) -> None:
    """Measure the files, or such as are made here."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(cost(Path(sys.argv[2]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in map(Path, paths) if paths else made(Path(folder)):
            command = [sys.executable, "-m", "bench.large_photos", "--one", str(path)]
            subprocess.run(command, check=True)
            if not paths:
                path.unlink()


def cost(path: Path) -> dict[str, Any]:
    """What decoding one file costs in this process, which has decoded only a small one before."""
    for name in ("JPEG", "PNG", "WEBP", "AVIF"):
        decode(as_file(plain(), name), "warm")
    refused, stored = "", None
    with measured(path.name) as spent:
        data = path.read_bytes()
        try:
            stored = decode(data, path.name)
        except Refused as refusal:
            refused = str(refusal)
    assert refused or stored
    return {
        "photo": path.name,
        "file_mb": round(len(data) / MB, 1),
        "cpu_s": round(spent.seconds, 2),
        "mb": round(spent.memory / MB),
        "refused": refused,
    }


def made(folder: Path) -> Iterator[Path]:
    """One file after the other: they are large."""
    for megapixels, size in SENSORS.items():
        scene = _scene(size)
        for kind, options in (("baseline", {}), ("progressive", {"progressive": True})):
            yield _saved(scene, folder / f"{megapixels} {kind}.jpg", quality=90, **options)
        if megapixels < 50:
            yield _heic(scene, folder / f"{megapixels}.heic")
    yield _saved(_scene(SENSORS[48]), folder / "48 fine.jpg", progressive=True, subsampling=0)
    yield _saved(_scene((5000, 5000)), folder / "25.png", compress_level=1)
    yield _saved(_scene((4082, 3062)), folder / "12.webp", method=0)
    yield _saved(_scene((4082, 3062)), folder / "12.avif", speed=10)
    yield _saved(_scene(TWO_HUNDRED), folder / "200 baseline.jpg", quality=85)


def _scene(size: tuple[int, int]) -> Image.Image:
    """A wall of photos with all their grain, as large as the sensor."""
    with Image.open(io.BytesIO(photo(1))) as tile:
        scene = Image.new("RGB", size)
        for left in range(0, size[0], tile.width):
            for top in range(0, size[1], tile.height):
                scene.paste(tile, (left, top))
    return scene


def _saved(scene: Image.Image, path: Path, **options: Any) -> Path:
    scene.save(path, **options)
    return path


def _heic(scene: Image.Image, path: Path) -> Path:
    """x265 comes with the requirements for development only."""
    import pillow_heif

    fast = {"preset": "ultrafast"}
    pillow_heif.from_pillow(scene).save(path, quality=60, enc_params=fast)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
