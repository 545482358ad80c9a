"""The files that took the server away at commit d943d4b, and an honest one of many pictures."""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator

import numpy as np
from PIL import Image

from core.project.records import NewImage
from core.vision.read_photo import as_jpeg


def bombs(saved: bytes) -> Iterator[tuple[str, bytes]]:
    """Each by its name: what is huge once unpacked, or asks for far more than it weighs."""
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    [head, *_] = [name for name in members if name.endswith("head.npz")]
    folder = head.removesuffix("head.npz")
    text = members["project.json"]
    at = text.index(b'"class": [') + len(b'"class": [')
    chance = random.Random(5)  # what is packed a hundred times smaller is refused by the list
    names = [b'{"name": "%x"},' % chance.getrandbits(64) for _ in range(70_000)]
    rows = b"".join(names * 50)
    yield "90 MB of JSON rows", zipped(members | {"project.json": text[:at] + rows + text[at:]})
    lists = [b"[[],[],[%d]]," % chance.getrandbits(24) for _ in range(90_000)]
    nest = text[:at] + b"".join(lists * 70) + text[at:]
    yield "125 MB of JSON lists", zipped(members | {"project.json": nest})
    long = b'"' + b"".join(names).replace(b'"', b" ") * 50 + b'",'
    yield "a name of 90 MB", zipped(members | {"project.json": text[:at] + long + text[at:]})
    for name in ("head.npz", "outcome.npz"):
        buffer = io.BytesIO()
        wide = np.broadcast_to(np.float32(0), (200_000, 640))
        np.savez_compressed(buffer, coef=wide, probs=wide[:, :2])
        yield f"500 MB in {name}", zipped(members | {folder + name: buffer.getvalue()})
    labels = json.dumps({"vocab": ["a", "b"], "size": 30_000}).encode()
    yield "labels of 30,000 pixels", zipped(members | {folder + "labels.json": labels})
    onnx = {folder + "model.onnx": b"\x08\x08" * 200, folder + "labels.json": labels}
    alone = {name: data for name, data in members.items() if name != head}
    yield "a model from elsewhere", zipped(alone | onnx)
    yield "a picture of 6,000 passes", zipped(many_passes(members))


def many_passes(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members with one picture that a decoder passes over 6,000 times."""
    buffer = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (640, 640, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "JPEG", progressive=True, quality=20)
    honest = buffer.getvalue()
    last = honest.rindex(b"\xff\xda")
    odd = honest[:-2] + honest[last:-2] * 6_000 + honest[-2:]
    old = next(name for name in members if name.startswith("images/"))
    was, now = old[7:-4].encode(), hashlib.sha256(odd).hexdigest()
    others = {name: data for name, data in members.items() if name != old}
    text = members["project.json"].replace(was, now.encode())
    return others | {"project.json": text, f"images/{now}.jpg": odd}


def many_pictures(count: int) -> Iterator[NewImage]:
    """Pictures as large as photos are kept, no two alike."""
    chance = np.random.default_rng(3)
    base = chance.integers(0, 255, (480, 640, 3), dtype=np.uint8)
    smooth = Image.fromarray(base).resize((160, 120)).resize((640, 480))
    for number in range(count):
        picture = smooth.copy()
        picture.putpixel((number % 640, number // 640), (255, 0, 0))
        jpeg = as_jpeg(picture)
        image_id = hashlib.sha256(jpeg).hexdigest()
        yield NewImage(image_id, jpeg, "ab"[number % 2], f"{number}.jpg", 640, 480)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP of these."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
