"""Read a photo as the app reads it: read_photo('photo.jpg') is the RGB picture its models see.

Upright by its EXIF, transparent on white, 16 bits scaled to 8, CMYK and every colour profile as
sRGB, the first frame of an animation, at most about 640 pixels, with the traces of JPEG that every
picture has which a model learned from. This file stands alone, with Pillow, NumPy and, for HEIC,
pi-heif. The app, a model's homes, export.pkl and the notebook all carry it as it is.
"""

import hashlib
import io
import re
from os import PathLike
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image, ImageCms, JpegImagePlugin

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
LONG_SIDE, SHORT_SIDE = 640, 256
JPEG_QUALITY = 90
_BRANDS = b"heic heix hevc hevx heim heis hevm hevs mif1 mif2 msf1 miaf heif avci avcs jpeg"
HEIF_BRANDS = frozenset(_BRANDS.split())
AVIF_BRANDS = frozenset((b"avif", b"avis"))
_END = b"\xff\xd9"  # of a JPEG
_OTHER_BITS = b"\x55\xd2\x9c" * 99
_WHOLE = 4_000_000  # pixels up to which the end of a JPEG is looked at in full size
_STRIP = 1_000_000  # pixels that are put on white at once
_OVERSIZE = 2  # how much larger than its final size a picture stays, for a good last resize
_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATION = 0x0112  # the EXIF tag
# From lying as EXIF says (2 to 8) to upright: mirrored, upside down, …, a quarter turn.
_TURNS = dict(zip(range(2, 9), map(Image.Transpose, (0, 3, 1, 5, 4, 6, 2)), strict=True))


def read_photo(photo: str | PathLike[str] | bytes | IO[bytes]) -> Image.Image:
    """The photo at a path, in bytes or in an open file, as the RGB picture that a model gets.

    Raises what Pillow raises for a file that is no picture, or is damaged.
    """
    if isinstance(photo, str | PathLike):
        photo = Path(photo).read_bytes()
    data = photo if isinstance(photo, bytes) else photo.read()
    picture = upright_rgb(open_photo(data))
    return picture if is_as_kept(data) else _jpeg(as_jpeg(picture)).copy()


