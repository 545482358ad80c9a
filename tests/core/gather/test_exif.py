"""Where a photo was taken never enters the store or leaves with an export, whatever its way in."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from core.gather.arrivals import Arrivals, from_files
from core.gather.as_read import from_files_and_zips, from_folder
from core.gather.intake import take_in
from core.gather.web import found_pictures, url_list
from core.gather.web.provider import Found
from core.project.archive.archive import save_archive
from core.project.archive.members import ArchiveRefused
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from tests.core.gather.hostile_pictures import segment
from tests.core.gather.pictures import as_file, noise

MAKER, PLACE, WORDS = b"SECRET-MAKER-NOTE", b"SECRET-PLACE", b"SECRET-COMMENT"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>'
NEEDLES = (b"SECRET-", b"Exif\0", b"eXIf", b"http://ns.adobe", b"8BIM", b"xmpmeta")


def exif() -> Image.Exif:
    """A phone's: camera, maker note, place, and a thumbnail of its own."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0112] = "SECRET-CAMERA", 1
    tags.get_ifd(0x8769)[0x927C] = MAKER
    gps = tags.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (52.0, 31.0, 12.0), "E", (13.0, 24.0, 18.0)
    gps[0x1C] = PLACE
    return tags


def phone_photos() -> list[tuple[str, bytes]]:
    """A photo in every format that can carry such data, with all of it."""
    found = []
    for number, name in enumerate(("JPEG", "WEBP", "AVIF", "PNG")):
        options = {"pnginfo": texts()} if name == "PNG" else {"xmp": XMP}
        found.append((f"{name}.x", as_file(noise(number), name, exif=exif(), **options)))
    jpeg = found[0][1]
    iptc = segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 14) + WORDS)
    two = jpeg[:2] + iptc + segment(0xFE, WORDS) + segment(0xEF, WORDS) + jpeg[2:] + jpeg + WORDS
    return [*found, ("two.jpg", two)]


def texts() -> PngImagePlugin.PngInfo:
    """Comments of a PNG, plain, packed and as XMP."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", WORDS.decode())
    info.add_text("Packed", WORDS.decode() * 9, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


PHOTOS = phone_photos()
IN_FOLDERS = [(f"set/bear/{name}", data) for name, data in PHOTOS]


def zipped() -> bytes:
    """The photos in a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in IN_FOLDERS:
            archive.writestr(name, data)
    return buffer.getvalue()


def from_urls() -> Arrivals:
    """A list of addresses."""
    return url_list.from_addresses(
        "".join(f"https://www.example.org/{n}\n" for n, _ in PHOTOS), "bear"
    )


def from_search() -> Arrivals:
    """Pictures ticked on the wall of a search."""
    found = [
        Found(
            thumb_url="",
            image_url=f"https://www.example.org/{name}",
            title=name,
            creator="A",
            licence="CC0",
            licence_url="",
            landing_url="",
            provider="Openverse",
            width=9,
            height=9,
        )
        for name, _ in PHOTOS
    ]
    return found_pictures.from_found(found, "bear", "bears")


WAYS: dict[str, Callable[[], Arrivals]] = {
    "files": lambda: from_files(PHOTOS, "bear"),
    "folder": lambda: from_folder(IN_FOLDERS),
    "zip": lambda: from_files_and_zips([("x.zip", zipped())]),
    "webcam": lambda: from_files(PHOTOS, "bear", source="webcam"),
    "paste": lambda: from_files(PHOTOS, "bear", source="paste"),
    "addresses": from_urls,
    "search": from_search,
}


def hidden_data(folder: Path) -> list[str]:
    """The files under a folder, and in ZIPs in it, that hold any of the needles."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            parts = {path.name: path.read_bytes()}
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    parts |= {name: archive.read(name) for name in archive.namelist()}
            found += [name for name, data in parts.items() if any(n in data for n in NEEDLES)]
    return found


def test_the_photos_really_carry_it() -> None:
    for name, data in PHOTOS:
        assert MAKER in data and PLACE in data, name
        with Image.open(io.BytesIO(data)) as image:
            assert image.getexif().get_ifd(0x8825)[1] == "N", name


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_it_is_in_the_store_or_in_an_export(
    project: Project, home: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    at = {f"https://www.example.org/{name}": data for name, data in PHOTOS}
    monkeypatch.setattr(found_pictures, "fetched_picture", at.__getitem__)
    monkeypatch.setattr(url_list, "fetched_picture", at.__getitem__)
    report = take_in(project, WAYS[way]())
    assert report.seen == 5 and report.new + len(report.already) == 5, report
    for record in project.dataset.images():
        project.dataset.thumbnail(record.id, 96)
    save_archive(project, home / "saved.zip")
    assert hidden_data(home) == []


def test_starter_sets_carry_nothing(project: Project, home: Path) -> None:
    add_starter(project, "bears", 5)
    add_starter(project, "digits", 2)
    save_archive(project, home / "saved.zip")
    assert hidden_data(home) == []


def test_a_project_made_elsewhere_cannot_bring_it(project: Project, home: Path) -> None:
    take_in(project, from_files([("a.png", as_file(noise(1)))], "bear"))
    [record] = project.dataset.images()
    spoilt = next(data for name, data in PHOTOS if name == "two.jpg")
    other = hashlib.sha256(spoilt).hexdigest()
    with zipfile.ZipFile(save_archive(project, home / "saved.zip")) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    changed = home.parent / "changed.zip"
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in members.items():
            picture = name.startswith("images/")
            renamed = data.replace(record.id.encode(), other.encode())
            archive.writestr(name.replace(record.id, other), spoilt if picture else renamed)
    with pytest.raises(ArchiveRefused, match="hidden data"):
        Workspace.create().open_archive(changed)
    assert hidden_data(home) == []
