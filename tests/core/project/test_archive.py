"""Save and open: a whole project goes through one ZIP; anything else is refused."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.project.archive.archive import save_archive
from core.project.archive.members import ArchiveRefused
from core.project.archive.tables_out import read_rows
from core.project.project import Project
from core.project.records import SplitSettings
from core.project.workspace import Workspace
from core.training.outcome import Outcome
from core.training.quick.head import Head
from tests.core.project.pictures import jpeg, pictures


def live_in(project: Project) -> Project:
    """Put a bit of everything into a project."""
    project.rename("Bären & Füchse")
    save_plan(project, Plan(objective="Nobody is hurt", levers=[Lever(name="Alarm")]))
    project.dataset.add(pictures(6, "bear", "fox"))
    project.dataset.add_class("dog")
    project.dataset.set_split(SplitSettings(valid_pct=0.3, seed=3))
    run = project.runs.create("quick", {"c": 1}, project.versions.freeze("first").number)
    ids = [image.id for image in project.dataset.images()]
    leave_arrays(project.runs.folder(run.id), ids)
    for name in ("labels.json", "model.onnx", "export.pkl", "worker.json"):
        (project.runs.folder(run.id) / name).write_bytes(b"content of " + name.encode())
    figures = {"accuracy": 0.75, "correct": 3, "valid": 4, "seconds": 1.5}
    project.runs.update(run.id, status="finished", results=figures)
    one, two, three = (image.id for image in project.dataset.images()[:3])
    project.cleaning.stage(one, "delete")
    project.cleaning.stage(two, "relabel", "dog")
    project.cleaning.apply()
    project.cleaning.stage(three, "relabel", "fox")
    project.answers.save("goal", "Because …", "partly", True)
    return project


def leave_arrays(folder: Path, ids: list[str]) -> None:
    """head.npz and outcome.npz as a quick run of these pictures leaves them."""
    vocab, random = ["bear", "fox"], np.random.default_rng(0)
    coef = random.normal(size=(2, 1280)).astype(np.float32)
    Head(coef, np.zeros(2, np.float32), vocab).save(folder / "head.npz")
    probs = np.tile(np.array([[0.25, 0.75]], np.float32), (len(ids), 1))
    targets = np.zeros(len(ids), np.int64)
    Outcome(vocab, ids, ["valid"] * len(ids), targets, probs).save(folder / "outcome.npz")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, bytes]:
    """A project that nobody changes, and its ZIP; made once, as every commit waits for the disk."""
    folder = tmp_path_factory.mktemp("original")
    project = live_in(Project.create(folder / "0123456789abcdef", "Bears"))
    return project, save_archive(project, folder / "saved.zip").read_bytes()


@pytest.fixture
def lived_in(original: tuple[Project, bytes]) -> Project:
    """The project to compare with."""
    return original[0]


@pytest.fixture
def saved(original: tuple[Project, bytes], home: Path, tmp_path: Path) -> Path:
    """Its ZIP, for one test to spoil."""
    path = tmp_path / "saved.zip"
    path.write_bytes(original[1])
    return path


def content(project: Project) -> dict[str, Any]:
    """Every row of a project."""
    with project.reading() as connection:
        return read_rows(connection)


def test_everything_comes_back(lived_in: Project, saved: Path) -> None:
    opened = Workspace.create().open_archive(saved)
    assert content(opened) == content(lived_in)
    assert load_plan(opened) == load_plan(lived_in)
    assert opened.dataset.split() == lived_in.dataset.split()
    for image in lived_in.versions.images(1):
        assert (
            opened.dataset.image_path(image.id).read_bytes()
            == lived_in.dataset.image_path(image.id).read_bytes()
        )


def test_an_opened_project_goes_on_living(lived_in: Project, saved: Path) -> None:
    opened = Workspace.create().open_archive(saved)
    now, there = opened.versions.now(), lived_in.versions.now()
    assert now is not None
    assert there is not None
    assert now.number == there.number
    opened.cleaning.undo()
    assert opened.dataset.classes() == {"bear": 6, "dog": 0, "fox": 6}
    assert opened.dataset.add(pictures(1, "dog", start=50)).new == 1


def test_pickles_and_what_belongs_to_a_machine_stay_out(lived_in: Project, saved: Path) -> None:
    opened = Workspace.create().open_archive(saved)
    names = {path.name for path in opened.runs.folder(opened.runs.all()[0].id).iterdir()}
    assert names == {"outcome.npz", "head.npz"}  # the rest is made again from these


def test_a_run_that_was_going_is_interrupted_elsewhere(project: Project, tmp_path: Path) -> None:
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    project.runs.update(run.id, status="running")
    opened = Workspace.create().open_archive(save_archive(project, tmp_path / "going.zip"))
    assert opened.runs.get(run.id).status == "interrupted"


Rewrite = Callable[[dict[str, bytes]], None]


def rewritten(saved: Path, change: Rewrite) -> Path:
    """A copy of a saved ZIP with its members changed."""
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    target = saved.with_name("rewritten.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def in_tables(edit: Callable[[dict[str, Any]], object]) -> Rewrite:
    """A change of project.json."""

    def change(members: dict[str, bytes]) -> None:
        project = json.loads(members["project.json"])
        edit(project)
        members["project.json"] = json.dumps(project).encode()

    return change


def first_picture(members: dict[str, bytes]) -> str:
    return next(name for name in members if name.startswith("images/"))


def swap_picture(members: dict[str, bytes]) -> None:
    members[first_picture(members)] = jpeg(7777)


def swap_for_text(members: dict[str, bytes]) -> None:
    members[first_picture(members)] = b"<html>not a picture</html>"


HOSTILE: dict[str, Rewrite] = {
    "no project in it": lambda m: m.pop("project.json"),
    "a path that climbs": lambda m: m.update({"../../evil.txt": b"x"}),
    "an absolute path": lambda m: m.update({"/etc/cron.d/evil": b"x"}),
    "a pickle": lambda m: m.update({"runs/abcdef123456/export.pkl": b"x"}),
    "a database": lambda m: m.update({"project.sqlite": b"SQLite format 3\0"}),
    "a foreign process": lambda m: m.update({"runs/abcdef123456/worker.json": b"{}"}),
    "a run that no table names": lambda m: m.update({"runs/abcdef123456/head.npz": b"x"}),
    "a picture too few": lambda m: m.pop(first_picture(m)),
    "another picture under its name": swap_picture,
    "a picture that is none": swap_for_text,
    "tables that are no JSON": lambda m: m.update({"project.json": b"{"}),
    "a deep nest": lambda m: m.update({"project.json": b"[" * 200_000}),
    "a bomb": lambda m: m.update({"runs/abcdef123456/a.json": b"0" * 50_000_000}),
    "a format of the future": in_tables(lambda p: p.update(version=2)),
    "an unknown field": in_tables(lambda p: p.update(triggers="DROP TABLE image")),
    "an unknown column": in_tables(lambda p: p["tables"]["class"][0].update(x=1)),
    "a picture id that is a path": in_tables(
        lambda p: p["tables"]["picture"][0].update(id="../../x")
    ),
    "a label without a class": in_tables(lambda p: p["tables"]["class"].clear()),
    "an image without a picture": in_tables(
        lambda p: p["tables"]["image"].append({"id": "0" * 64, "label": "fox", "split": "train"})
    ),
    "a split that does not exist": in_tables(
        lambda p: p["tables"]["image"][0].update(split="secret")
    ),
    "a huge number": in_tables(lambda p: p["tables"]["version"][0].update(number=10**30)),
    "results that are no object": in_tables(lambda p: p["tables"]["run"][0].update(results="[]")),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_zip_is_refused_and_leaves_nothing(saved: Path, what: str) -> None:
    workspace = Workspace.create()
    with pytest.raises(ArchiveRefused, match=r"^[A-Z].*\.$"):
        workspace.open_archive(rewritten(saved, HOSTILE[what]))
    assert list((workspace.path / "projects").iterdir()) == []


def test_who_a_worker_was_is_neither_saved_nor_read(saved: Path, project: Project) -> None:
    """ZIPs of before hold `launched.json`; they open, without it."""
    live_in(project)
    run = project.runs.all()[0].id
    (project.runs.folder(run) / "launched.json").write_text("{}")
    again = save_archive(project, saved.with_name("again.zip"))
    assert not [name for name in zipfile.ZipFile(again).namelist() if "launched" in name]
    with zipfile.ZipFile(again, "a") as archive:
        archive.writestr(f"runs/{run}/launched.json", '{"pid": 1, "began": 0}')
    opened = Workspace.create().open_archive(again)
    assert opened.runs.all() and not list(opened.path.rglob("launched.json"))


def test_a_link_is_refused(saved: Path) -> None:
    target = saved.with_name("link.zip")
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as archive:
        for member in source.infolist():
            link = zipfile.ZipInfo(member.filename)
            mode = stat.S_IFLNK if member.filename.startswith("images/") else stat.S_IFREG
            link.external_attr = (mode | 0o644) << 16
            archive.writestr(link, source.read(member))
    with pytest.raises(ArchiveRefused):
        Workspace.create().open_archive(target)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and nothing else", b"hello"])
def test_what_is_no_zip_is_refused(home: Path, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(data)
    with pytest.raises(ArchiveRefused, match="ZIP"):
        Workspace.create().open_archive(path)


def test_a_zip_cut_short_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    for length in (len(whole) // 2, len(whole) - 10):
        saved.write_bytes(whole[:length])
        with pytest.raises(ArchiveRefused):
            Workspace.create().open_archive(saved)


def test_a_flipped_byte_is_noticed(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.getinfo(archive.namelist()[1]).header_offset + 200
    data[offset] ^= 0xFF
    saved.write_bytes(bytes(data))
    with pytest.raises(ArchiveRefused):
        Workspace.create().open_archive(saved)
