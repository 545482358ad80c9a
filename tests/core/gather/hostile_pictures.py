"""Single files that mean harm, or look as if they did: (name, bytes) by what is wrong with them."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

from tests.core.gather.pictures import as_file, noise, plain

Case = tuple[str, bytes]

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
SMALL = {name: as_file(noise(7), name) for name in FORMATS}
JPEG, PNG, GIF = SMALL["JPEG"], SMALL["PNG"], SMALL["GIF"]


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG's start and its first chunk."""
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">2I5B", width, height, depth, colour, 0, 0, 0)
    )


def in_png(*chunks: bytes) -> bytes:
    """A small PNG with more chunks after its first."""
    return PNG[:33] + b"".join(chunks) + PNG[33:]


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def in_jpeg(*segments: bytes) -> bytes:
    """A small JPEG with more segments after its start."""
    return JPEG[:2] + b"".join(segments) + JPEG[2:]


def resized_header(data: bytes, at: int, form: str, *sides: int) -> bytes:
    """A file that claims other sides than it has."""
    return data[:at] + struct.pack(form, *sides) + data[at + struct.calcsize(form) :]


def cut_off() -> Iterator[tuple[str, Case]]:
    """Every format, cut at many places."""
    for name, data in SMALL.items():
        for share in (0.01, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98):
            yield f"{name} cut at {share}", (f"a.{name.lower()}", data[: int(len(data) * share)])
        yield f"{name} without its start", (f"a.{name.lower()}", data[9:])
        yield f"{name} of zeros after its start", (f"a.{name.lower()}", data[:40] + bytes(4000))


def misnamed() -> Iterator[tuple[str, Case]]:
    """Good pictures with the ending of another kind."""
    for name, data in SMALL.items():
        for ending in ("jpg", "png", "exe", "svg", "zip.jpg"):
            yield f"{name} called .{ending}", (f"{name}.{ending}", data)


def no_pictures() -> Iterator[tuple[str, Case]]:
    """Other kinds of file under the name of a picture."""
    begins = {
        "HTML": b"<!doctype html><script>alert(1)</script>",
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "SVG behind a declaration": b'<?xml version="1.0"?><svg><image href="file:///etc/passwd"/>',
        "XML bomb": b'<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
        "JSON": b'{"a": 1}',
        "script": b"#!/bin/sh\nrm -rf /\n",
        "PHP": b"<?php system($_GET[0]); ?>",
        "Windows program": b"MZ\x90\0" + bytes(200),
        "Linux program": b"\x7fELF\x02\x01" + bytes(200),
        "PDF": b"%PDF-1.7\n1 0 obj",
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run",
        "EPS with a preview": b"\xc5\xd0\xd3\xc6" + bytes(200),
        "Photoshop": b"8BPS\0\x01" + bytes(100),
        "TIFF": as_file(plain(), "TIFF"),
        "PPM": as_file(plain(), "PPM"),
        "TGA": as_file(plain(), "TGA"),
        "ICO": as_file(plain(), "ICO"),
        "JPEG 2000": as_file(plain(), "JPEG2000"),
        "PCX": as_file(plain(), "PCX"),
        "DDS": as_file(plain(), "DDS"),
        "FITS": b"SIMPLE  =                    T" + bytes(3000),
        "HDF5": b"\x89HDF\r\n\x1a\n" + bytes(100),
        "XPM": b"/* XPM */\nstatic char *a[] = {",
        "XBM": b"#define a_width 9999999\n#define a_height 9999999\n",
        "film": b"\0\0\0\x18ftypisom" + bytes(100),
        "HEIC": b"\0\0\0\x18ftypheic" + bytes(100),
        "RAR": b"Rar!\x1a\x07\0" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "gzip": b"\x1f\x8b\x08" + bytes(50),
        "pickle": b"\x80\x04cos\nsystem\n(S'true'\ntR.",
        "SQLite": b"SQLite format 3\0" + bytes(100),
        "nothing": b"",
        "one byte": b"\xff",
        "spaces": b" " * 5000,
        "zeros": bytes(5000),
        "ones": b"\xff" * 5000,
    }
    for name, data in begins.items():
        yield name, ("photo.jpg", data)


