"""Folders, files and ZIPs become one stream of files with a class each."""

import io
import os
import stat
import zipfile

import pytest

from core.gather.arrivals import Arrivals, Incoming, from_files
from core.gather.as_read import from_files_and_zips, from_folder, from_zip
from core.gather.reading.refusal import Refused
from tests.core.gather.pictures import as_file, noise
from tests.said import said

PHOTO = as_file(noise(1), "JPEG")


def classes(arrivals: Arrivals) -> dict[str, str]:
    return {file.name: file.label for file in arrivals.files if isinstance(file, Incoming)}


def reasons(arrivals: Arrivals) -> dict[str, str]:
    return {f.name: f.reason for f in arrivals.files if not isinstance(f, Incoming)}


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_folder_gives_each_file_the_class_of_its_own_folder() -> None:
    names = [
        "bears/black/1.jpg",
        "bears/grizzly/more/2.jpg",
        "bears\\teddy\\3.jpg",
        "bears/teddy/4.jpg",
    ]
    arrivals = from_folder([(name, PHOTO) for name in names])
    assert arrivals.total == 4
    assert list(classes(arrivals).values()) == ["black", "grizzly", "teddy", "teddy"]


def test_names_that_climb_out_are_only_names() -> None:
    arrivals = from_folder([("../../../etc/cron.d/1.jpg", PHOTO), ("/root/x\n.jpg", PHOTO)])
    assert classes(arrivals) == {"cron.d/1.jpg": "etc", "root/x.jpg": "root"}


def test_a_file_in_no_folder_has_no_class() -> None:
    arrivals = from_folder([("1.jpg", PHOTO), ("cats/2.jpg", PHOTO)])
    assert classes(arrivals) == {"1.jpg": "", "cats/2.jpg": "cats"}


def test_what_operating_systems_leave_behind_is_passed_over() -> None:
    litter = ["a/.DS_Store", "a/Thumbs.db", "__MACOSX/a/._1.jpg", "a/.hidden/1.jpg", "desktop.ini"]
    assert from_folder([(name, b"x") for name in litter]).total == 0
    assert from_zip("a.zip", packed(dict.fromkeys([*litter, "a/1.jpg"], PHOTO))).total == 1


def test_single_files_go_into_the_named_class() -> None:
    assert classes(from_files([("1.jpg", PHOTO)], " black  bear ")) == {"1.jpg": "black bear"}
    with pytest.raises(Refused, match="needs a name"):
        from_files([("1.jpg", PHOTO)], " ")


def test_a_zip_of_class_folders() -> None:
    archive = packed({"bears/black/1.jpg": PHOTO, "bears/teddy/2.jpg": PHOTO, "3.jpg": PHOTO})
    assert list(classes(from_zip("mine.zip", archive)).values()) == ["black", "teddy", ""]
    assert classes(from_zip("mine.zip", archive, "polar"))["3.jpg"] == "polar"
    [first, *_] = from_zip("mine.zip", archive).files
    assert isinstance(first, Incoming) and first.read() == PHOTO


def test_bad_entries_of_a_zip_are_turned_away_one_by_one() -> None:
    buffer = io.BytesIO(packed({"a/1.jpg": PHOTO, "../evil/2.jpg": PHOTO, "a/in.zip": PHOTO}))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("a/link.jpg")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a/bz.jpg", PHOTO, zipfile.ZIP_BZIP2)
        archive.writestr("C:/a/3.jpg", PHOTO)
    arrivals = from_zip("x.zip", buffer.getvalue())
    found = reasons(arrivals)
    assert arrivals.total == 6 and len(found) == 5
    assert found.keys() == {"evil/2.jpg", "a/3.jpg", "a/in.zip", "a/link.jpg", "a/bz.jpg"}
    assert found["evil/2.jpg"] == found["a/3.jpg"] and len(set(found.values())) == 4


def test_a_damaged_entry_is_refused_when_it_is_read() -> None:
    archive = packed({"a/1.jpg": PHOTO}, zipfile.ZIP_STORED)
    at = archive.index(PHOTO) + len(PHOTO) // 2
    [file] = from_zip("x.zip", archive[:at] + b"\0\0\0\0" + archive[at + 4 :]).files
    assert isinstance(file, Incoming)
    with pytest.raises(Refused, match=said("refused", "damaged_inside")):
        file.read()


def test_archives_that_are_bombs_are_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match=said("refused", "zip_unfolds")):
        from_zip("x.zip", packed({"a/1.bmp": bytes(5_000_000)}))
    monkeypatch.setenv("DRIVETRAIN_MAX_ZIP_FILES", "2")
    with pytest.raises(Refused, match=said("refused", "zip_files", files=3, most=2)):
        from_zip("x.zip", packed({f"a/{i}.jpg": PHOTO for i in range(3)}))
    monkeypatch.setenv("DRIVETRAIN_MAX_ZIP_MB", "1")
    with pytest.raises(Refused, match=said("refused", "zip_too_large")):
        from_zip("x.zip", packed({"a/1.bmp": os.urandom(600_000), "a/2.bmp": os.urandom(600_000)}))


@pytest.mark.parametrize(
    ("data", "why"), [(b"PK\x03\x04junk", "zip_damaged"), (packed({}), "zip_empty")]
)
def test_an_unusable_archive_says_why(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=said("refused", why)):
        from_zip("x.zip", data)


def test_photos_and_zips_dropped_together() -> None:
    files = [("1.jpg", PHOTO), ("b.zip", packed({"black/2.jpg": PHOTO})), ("c.zip", b"junk")]
    arrivals = from_files_and_zips(files, "teddy")
    seen = list(arrivals.files)
    assert arrivals.total == len(seen) == 3
    assert {f.label for f in seen if isinstance(f, Incoming)} == {"black", "teddy"}
    assert [f.name for f in seen if not isinstance(f, Incoming)] == ["c.zip"]


def test_train_and_valid_folders_above_the_class_are_noticed() -> None:
    names = ["set/train/black/1.jpg", "set/Val/black/2.jpg", "set/polar/3.jpg"]
    sent = list(from_folder([(name, PHOTO) for name in names]).files)
    zipped = list(from_zip("set.zip", packed(dict.fromkeys(names, PHOTO))).files)
    for files in (sent, zipped):
        sides = {file.name: file.side for file in files if isinstance(file, Incoming)}
        assert sides == {"black/1.jpg": "train", "black/2.jpg": "valid", "polar/3.jpg": ""}
