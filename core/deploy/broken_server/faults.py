"""What a server may do wrong between a photo and the model, beside what a careful server does."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.vision.preprocess import MEAN, STD, Method, Preprocess
from core.vision.read_photo import read_photo

Pixels = NDArray[np.float32]
_ORIENTATION = 0x0112  # the EXIF tag
_SENT_QUALITY = 95
# An EXIF note, and how a picture lies in the file so that the note puts it upright again.
_HELD = (
    (6, Image.Transpose.ROTATE_90),
    (8, Image.Transpose.ROTATE_270),
    (3, Image.Transpose.ROTATE_180),
)
_CUT_OUT_EDGE = 0.04  # of each side


@dataclass(frozen=True)
class Fault:
    """One thing done wrong.

    `sent(jpeg, picture_id)` is the file as it arrives at the server, `prepared(file, preprocess)`
    what the broken server gives to the model, and `named(vocab)` what it calls the model's classes.
    """

    sent: Callable[[bytes, str], bytes] = lambda jpeg, _picture_id: jpeg
    prepared: Callable[[bytes, Preprocess], Pixels] = lambda file, see: see(read_photo(file))
    named: Callable[[list[str]], list[str]] = lambda vocab: vocab


def carefully(file: bytes, see: Preprocess) -> Pixels:
    """What a careful server gives to the model: float32 (3, size, size), as the app does it."""
    return see(read_photo(file))


def as_a_phone_saves_it(jpeg: bytes, picture_id: str) -> bytes:
    """A stored picture as a phone held another way would have saved it: a JPEG that lies on its
    side or on its head, with an EXIF note that says how to turn it. Each picture has its own way.
    """
    note, lying = _HELD[int(picture_id[:4], 16) % len(_HELD)]
    exif, buffer = Image.Exif(), io.BytesIO()
    exif[_ORIENTATION] = note
    with Image.open(io.BytesIO(jpeg)) as picture:
        turned = picture.convert("RGB").transpose(lying)
    turned.save(buffer, "JPEG", quality=_SENT_QUALITY, exif=exif)
    return buffer.getvalue()


def as_a_cut_out(jpeg: bytes, _picture_id: str) -> bytes:
    """A stored picture as somebody who cut it out would save it: a PNG that keeps an oval in the
    middle; all around it is transparent, and black below, as most programs leave it."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        whole = picture.convert("RGB")
    mask = Image.new("L", whole.size, 0)
    wide, high = whole.width * _CUT_OUT_EDGE, whole.height * _CUT_OUT_EDGE
    ImageDraw.Draw(mask).ellipse((wide, high, whole.width - wide, whole.height - high), fill=255)
    cut, buffer = Image.new("RGBA", whole.size, (0, 0, 0, 0)), io.BytesIO()
    cut.paste(whole, mask=mask)
    cut.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _only_opened(file: bytes, see: Preprocess) -> Pixels:
    """The first line that everybody writes; it looks at no EXIF note and lets transparency go."""
    with Image.open(io.BytesIO(file)) as picture:
        return see(picture.convert("RGB"))


def _red_for_blue(file: bytes, see: Preprocess) -> Pixels:
    """As OpenCV's `imread` orders the colours."""
    return np.ascontiguousarray(carefully(file, see)[::-1])


def _as_bytes_are(file: bytes, see: Preprocess) -> Pixels:
    """Left as they stand in a picture, 0…255, where the model knows −1…1."""
    return (carefully(file, see) * np.float32(STD) + np.float32(MEAN)) * np.float32(255)


def other_method(method: Method) -> Method:
    """How a broken server makes pictures square, where the model learned from `method`."""
    return "crop" if method == "squish" else "squish"


def _another_resize(file: bytes, see: Preprocess) -> Pixels:
    """Squished where the model learned from cut pictures; cut where it learned from others."""
    return carefully(file, replace(see, method=other_method(see.method)))


FAULTS: dict[str, Fault] = {
    "exif": Fault(sent=as_a_phone_saves_it, prepared=_only_opened),
    "colours": Fault(prepared=_red_for_blue),
    "normalise": Fault(prepared=_as_bytes_are),
    "resize": Fault(prepared=_another_resize),
    "vocab": Fault(named=lambda vocab: vocab[::-1]),
    "transparency": Fault(sent=as_a_cut_out, prepared=_only_opened),
}
"""All that can be measured by asking; a module that is absent is in `missing_module.py`."""