def polyglots() -> Iterator[tuple[str, Case]]:
    """Pictures that are something else too."""
    script = b"<script>alert('POLYGLOT')</script>"
    yield "JPEG and a page", ("a.jpg", JPEG + script)
    yield "JPEG with a page in its comment", ("a.html", in_jpeg(segment(0xFE, script)))
    yield "JPEG and a ZIP", ("a.jpg", JPEG + b"PK\x03\x04" + bytes(30) + b"PK\x05\x06" + bytes(18))
    yield "JPEG and a program", ("a.jpg", JPEG + b"MZ" + bytes(500))
    yield "GIF and a script", ("a.gif", GIF.replace(b"GIF89a", b"GIF89a", 1) + b"=1;" + script)
    yield "PNG with a page", ("a.png", in_png(chunk(b"tEXt", b"Comment\0" + script)))
    yield "PNG and a page", ("a.png", PNG + script)
    yield "BMP and a script", ("a.bmp", SMALL["BMP"] + script)
    yield "WEBP and a page", ("a.webp", SMALL["WEBP"] + script)
    yield "AVIF and a page", ("a.avif", SMALL["AVIF"] + script)
    yield "PDF with a JPEG", ("a.jpg", b"%PDF-1.4\n" + JPEG)


def bombs() -> Iterator[tuple[str, Case]]:
    """Files that would unfold into far more than they are."""
    sides = (100_000, 1_000_000, 2**31 - 1)
    for side in sides:
        data = header(side, side) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND")
        yield f"PNG of {side} squared", ("a.png", data)
        bmp = resized_header(SMALL["BMP"], 18, "<2i", side, -side)
        yield f"BMP of {side} squared", ("a.bmp", bmp)
    yield "PNG of 1 × 2 billion", ("a.png", header(1, 2**31 - 1) + chunk(b"IDAT", b"x"))
    yield "PNG of no size", ("a.png", header(0, 0) + chunk(b"IDAT", b"x"))
    yield "GIF of 65,535 squared", ("a.gif", resized_header(GIF, 6, "<2H", 65535, 65535))
    at = JPEG.index(b"\xff\xc0") + 5
    yield "JPEG of 65,500 squared", ("a.jpg", resized_header(JPEG, at, ">2H", 65500, 65500))
    webp = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\x3f\0" * 2
    body = b"WEBP" + webp + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    yield "WEBP of 16,384 squared", ("a.webp", b"RIFF" + struct.pack("<I", len(body)) + body)
    avif = SMALL["AVIF"]
    yield (
        "AVIF that claims more",
        ("a.avif", resized_header(avif, avif.index(b"ispe") + 8, ">2I", 65000, 65000)),
    )
    yield "PNG just over the limit", ("a.png", as_file(plain(0, "L", (5001, 5000)), "PNG"))
    yield "WEBP over its limit", ("a.webp", as_file(plain(size=(4000, 3500)), "WEBP", method=0))
    yield (
        "text unfolding",
        ("a.png", in_png(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**8))))),
    )
    yield (
        "profile unfolding",
        ("a.png", in_png(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**8))))),
    )
    yield "too small", ("a.png", as_file(plain(size=(7, 400)), "PNG"))


