"""Anything can be dropped on Gather: nothing crashes, nothing escapes, nothing is lost unsaid."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.gather.arrivals import Arrivals, from_files
from core.gather.as_read import folder_entries, from_files_and_zips, from_folder, from_zip
from core.gather.class_names import clean_class_name, is_kept
from core.gather.intake import IntakeReport, take_in
from core.gather.meaning.entries import shown_name
from core.gather.meaning.litter import is_litter
from core.gather.meaning.questions import questions
from core.gather.meaning.reading import Reading, read_arrival
from core.gather.reading.decode import MAX_PIXELS
from core.gather.reading.refusal import Refused
from core.project.archive.members import is_bare
from core.project.lengths import LONGEST_CLASS
from core.project.limits import limits
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.gather import hostile_pictures as hostile
from tests.core.gather.decoding import SENTENCE, Work, counted
from tests.core.gather.hostile_names import FOLDERS, LITTER, NAMES, SPELLINGS
from tests.core.gather.hostile_pictures import JPEG
from tests.core.gather.hostile_zips import zips
from tests.core.gather.pictures import as_file, noise

GROUPS = {
    "cut off": hostile.cut_off,
    "misnamed": hostile.misnamed,
    "no pictures": hostile.no_pictures,
    "polyglots": hostile.polyglots,
    "odd kinds": hostile.odd_kinds,
    "bombs": hostile.bombs,
    "busy": hostile.busy,
}
seen: Counter[str] = Counter()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for all cases: whatever one leaves behind, the last test finds."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIVETRAIN_HOME", str(folder / "home"))
        yield folder


@pytest.fixture(scope="module")
def project(home: Path) -> Project:
    """One project for all cases."""
    return Workspace.create().current()


def survived(project: Project, what: str, arrive: Callable[[], Arrivals]) -> IntakeReport:
    """The report on what came: every file named once, every refusal a sentence."""
    return with_work(project, what, arrive)[0]


def kept(project: Project) -> int:
    """How many pictures the project holds, with a label and without."""
    return len(project.dataset.images()) + len(project.dataset.unlabelled())


def with_work(
    project: Project, what: str, arrive: Callable[[], Arrivals]
) -> tuple[IntakeReport, Work]:
    """The report on what came, and how much of it was decoded and unpacked."""
    seen["cases"] += 1
    before = kept(project)
    with counted() as work:
        arrivals = arrive()
        report = take_in(project, arrivals)
    assert report.seen == arrivals.total, what
    assert kept(project) == before + report.new, what
    for name, reason in report.refused:
        assert SENTENCE.match(reason), (what, reason)
        assert 0 < len(name) <= 120 and name.isprintable(), what
    assert work.pixels <= MAX_PIXELS, what
    assert work.unpacked <= limits().file_bytes, what
    return report, work


@pytest.mark.parametrize("group", GROUPS)
def test_files(project: Project, group: str) -> None:
    refusals = 0
    for what, file in GROUPS[group]():
        report, work = with_work(project, what, lambda file=file: from_files([file], "odd"))  # type: ignore[misc]
        refusals += len(report.refused)
        if group in ("bombs", "busy"):
            assert work.pixels == 0 or not report.refused, f"{what}: decoded, then refused"
        assert group != "bombs" or work.pixels <= 64 * 64, f"{what}: unfolded"
    assert group not in ("bombs", "busy") or refusals >= 10


def test_zips(project: Project) -> None:
    for what, data in zips():
        survived(project, what, lambda data=data: from_files_and_zips([("x.zip", data)]))  # type: ignore[misc]


def test_names(project: Project) -> None:
    for number, name in enumerate(NAMES):
        survived(project, name, lambda name=name: from_files([(name, JPEG)], "named"))  # type: ignore[misc]
        tree = [(f"set/{name}", as_file(noise(number))), (f"{name}/1.jpg", JPEG)]
        survived(project, name, lambda tree=tree: from_folder(tree))  # type: ignore[misc]


def test_classes_as_people_type_them(project: Project) -> None:
    for number, name in enumerate(NAMES):
        file = ("a.jpg", as_file(noise(1000 + number)))
        try:
            survived(project, name, lambda file=file, name=name: from_files([file], name))  # type: ignore[misc]
        except Refused as refusal:
            assert SENTENCE.match(str(refusal))


@pytest.mark.parametrize("folders", FOLDERS, ids=range(len(FOLDERS)))
def test_folders_that_look_the_same_are_one_class_and_it_is_asked(
    home: Path, folders: tuple[str, ...]
) -> None:
    reading, report, project = folders_brought(folders)
    assert list(project.dataset.classes().values()) == [len(folders)] == [report.new]
    assert [one.about for one in questions(reading)] == ["looks_same"]


@pytest.mark.parametrize("folders", SPELLINGS, ids=range(len(SPELLINGS)))
def test_spellings_of_maybe_one_class_stay_apart_and_it_is_asked(
    home: Path, folders: tuple[str, ...]
) -> None:
    reading, report, project = folders_brought(folders)
    assert len(project.dataset.classes()) == len(folders) == report.new
    assert [one.about for one in questions(reading)] == ["spelling"]


def folders_brought(folders: tuple[str, ...]) -> tuple[Reading, IntakeReport, Project]:
    """A folder of these class folders, as it is read, and the project it came into."""
    project = Workspace.create().current()
    files = [(f"set/{folder}/{n}.jpg", as_file(noise(n))) for n, folder in enumerate(folders)]
    reading = read_arrival(folder_entries(files))
    return reading, survived(project, "classes", lambda: from_folder(files)), project


def test_what_systems_leave_behind_is_no_file_of_the_learner(project: Project) -> None:
    assert survived(project, "litter", lambda: from_folder([(n, JPEG) for n in LITTER])).seen == 0


def test_honest_oddities_come_in(home: Path) -> None:
    project = Workspace.create().current()
    files = [(f"{what} {name}", data) for what, (name, data) in hostile.odd_kinds()]
    report = survived(project, "odd", lambda: from_files(files, "odd"))
    assert not report.refused


def test_at_the_end_there_are_clean_pictures_in_the_project_and_nothing_else(
    home: Path, project: Project
) -> None:
    allowed = re.compile(
        r"home/workspaces/[\w.-]+/(workspace\.json|projects/[0-9a-f]+/"
        r"(project\.sqlite(-wal|-shm)?|(images|thumbnails/224)/[0-9a-f]{2}/[0-9a-f]{64}\.jpg))"
    )
    found = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    assert [name for name in found if not allowed.fullmatch(name)] == []
    stored = [
        project.dataset.image_path(record.id).read_bytes() for record in project.dataset.images()
    ]
    assert seen["cases"] > 335 and len(stored) > 40 and all(map(is_bare, stored))
    assert not any(b"POLYGLOT" in jpeg for jpeg in stored)


@settings(max_examples=300)
@given(some.text(max_size=3_000))
def test_a_class_name_is_readable_and_final(text: str) -> None:
    try:
        name = clean_class_name(text)
    except Refused:
        return
    assert clean_class_name(name) == name and 0 < len(name) <= LONGEST_CLASS
    assert all(map(is_kept, name)) and name.encode()


@settings(max_examples=300)
@given(some.text(max_size=3_000))
def test_a_shown_name_is_short_and_printable(path: str) -> None:
    name = shown_name(path)
    assert 0 < len(name) <= 120 and name.isprintable() and name.count("/") <= 1
    assert is_litter(path) in (True, False)


@settings(max_examples=150)
@given(some.binary(max_size=400), some.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
def test_any_bytes_are_a_zip_or_are_refused(data: bytes, start: bytes) -> None:
    try:
        list(from_zip("x.zip", start + data).files)
    except Refused as refusal:
        assert SENTENCE.match(str(refusal))