def open_photo(data: bytes) -> Image.Image:
    """The picture in a file, with its size known and its pixels not decoded yet."""
    if (brands := heif_brands(data)) & HEIF_BRANDS and not brands & AVIF_BRANDS:
        return _Heif(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(_ended(data))
    return Image.open(io.BytesIO(_without_exif(data) if brands else data), formats=FORMATS)


def upright_rgb(image: Image.Image) -> Image.Image:
    """An opened photo decoded: RGB, sRGB, upright, of the size in which the app keeps it."""
    size = kept_size(*image.size)
    image.draft(None, size)  # only a JPEG can be decoded smaller
    image.load()
    opaque = _on_white(image, size)
    small = resized(opaque, size, Image.Resampling.BICUBIC) if opaque.size != size else opaque
    picture, turn = _srgb(small, image.info.get("icc_profile")), _TURNS.get(_orientation(image))
    return picture if turn is None else picture.transpose(turn)


def resized(image: Image.Image, size: tuple[int, int], how: Image.Resampling) -> Image.Image:
    """The picture in another size, to the pixel as by Pillow 13: others may resize first along the
    side that it resizes last, and each of the two rounds."""
    height_first = image.height - size[1] > max(0, 2 * (image.width - size[0]))
    halfway = (image.width, size[1]) if height_first else (size[0], image.height)
    return image.resize(halfway, how).resize(size, how)


def kept_size(width: int, height: int) -> tuple[int, int]:
    """Longest side 640 px, but the shortest never below 256 px: 224-px training loses nothing."""
    scale = min(1.0, max(LONG_SIDE / max(width, height), SHORT_SIDE / min(width, height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def as_jpeg(picture: Image.Image, quality: int = JPEG_QUALITY) -> bytes:
    """An RGB picture as the app keeps it: nothing but its pixels goes into the JPEG."""
    bare, buffer = picture.copy(), io.BytesIO()
    bare.info = {}
    bare.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def is_as_kept(data: bytes) -> bool:
    """Whether the file is a JPEG just as `as_jpeg` makes them: it need not be made again, so that
    a kept picture that leaves the app and comes back is the same to the last bit."""
    if not data.startswith(b"\xff\xd8\xff") or _lacks_end(data):
        return False
    image = _jpeg(data)
    straight = _orientation(image) == 1 and image.info.get("adobe_transform", 1) == 1
    plain = straight and image.mode == "RGB" and not image.info.get("icc_profile")
    return plain and image.size == kept_size(*image.size) and _steps(image) == _KEPT_STEPS


def _steps(jpeg: Image.Image) -> tuple[object, object]:
    """How finely a JPEG was saved: its quantization tables and the sampling of its colours."""
    return getattr(jpeg, "quantization", None), JpegImagePlugin.get_sampling(jpeg)


def heif_brands(data: bytes) -> frozenset[bytes]:
    """The brands in the first box of a HEIC, HEIF or AVIF (or of a film); empty for other files."""
    if data[4:8] != b"ftyp":
        return frozenset()
    boxed = range(16, min(int.from_bytes(data[:4]), 400), 4)
    return frozenset(data[at : at + 4] for at in (8, *boxed))


class _Heif(Image.Image):
    """An opened HEIC. Only strips of it become pictures of Pillow: it is large enough once."""

    format = "HEIF"

    def __init__(self, data: bytes) -> None:
        super().__init__()
        try:
            from pi_heif import HeifFile
        except ImportError as error:
            raise OSError("This is a HEIC photo. To read it: pip install pi-heif") from error
        self._file = HeifFile(_without_exif(data), remove_stride=False)
        self._mode, self._size = self._file.mode, self._file.size
        self.info = {"icc_profile": self._file.info.get("icc_profile")}

    def load(self) -> None:  # type: ignore[override]
        """Decode it."""
        self._pixels, self._size = self._file.data, self._file.size

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:  # type: ignore[override]
        """The rows from the second to the fourth number of the box."""
        lines, size = self._file.stride, (self.width, box[3] - box[1])
        part = self._pixels[box[1] * lines : box[3] * lines]
        return Image.frombuffer(self.mode, size, part, "raw", self.mode, lines, 1)


def _without_exif(boxes: bytes) -> bytes:
    """A HEIC or AVIF whose EXIF nobody looks at: broken it would stop Pillow, and how such a
    picture is turned stands in a box of its own."""
    return re.sub(rb"(infe.{8}(?:..)?)Exif", rb"\1skip", boxes, flags=re.DOTALL)


def _lacks_end(jpeg: bytes) -> bool:
    return jpeg.find(_END, max(jpeg.rfind(b"\xff\xda"), 0)) < 0


def _ended(jpeg: bytes) -> bytes:
    """A JPEG that lacks nothing but its end marker gets one; other JPEGs stay as they are. It lacks
    pixels too when what follows its last byte changes them."""
    if not _lacks_end(jpeg):
        return jpeg
    cut = jpeg.rstrip(b"\xff")
    whole = _pixels(cut + _END) == _pixels(cut + _more_bits(cut) + _END)
    return cut + _END if whole else jpeg


def _more_bits(jpeg: bytes) -> bytes:
    """What might follow a cut JPEG: bits, and the next marks by which a decoder finds its place."""
    marks = re.findall(rb"\xff[\xd0-\xd7]", jpeg[jpeg.rfind(b"\xff\xda") :])
    last = marks[-1][1] if marks else 0xD7
    following = [bytes((0xFF, 0xD0 + (last + n) % 8)) for n in range(1, 9)]
    return _OTHER_BITS.join([b"", *following, b""])


def _jpeg(data: bytes) -> Image.Image:
    """Opened without Pillow's limit of pixels: a JPEG is made smaller while it is decoded."""
    return JpegImagePlugin.JpegImageFile(io.BytesIO(data))


def _pixels(jpeg: bytes) -> bytes:
    """A fingerprint of what is decoded, made smaller where there is much of it."""
    image = _jpeg(jpeg)
    if image.width * image.height > _WHOLE:
        image.draft(None, kept_size(*image.size))
    return hashlib.sha256(image.tobytes()).digest()


def _orientation(image: Image.Image) -> int:
    """1 to 8 by the EXIF itself, as in browsers; 1, upright, where it is empty or broken."""
    try:
        exif = Image.Exif()
        exif.load(image.info.get("exif", b""))
        return int(exif.get(_ORIENTATION, 1))
    except Exception:  # it breaks in as many ways as there are programs
        return 1


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours the photographer saw: through the embedded profile where there is a good one."""
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except Exception:  # a broken profile is no reason to lose the picture
            pass
    return image.convert("RGB")


def _on_white(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`image` as RGB, CMYK or L: palettes resolved, transparency laid on white, 16 bits made 8. One
    much larger than `size`, which it is going to have, is shrunk on the way by a whole number, but
    stays at least twice as large; it is never held twice."""
    if image.format == "BMP" and image.mode == "RGBA" and not image.getchannel("A").getbbox():
        image = image.convert("RGB")  # a fourth byte that no program filled in
    wide, high = (have // (_OVERSIZE * want) for have, want in zip(image.size, size, strict=True))
    factor = max(1, min(wide, high))
    at_once = _is_plain(image) or image.width * image.height <= _STRIP
    if factor == 1 and at_once and image.format != "HEIF":
        return _opaque(image)
    mode = image.mode if _is_plain(image) else "RGB"
    paper = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    rows = factor * max(1, _STRIP // (image.width * factor))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        paper.paste(_opaque(strip).reduce(factor), (0, top // factor))
    return paper


def _opaque(image: Image.Image) -> Image.Image:
    if _is_plain(image):
        return image
    if image.mode.startswith("I"):
        return _eight_bit(image)
    if image.has_transparency_data:
        pixels = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Image.new("RGB", pixels.size, "white")
        paper.paste(pixels, mask=pixels)  # less than half the time of `alpha_composite`
        return paper
    return image.convert("RGB")


def _is_plain(image: Image.Image) -> bool:
    return image.mode in ("RGB", "CMYK", "L") and not image.has_transparency_data


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit greys scaled to 0–255; Pillow's own conversion would cut them off at 255."""
    greys = np.asarray(image).astype(np.uint32)
    eight = ((greys * 255 + 32_895) >> 16).astype(np.uint8)  # rounds grey / 257
    eight[greys == image.info.get("transparency", -1)] = 255
    return Image.fromarray(eight)


_KEPT_STEPS = _steps(_jpeg(as_jpeg(Image.new("RGB", (16, 16)))))