def busy() -> Iterator[tuple[str, Case]]:
    """Files that are built to keep a decoder at work."""
    exif = segment(0xE1, b"Exif\0\0" + bytes(60_000))
    yield "JPEG of a million comments", ("a.jpg", in_jpeg(segment(0xFE, b"") * 1_000_000))
    yield "JPEG of long comments", ("a.jpg", in_jpeg(segment(0xFE, bytes(65_000)) * 300))
    yield (
        "JPEG with EXIF 500 times",
        ("a.jpg", in_jpeg(exif * 500)),
    )
    yield "JPEG of padding", ("a.jpg", JPEG[:2] + b"\xff" * 5_000_000 + JPEG[2:])
    yield "JPEG of junk", ("a.jpg", JPEG[:2] + bytes(5_000_000) + JPEG[2:])
    blocks = (b"8BIM\x04\x04\0\0" + bytes(4)) * 5_000
    yield "JPEG of notes", ("a.jpg", in_jpeg(segment(0xED, b"Photoshop 3.0\0" + blocks) * 100))
    yield "JPEG of 5,000 passes", ("a.jpg", many_passes(5_000))
    yield "PNG of a million chunks", ("a.png", in_png(chunk(b"tEXt") * 1_000_000))
    yield "PNG of a million empty parts", ("a.png", in_png(chunk(b"IDAT") * 1_000_000))
    yield (
        "GIF of one long comment",
        ("a.gif", in_gif(b"\x21\xfe" + (b"\xff" + bytes(255)) * 40_000 + b"\0")),
    )
    yield (
        "GIF of a million short ones",
        ("a.gif", in_gif(b"\x21\xfe" + b"\x01a" * 1_000_000 + b"\0")),
    )
    yield "GIF of empty notes", ("a.gif", in_gif(b"\x21\xfe\0" * 1_000_000))
    yield "BMP packed byte by byte", ("a.bmp", packed_bmp(4_000, 4_000))
    yield "small BMP packed byte by byte", ("a.bmp", packed_bmp(600, 500))
    yield "25 million pixels", ("a.png", as_file(plain(size=(5000, 5000)), "PNG"))
    hole = plain((9, 9, 9, 9), "RGBA", (5000, 5000))
    yield "25 million pixels with a hole", ("a.png", as_file(hole))
    yield "25 million grey of 16 bits", ("a.png", deep_png(5000))
    yield "25 million indexed", ("a.gif", as_file(plain(3, "P", (5000, 5000)), "GIF"))


def many_passes(count: int) -> bytes:
    """A progressive JPEG of 2,000 × 2,000 whose last pass comes again and again."""
    data = as_file(plain(size=(2000, 2000)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def in_gif(block: bytes) -> bytes:
    """A GIF with something before its first frame."""
    head = 13 + (3 << (GIF[10] & 7) + 1)
    return GIF[:head] + block + GIF[head:]


def packed_bmp(width: int, height: int) -> bytes:
    """A run-length packed bitmap with runs of one pixel each."""
    pixels = b"\x01\x05" * (width * height)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(pixels), 0, 0, 256, 0)
    start = 14 + 40 + 1024
    return (
        b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + info + bytes(1024) + pixels
    )


def deep_png(side: int) -> bytes:
    """A 16-bit grey PNG."""
    return as_file(Image.fromarray(np.full((side, side), 40_000, np.uint16)))


def odd_kinds() -> Iterator[tuple[str, Case]]:
    """Rare but honest pictures: they come in."""
    frames = [noise(n) for n in range(5)]
    for name in ("GIF", "WEBP", "PNG", "AVIF"):
        data = as_file(frames[0], name, save_all=True, append_images=frames[1:])
        yield f"moving {name}", (f"a.{name.lower()}", data)
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        yield f"PNG {mode}", ("a.png", as_file(noise(3).convert("L").convert(mode)))
    deep = header(16, 16, 16, 6) + chunk(b"IDAT", zlib.compress((b"\0" + bytes(range(128))) * 16))
    yield "PNG of 4 × 16 bits", ("a.png", deep + chunk(b"IEND"))
    yield "CMYK", ("a.jpg", as_file(noise(4).convert("CMYK"), "JPEG"))
    yield "progressive CMYK", ("a.jpg", as_file(noise(4).convert("CMYK"), "JPEG", progressive=True))
    yield "grey JPEG", ("a.jpg", as_file(noise(5).convert("L"), "JPEG"))
    yield "a broken profile", ("a.jpg", as_file(noise(6), "JPEG", icc_profile=b"no profile" * 99))
    yield "8 × 8", ("a.png", as_file(plain(size=(8, 8))))
    yield "a ribbon", ("a.png", as_file(noise(8, (9, 20_000))))
    yield "small passes", ("a.jpg", as_file(noise(9), "JPEG", progressive=True))
