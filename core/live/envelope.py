"""One message of a browser: what it asks for, with pictures in one piece; and why it cannot be.

A letter is four bytes (the length of the header, big-endian), the header (JSON), and then the
pictures one behind the other, as long as `sizes` in the header says.
"""

import io
import json
import struct
from typing import Annotated, Literal

from PIL import Image, JpegImagePlugin
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.content import read
from core.project.lengths import LONGEST_CLASS


class Trouble(Exception):
    """`code` names one of the `troubles` in live.yaml; `words` fill the places of its sentence."""

    def __init__(self, code: str, **words: object) -> None:
        self.code = code
        self.sentence = read("live.yaml", dict[str, str], "troubles")[code].format(**words)
        super().__init__(self.sentence)

    def as_json(self) -> dict[str, str]:
        """What is sent in place of an answer."""
        return {"trouble": self.sentence, "code": self.code}


MOST_HEADER = 4_000
MOST_PICTURES = 16
MOST_FRAME = 300_000
MOST_LETTER = 12_000_000
"""Bytes of a frame, and of a handful of pictures to be kept."""

Kind = Literal["look", "keep", "move", "undo", "rename"]
Name = Annotated[str, Field(max_length=LONGEST_CLASS)]


class Header(BaseModel):
    """What is asked for. `n` numbers what changes something: numbers grow, a repeat has the same
    one. `sizes` are the bytes of each picture behind the header."""

    model_config = ConfigDict(extra="forbid", strict=True)

    do: Kind
    n: int = Field(default=0, ge=0, le=2**53)
    label: Name = ""
    now: Name = ""
    id: str = Field(default="", max_length=64)
    sizes: list[Annotated[int, Field(gt=0)]] = Field(default=[], max_length=MOST_PICTURES)


class Letter:
    """A message that was opened: its `header` and the bytes of each of its `pictures`."""

    def __init__(self, header: Header, pictures: list[bytes]) -> None:
        self.header, self.pictures = header, pictures

    @classmethod
    def opened(cls, data: bytes) -> "Letter":
        """What a browser sent; raises Trouble for anything that no page of ours sends."""
        if len(data) > MOST_LETTER:
            raise Trouble("too_large")
        header, rest = _header(data)
        if sum(header.sizes) != len(rest):
            raise Trouble("garbled")
        if header.do == "look" and len(rest) > MOST_FRAME:
            raise Trouble("too_large")
        return cls(header, _cut(rest, header.sizes))


def _header(data: bytes) -> tuple[Header, bytes]:
    if len(data) < 4:
        raise Trouble("garbled")
    (length,) = struct.unpack(">I", data[:4])
    if not 0 < length <= min(MOST_HEADER, len(data) - 4):
        raise Trouble("garbled")
    try:
        return Header.model_validate_json(data[4 : 4 + length]), data[4 + length :]
    except (ValidationError, ValueError, RecursionError) as error:
        raise Trouble("garbled") from error


def _cut(rest: bytes, sizes: list[int]) -> list[bytes]:
    pictures, at = [], 0
    for size in sizes:
        pictures.append(rest[at : at + size])
        at += size
    return pictures


def letter(header: dict[str, object], pictures: list[bytes] | None = None) -> bytes:
    """A message as a browser writes it: what tests and measurements send."""
    pictures = pictures or []
    told = json.dumps({**header, "sizes": [len(one) for one in pictures]}).encode()
    return struct.pack(">I", len(told)) + told + b"".join(pictures)


FRAME_PX = 224
"""The shorter side of what a browser sends: the model looks at no more."""
MOST_SIDE = 800


def frame_of(data: bytes) -> Image.Image:
    """The frame in `data`, RGB. Raises Trouble for what is no JPEG or is larger than any frame of
    ours: its size is known before a pixel is decoded."""
    try:
        frame = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
        if max(frame.size) > MOST_SIDE:
            raise Trouble("large_frame", most=MOST_SIDE)
        frame.load()
        return frame.convert("RGB")
    except Trouble:
        raise
    except Exception as error:  # decoders raise almost anything on damaged input
        raise Trouble("no_picture") from error
