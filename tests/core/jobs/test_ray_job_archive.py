"""A job that travels: what is packed, what comes out, and what is repeated at home."""

import json
from pathlib import Path

import pytest

from core.jobs.queue.events import last_word, read_events, report
from core.jobs.ray.job_archive import pack, unpack
from core.jobs.ray.mirror import News, Watch, repeat


@pytest.fixture
def at_home(tmp_path: Path) -> Path:
    """A job that went on for an epoch, with two pictures elsewhere on the disk."""
    folder = tmp_path / "home" / "run"
    folder.mkdir(parents=True)
    pictures = []
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(name.encode())
        pictures.append({"path": str(tmp_path / name), "label": str(tmp_path / name)})
    spec = {"pictures": pictures, "head_file": None, "kind": "finetune"}
    (folder / "spec.json").write_text(json.dumps(spec))
    (folder / "checkpoint-1.pt").write_bytes(b"one")
    report(folder, "saved", epoch=1)
    return folder


@pytest.fixture
def away(at_home: Path, tmp_path: Path) -> Path:
    return unpack(pack(at_home), tmp_path / "away")


def test_the_pictures_travel_and_the_order_names_them_where_they_are(away: Path) -> None:
    pictures = json.loads((away / "spec.json").read_text())["pictures"]
    assert [Path(picture["path"]).read_bytes() for picture in pictures] == [b"a.jpg", b"b.jpg"]
    assert all(Path(picture["path"]).is_relative_to(away.parent) for picture in pictures)


def test_a_label_that_looks_like_a_file_stays_a_label(away: Path, tmp_path: Path) -> None:
    pictures = json.loads((away / "spec.json").read_text())["pictures"]
    assert pictures[0]["label"] == str(tmp_path / "a.jpg")


def test_a_picture_that_is_gone_here_is_missing_there(at_home: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jpg").unlink()
    away = unpack(pack(at_home), tmp_path / "away")
    there = [
        Path(one["path"]).exists()
        for one in json.loads((away / "spec.json").read_text())["pictures"]
    ]
    assert there == [True, False]


def test_who_works_on_it_and_unfinished_files_stay_at_home(at_home: Path, tmp_path: Path) -> None:
    for name in ("worker.json", "worker.lock", "worker.log", "launched.json", "lease", "stop"):
        (at_home / name).write_text("of this machine")
    (at_home / "model.onnx.part").write_text("half")
    away = unpack(pack(at_home), tmp_path / "away")
    names = {file.name for file in away.iterdir()}
    assert names == {"spec.json", "checkpoint-1.pt", "events.jsonl"}


def test_what_happens_there_happens_here(at_home: Path, away: Path) -> None:
    watch = Watch(away)
    (away / "checkpoint-2.pt").write_bytes(b"two")
    (away / "checkpoint-1.pt").unlink()
    report(away, "saved", epoch=2)
    repeat(watch.news(ended=False), at_home)
    assert sorted(file.name for file in at_home.glob("*.pt")) == ["checkpoint-2.pt"]
    assert [event["epoch"] for event in read_events(at_home)] == [1, 2]
    report(away, "finished")
    repeat(watch.news(ended=True), at_home)
    assert last_word(at_home) == "finished"
    assert len(read_events(at_home)) == 3


def test_nothing_new_is_no_news_and_half_a_line_waits(away: Path) -> None:
    watch = Watch(away)
    assert watch.news(ended=False) == News()
    with (away / "events.jsonl").open("a") as log:
        log.write('{"event": "ba')
        log.flush()
        assert watch.news(ended=False).events == ""
        log.write('tch"}\n')
    assert json.loads(watch.news(ended=False).events)["event"] == "batch"


def test_a_name_outside_the_folder_is_refused(at_home: Path) -> None:
    with pytest.raises(ValueError, match="not a name inside"):
        repeat(News(files={"../spec.json": b""}), at_home)
