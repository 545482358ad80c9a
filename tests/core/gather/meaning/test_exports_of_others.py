"""Google Takeout and Teachable Machine: what they pack comes in with its classes."""

import json

import pytest

from core.gather.meaning.entries import Entry
from core.gather.meaning.questions import questions
from core.gather.meaning.reading import Reading, read_arrival
from tests.core.gather.meaning.made import counts, entry

YEARS = ["Photos from 2023", "Fotos von 2023", "Photos de 2023", "Fotos de 2023", "Foto dal 2023",
         "Foto's uit 2023", "Foton från 2023", "2023 年の写真", "2023年的照片", "2023년의 사진",
         "Фотографии за 2023", "Zdjęcia z 2023"]  # fmt: skip
SIDECARS = [
    "{}.json",
    "{}.supplemental-metadata.json",
    "{}.supplemental-meta.json",
    "{}.suppl.json",
]


def takeout(*files: Entry) -> Reading:
    return read_arrival([*files, entry("Takeout/archive_browser.html")], "takeout-2023-001.zip")


def photo(folder: str, name: str, check: int) -> list[Entry]:
    path = f"Takeout/Google Photos/{folder}/{name}"
    return [entry(path, check=check), *(entry(form.format(path), b"{}") for form in SIDECARS[:2])]


@pytest.mark.parametrize("year", YEARS)
def test_the_album_wins_over_the_year_in_any_language(year: str) -> None:
    about = entry("Takeout/Google Photos/Zebras/metadata.json", b"{}")
    reading = takeout(*photo(year, "1.jpg", 1), *photo("Zebras", "1.jpg", 1), about)
    assert counts(reading) == {"Zebras": 1} and reading.way().unlabelled == 0
    assert not reading.turned_away and not questions(reading)


def test_a_picture_in_no_album_has_no_label() -> None:
    reading = takeout(*photo("Photos from 2023", "1.jpg", 1), *photo("Zebras", "2.jpg", 2))
    assert counts(reading) == {"Zebras": 1} and reading.way().unlabelled == 1


def test_two_pictures_of_one_name_are_both_kept() -> None:
    reading = takeout(*photo("Photos from 2023", "1.jpg", 1), *photo("Zebras", "1.jpg", 2))
    assert counts(reading) == {"Zebras": 1} and reading.way().unlabelled == 1


def test_in_a_folder_without_checksums_the_bytes_are_compared() -> None:
    reading = takeout(*photo("Photos from 2023", "1.jpg", 0), *photo("Zebras", "1.jpg", 0))
    assert counts(reading) == {"Zebras": 1} and reading.way().unlabelled == 0


def test_an_album_may_end_in_a_year() -> None:
    about = entry("Takeout/Google Photos/Holiday 2023/metadata.json", b"{}")
    assert counts(takeout(*photo("Holiday 2023", "1.jpg", 1), about)) == {"Holiday 2023": 1}


@pytest.mark.parametrize("form", SIDECARS)
def test_sidecars_are_passed_over_without_a_takeout_around_them(form: str) -> None:
    reading = read_arrival([entry("a/1.jpg"), entry(form.format("a/1.jpg"), b"{}")])
    assert (reading.passed_over, reading.turned_away) == (1, ())


def tm(*names: str, kind: str = "image", around: str = "") -> list[Entry]:
    manifest = json.dumps({"type": kind, "version": "2.4", "appdata": {}}).encode()
    return [entry(around + "manifest.json", manifest), *(entry(around + name) for name in names)]


NAMES = ("Class 1-!-0.png", "Class 1-!-1.png", "Not ok-!-0.png", "a/b-!-0.png", "a-!-b-!-0.png")


@pytest.mark.parametrize("around", ["", "project/", "a/project/"])
def test_a_teachable_machine_project_comes_in_with_its_classes(around: str) -> None:
    reading = read_arrival(tm(*NAMES, around=around), "project.tm")
    assert counts(reading) == {"Class 1": 2, "Not ok": 1, "a/b": 1, "a-!-b": 1}
    assert reading.way().kind == "teachable machine" and not questions(reading)


def test_it_needs_no_ending_where_there_is_its_manifest() -> None:
    assert counts(read_arrival(tm(*NAMES), "project.zip"))["Class 1"] == 2


def test_its_recordings_are_turned_away_with_a_reason() -> None:
    reading = read_arrival(tm("Clap-!-0.wav", "Clap-!-1.webm", kind="audio"), "sound.tm")
    assert len(reading.turned_away) == 2 and not reading.pictures


def test_a_manifest_that_is_no_json_harms_nobody() -> None:
    broken = [entry("manifest.json", b"\xff{"), entry("cat-!-0.png")]
    assert counts(read_arrival(broken, "x.tm")) == {"cat": 1}
