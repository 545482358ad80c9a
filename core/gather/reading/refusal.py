"""Why a file cannot be used, in words that say what to do about it."""

from PIL import Image

from core.project.limits import MAX_PIXELS
from core.vision.read_photo import AVIF_BRANDS, HEIF_BRANDS, heif_brands
from core.words import large_number


class Refused(ValueError):
    """A file or an archive that cannot be used; the message is a sentence for the learner."""


_SAVE_AS = "Save it as JPEG or PNG and bring it again."

# What the first bytes of a file (from an offset) say it is.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"II*\0", f"It is a TIFF or a raw photo. {_SAVE_AS}"),
    (0, b"MM\0*", f"It is a TIFF or a raw photo. {_SAVE_AS}"),
    (0, b"II+\0", f"It is a large TIFF. {_SAVE_AS}"),
    (0, b"MM\0+", f"It is a large TIFF. {_SAVE_AS}"),
    (0, b"8BPS", f"It is a Photoshop document. {_SAVE_AS}"),
    (0, b"%PDF", f"It is a PDF, not a picture. {_SAVE_AS}"),
    (0, b"%!PS", f"It is a PostScript document, not a picture. {_SAVE_AS}"),
    (0, b"PK\x03\x04", "It is an archive. Bring a ZIP on its own, with a folder for each class."),
    (0, b"Rar!", "It is a RAR archive. Pack the folders as a ZIP instead."),
    (0, b"7z\xbc\xaf", "It is a 7z archive. Pack the folders as a ZIP instead."),
)
_VIDEO_ENDINGS = (".mp4", ".mov", ".avi", ".mkv", ".webm")


def reason_unreadable(data: bytes, name: str, error: Exception) -> str:
    """One sentence or two on why `data` gave no picture, from its first bytes and the error."""
    if isinstance(error, Image.DecompressionBombError):
        return (
            "It has far too many pixels. "
            f"Save it smaller: {large_number(MAX_PIXELS)} pixels at most."
        )
    for offset, signature, reason in _SIGNATURES:
        if data[offset:].startswith(signature):
            return reason
    brands = heif_brands(data)
    if brands & HEIF_BRANDS and not brands & AVIF_BRANDS:
        return f"It is a HEIF picture (HEIC) that cannot be read. {_SAVE_AS}"
    if name.lower().endswith(_VIDEO_ENDINGS) or b"isom" in brands or b"qt  " in brands:
        return "It is a film. Save single frames of it as JPEG."
    if _begins_with(data, (b"{", b"[")):
        return "It holds data (JSON), not a picture."
    if _begins_with(data, (b"<",)):
        return f"It holds text or a drawing in text (a web page, an SVG), not a photo. {_SAVE_AS}"
    if _knows(data):
        return "The picture is damaged or cut off. Copy or download it again."
    return "It is not a picture we can read. Bring JPEG, PNG, WEBP, HEIC, GIF, BMP or AVIF."


def _begins_with(data: bytes, marks: tuple[bytes, ...]) -> bool:
    return data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(marks)


def _knows(data: bytes) -> bool:
    """Whether the file begins like a format we read, so that the rest of it must be at fault."""
    begins = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")
    boxed = data[8:12] == b"WEBP" or heif_brands(data) & AVIF_BRANDS
    return data.startswith(begins) or bool(boxed)
