"""Only the part of a file that makes the picture reaches a decoder.

A file can be built to keep a decoder busy for hours: millions of empty segments, comments inside
comments, thousands of passes over the same pixels. So everything that is no picture (place and
camera, comments, further frames, whatever hangs behind the end) is cut off here, in time that
grows with the file, and what would still cost too much raises Refused.
"""

from collections.abc import Iterator

from core.content import says
from core.gather.reading.refusal import Refused
from core.project.archive.pictures import too_many_passes
from core.words import large_number

MAX_STEPS = 20_000  # segments, chunks or bytes between them
MAX_NOTES = 2_000_000  # bytes of a GIF before its first frame
MAX_JPEG_PIXELS = 250_000_000  # more than any phone has; a JPEG is made smaller while it is decoded
MAX_KEPT_BYTES = 220_000_000  # what a decoder holds of a JPEG that comes in several passes
MAX_RLE_PIXELS = 500_000

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"eXIf")
_STANDALONE = (0x01, *range(0xD0, 0xDA))
_SCAN, _END = 0xDA, b"\xff\xd9"
_FRAMES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
_DROPPED = (0xFE, *range(0xE3, 0xEE), 0xEF)  # comments and what programs note for themselves


def slim(data: bytes) -> bytes:
    """The same picture with nothing around it; other formats pass untouched.

    Raises Refused for what would take a decoder too long, ValueError or IndexError for what is
    too damaged to be walked through.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return _slim_jpeg(data)
    if data.startswith(_PNG_START):
        return _slim_png(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _slim_gif(data)
    if data.startswith(b"BM"):
        _check_bmp(data)
    return data


def _slim_jpeg(data: bytes) -> bytes:
    kept, frame = [data[:2]], _Frame(b"")
    has_exif = False
    for start, end in _jpeg_segments(data):
        marker, body = data[start + 1], data[start + 4 : start + 14]
        if marker == _SCAN:
            frame.check(parts_in_first_scan=data[start + 4])
            return b"".join([*kept, _scans(data, start, frame.pixels)])
        if marker in _FRAMES:
            frame = _Frame(data[start + 1 : end])
        is_exif = marker == 0xE1 and body.startswith(b"Exif\0")
        is_profile = marker == 0xE2 and body.startswith(b"ICC_PROFI")
        if marker in _DROPPED or (marker in (0xE1, 0xE2) and not is_exif and not is_profile):
            continue
        if not (is_exif and has_exif):
            kept.append(data[start:end])
        has_exif = has_exif or is_exif
    raise Refused(says("refused", "odd"))


class _Frame:
    """What the header of a JPEG says about its pixels: the segment from its marker on."""

    def __init__(self, segment: bytes) -> None:
        self.several_passes = segment[:1] in (b"\xc2", b"\xc6", b"\xca", b"\xce")
        self.height, self.width = (int.from_bytes(segment[at : at + 2]) for at in (4, 6))
        self.sampling = [(each >> 4) * (each & 15) for each in segment[10::3]]

    @property
    def pixels(self) -> int:
        """All of them."""
        return self.width * self.height

    def check(self, parts_in_first_scan: int) -> None:
        """Raises Refused for more pixels than can be decoded in about a second and 300 MB.

        A decoder holds nothing of a JPEG in one pass; of any other two bytes for each number.
        """
        size = {"width": self.width, "height": self.height}
        if self.pixels > MAX_JPEG_PIXELS:
            most = large_number(MAX_JPEG_PIXELS)
            raise Refused(says("refused", "too_many_pixels", **size, most=most))
        numbers = self.pixels * sum(self.sampling) / max(*self.sampling, 1)
        in_passes = self.several_passes or parts_in_first_scan < len(self.sampling)
        if in_passes and 2 * numbers > MAX_KEPT_BYTES:
            raise Refused(says("refused", "progressive", **size))


def bare(jpeg: bytes) -> bytes:
    """A JPEG without anything but its pixels: no place, no camera, no profile, no notes."""
    kept = [jpeg[:2]]
    for start, end in _jpeg_segments(jpeg):
        if jpeg[start + 1] == _SCAN:
            kept.append(jpeg[start:])
            break
        if not 0xE0 < jpeg[start + 1] <= 0xEF:
            kept.append(jpeg[start:end])
    return b"".join(kept)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of every segment up to the first scan; bytes between them are skipped."""
    at = 2
    for _ in range(MAX_STEPS):
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (0x00, 0xFF):
            at += 1
            continue
        length = 0 if marker in _STANDALONE else max(2, int.from_bytes(data[at + 2 : at + 4]))
        if length:
            yield at, at + 2 + length
        at += 2 + length


def _scans(data: bytes, start: int, pixels: int) -> bytes:
    """The scans up to the end of the picture, as many as a picture needs."""
    end = data.find(_END, start)
    scans = data[start : end + 2] if end >= 0 else data[start:]
    if too_many_passes(scans, pixels):
        raise Refused(says("refused", "odd"))
    return scans


def _slim_png(data: bytes) -> bytes:
    kept, at = [_PNG_START], len(_PNG_START)
    for _ in range(MAX_STEPS):
        length = int.from_bytes(data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if kind in _PNG_KEPT and (length or kind == b"IEND"):
            kept.append(data[at:end])
        if kind == b"IEND" or end >= len(data):
            return b"".join(kept)
        at = end
    raise Refused(says("refused", "odd"))


def _slim_gif(data: bytes) -> bytes:
    """The first frame with the extension that says which colour is clear."""
    flags = data[10]
    head = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    notes, control, at = data[: head + MAX_NOTES], b"", head
    for _ in range(MAX_STEPS):
        if data[at] == 0x2C:
            return data[:head] + control + data[at:]
        if data[at] != 0x21:
            at += 1
            continue
        end = _blocks_end(notes, at + 2)
        control = data[at:end] if data[at + 1] == 0xF9 else control
        at = end
    raise Refused(says("refused", "odd"))


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _check_bmp(data: bytes) -> None:
    """Run-length packed bitmaps are unpacked byte by byte, so only small ones are."""
    header = int.from_bytes(data[14:18], "little")
    packed = header >= 40 and int.from_bytes(data[30:34], "little") in (1, 2)
    sides = [abs(int.from_bytes(data[at : at + 4], "little", signed=True)) for at in (18, 22)]
    if packed and max(sides[0] * sides[1], len(data)) > MAX_RLE_PIXELS:
        raise Refused(says("refused", "packed_bmp"))
