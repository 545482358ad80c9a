"""What is inside a saved project is judged before it is used: the attacks, each made."""

import hashlib
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.production.predictor import ModelUnavailable, load_predictor
from core.project.archive import seal
from core.project.archive.archive import save_archive
from core.project.archive.arrays import WIDTH
from core.project.archive.figures import judged_events
from core.project.archive.judge import LEFT_OUT
from core.project.archive.members import ArchiveRefused
from core.project.archive.pictures import judge_picture
from core.project.archive.pieces import MAX_PIECE, fields_and_rows
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.runs import outcome_of
from core.vision import backbone
from tests.core.gather.pictures import noise
from tests.core.project.test_archive import (
    Rewrite,
    in_tables,
    lived_in,
    original,
    rewritten,
    saved,
)

__all__ = ["lived_in", "original", "saved"]


def arrays(**made: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **made)
    return buffer.getvalue()


def packed(**made: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **made)
    return buffer.getvalue()


def claiming(shape: str) -> bytes:
    """A head.npz whose first array says it is larger than it is."""
    return arrays(coef=np.zeros((2, WIDTH), np.float32)).replace(b"(2, 1280)", shape.encode())


def head(**other: Any) -> dict[str, Any]:
    right = {
        "coef": np.zeros((2, WIDTH), np.float32),
        "intercept": np.zeros(2, np.float32),
        "vocab": np.array(json.dumps(["bear", "fox"])),
    }
    return {**right, **other}


def outcome(**other: Any) -> dict[str, Any]:
    right = {
        "vocab": np.array(["bear", "fox"]),
        "image_ids": np.array(["0" * 64]),
        "splits": np.array(["valid"]),
        "targets": np.zeros(1, np.int64),
        "probs": np.array([[0.5, 0.5]], np.float32),
    }
    return {**right, **other}


HEADS: dict[str, Callable[[], bytes]] = {
    "no zip": lambda: b"PK and no more",
    "a billion rows, says its header": lambda: claiming("(9**9, 9)"),
    "an object": lambda: arrays(coef=np.array([{}], object)),
    "packed zeros": lambda: packed(**head(coef=np.zeros((200_000, WIDTH), np.uint8))),
    "of another width": lambda: arrays(**head(coef=np.zeros((2, 7), np.float32))),
    "more classes than names": lambda: arrays(**head(coef=np.zeros((9, WIDTH), np.float32))),
    "no numbers": lambda: arrays(**head(coef=np.full((2, WIDTH), np.nan, np.float32))),
    "a name twice": lambda: arrays(**head(vocab=np.array(json.dumps(["bear", "bear"])))),
    "names that are none": lambda: arrays(**head(vocab=np.array(json.dumps([1, None])))),
    "a deep nest of names": lambda: arrays(**head(vocab=np.array("[" * 100_000))),
}
OUTCOMES: dict[str, Callable[[], bytes]] = {
    "a picture that is not there": lambda: arrays(**outcome()),
    "a class that has no name": lambda: arrays(**outcome(targets=np.array([7]))),
    "a path as picture": lambda: arrays(**outcome(image_ids=np.array(["../../etc/passwd"]))),
    "shares above one": lambda: arrays(**outcome(probs=np.array([[5, 5]], np.float32))),
    "a side that does not exist": lambda: arrays(**outcome(splits=np.array(["secret"]))),
}


def run_file(name: str, data: bytes) -> Rewrite:
    def change(members: dict[str, bytes]) -> None:
        [there] = [member for member in members if member.endswith("/head.npz")]
        members[there.replace("head.npz", name)] = data

    return change


@pytest.mark.parametrize(
    ("name", "data"),
    [*(("head.npz", data) for data in HEADS.values()),
     *(("outcome.npz", data) for data in OUTCOMES.values())],
    ids=[*HEADS, *OUTCOMES],
)  # fmt: skip
def test_arrays_that_no_run_leaves_stay_out_and_the_rest_comes(
    lived_in: Project, saved: Path, name: str, data: Callable[[], bytes]
) -> None:
    opened = Workspace.create().open_archive(rewritten(saved, run_file(name, data())))
    [run] = opened.runs.all()
    assert not (opened.runs.folder(run.id) / name).exists()
    assert len(opened.settings.get(LEFT_OUT)) == 1
    assert opened.dataset.classes() == lived_in.dataset.classes()
    if name == "outcome.npz":
        assert outcome_of(opened, run) is None
    else:
        with pytest.raises(ModelUnavailable):
            load_predictor(opened, run.id)


def test_the_width_is_the_backbones() -> None:
    assert WIDTH == backbone.WIDTH


def of_run(**fields: Any) -> Rewrite:
    return in_tables(lambda p: p["tables"]["run"][0].update(fields))


def results(**fields: Any) -> Rewrite:
    right = {"accuracy": 0.75, "correct": 3, "valid": 4, "seconds": 1.5}
    return of_run(results=json.dumps({**right, **fields}))


REFUSED: dict[str, Rewrite] = {
    "a table that does not exist": in_tables(lambda p: p["tables"].update(triggers=[{}])),
    "a time no calendar has": of_run(created=1e308),
    "a time before 1970": of_run(ended=-1.0),
    "a kind of run that does not exist": of_run(kind="mining"),
    "a finished run without figures": of_run(results="{}"),
    "an accuracy above one": results(accuracy=17.0),
    "a text for a number": results(seconds="long"),
    "a list as device": results(device=["![](http://example.org/x.png)"]),
    "an epoch that is none": results(epochs=[1]),
    "figures in figures in figures": results(classes={"bear": {"a": {"b": 1}}}),
    "a provenance of numbers": in_tables(
        lambda p: p["tables"]["picture"][0].update(provenance='{"url": 7}')
    ),
    "a picture of another size": in_tables(lambda p: p["tables"]["picture"][0].update(width=9)),
    "a class of spaces": in_tables(lambda p: p["tables"]["class"].append({"name": "   "})),
    "half a character": in_tables(lambda p: p.update(name="\ud800")),
    "half a character in a provenance": in_tables(
        lambda p: p["tables"]["picture"][0].update(provenance='{"creator": "\\ud800"}')
    ),
    "half a character in the classes of a version": in_tables(
        lambda p: p["tables"]["version"][0].update(classes='["bear", "fox\\ud800"]')
    ),
    "a name without end": in_tables(lambda p: p.update(name="x" * 5_000_000)),
    "a million classes": in_tables(
        lambda p: p["tables"]["class"].extend({"name": f"c{n}"} for n in range(5_000))
    ),
    "no number": in_tables(lambda p: p["split"].update(valid_pct=float("nan"))),
    "words after the end": lambda m: m.update({"project.json": m["project.json"] + b"{}"}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_rows_that_no_project_has_refuse_the_zip(saved: Path, what: str) -> None:
    workspace = Workspace.create()
    with pytest.raises(ArchiveRefused, match=r"^[A-Z].*\.$"):
        workspace.open_archive(rewritten(saved, REFUSED[what]))
    assert list((workspace.path / "projects").iterdir()) == []


@pytest.mark.parametrize(
    "value",
    ["1" + "0" * 400, "{no json", "[" * 500, "NaN", json.dumps(["x"] * 30_000), "1e300"],
)
def test_a_setting_without_measure_is_left_out(saved: Path, value: str) -> None:
    odd = in_tables(lambda p: p["tables"]["setting"].append({"name": "plan2", "value": value}))
    opened = Workspace.create().open_archive(rewritten(saved, odd))
    with opened.reading() as connection:
        assert not connection.execute("SELECT 1 FROM setting WHERE name = 'plan2'").fetchall()
    assert opened.settings.get(LEFT_OUT)


def test_a_choice_about_a_picture_that_is_not_there_goes(saved: Path) -> None:
    staged = {"image": "f" * 64, "action": "delete", "label": None, "at": 1.0}
    odd = in_tables(lambda p: p["tables"]["staged"].append(staged))
    opened = Workspace.create().open_archive(rewritten(saved, odd))
    assert "f" * 64 not in opened.cleaning.staged()


def test_only_what_is_an_event_comes_along() -> None:
    right = [
        {"event": "started", "time": 1.0, "device": "cpu", "bs": 32, "epochs": 3, "fraction": 0.0},
        {"event": "epoch", "time": 2.0, "epoch": 1, "frozen": True, "train_loss": 1.0,
         "valid_loss": 1.0, "error_rate": 0.5, "seconds": 3.0, "memory_mb": 5, "size": 224},
        {"event": "pictures", "time": 2.0, "epoch": 1, "verdicts": [["0" * 64, "a", 0.5, "b", 1]]},
    ]  # fmt: skip
    wrong: list[Any] = [
        {"time": 1.0},
        {"event": "mine", "time": 1.0},
        {"event": "batch", "time": 1.0, "batches": 0},
        {**right[1], "error_rate": "half"},
        {**right[2], "verdicts": [["../x", "a", 0.5, "b", 1]]},
        {**right[0], "time": 1e300},
        [],
        7,
    ]
    lines = b"".join(json.dumps(event).encode() + b"\n" for event in [*right, *wrong])
    kept = judged_events(lines + b"{no json\n" + b"[" * 100_000 + b"\n")
    assert [json.loads(line) for line in kept.splitlines()] == right


def leave_model(project: Project) -> str:
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    figures = {"accuracy": 1.0, "correct": 4, "valid": 4, "seconds": 9.0}
    project.runs.update(run.id, status="finished", results=figures)
    (project.runs.folder(run.id) / "model.onnx").write_bytes(b"a program")
    (project.runs.folder(run.id) / "labels.json").write_text('{"vocab": ["a", "b"]}')
    return run.id


def models_in(project: Project, run_id: str) -> set[str]:
    return {path.name for path in project.runs.folder(run_id).iterdir()}


def test_a_model_comes_back_to_the_home_that_saved_it(project: Project, tmp_path: Path) -> None:
    run_id = leave_model(project)
    opened = Workspace.create().open_archive(save_archive(project, tmp_path / "saved.zip"))
    assert models_in(opened, run_id) == set(seal.SEALED)
    assert not opened.settings.get(LEFT_OUT)


@pytest.mark.parametrize("what", ["model.onnx", "labels.json", seal.FILE])
def test_a_model_that_was_changed_stays_out(project: Project, tmp_path: Path, what: str) -> None:
    run_id = leave_model(project)
    zipped = save_archive(project, tmp_path / "saved.zip")
    other = rewritten(zipped, lambda m: m.update({f"runs/{run_id}/{what}": b'{"vocab": ["x"]}'}))
    opened = Workspace.create().open_archive(other)
    assert models_in(opened, run_id) == set()
    assert opened.settings.get(LEFT_OUT)
    with pytest.raises(ModelUnavailable):
        load_predictor(opened, run_id)


def test_a_model_of_another_home_stays_out(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = leave_model(project)
    zipped = save_archive(project, tmp_path / "saved.zip")
    monkeypatch.setenv("DRIVETRAIN_HOME", str(tmp_path / "elsewhere"))
    opened = Workspace.create().open_archive(zipped)
    assert models_in(opened, run_id) == set() and opened.settings.get(LEFT_OUT)


def test_the_secret_is_its_owners(home: Path) -> None:
    seal.seal("abcdef", dict.fromkeys(seal.SEALED, ""))
    assert (home / "seal.key").stat().st_mode & 0o777 == 0o600


def test_a_picture_of_thousands_of_passes_is_refused() -> None:
    buffer = io.BytesIO()
    noise(1).save(buffer, "JPEG", progressive=True)
    honest = buffer.getvalue()
    last = honest.rindex(b"\xff\xda")
    odd = honest[:-2] + honest[last:-2] * 6_000 + honest[-2:]
    with pytest.raises(ArchiveRefused):
        judge_picture(hashlib.sha256(odd).hexdigest(), odd, (64, 48))
    judge_picture(hashlib.sha256(honest).hexdigest(), honest, (64, 48))


def test_a_long_project_json_takes_little_memory() -> None:
    rows = b'{"tables": {"class": [' + b",".join([b"[[],[],[]]"] * 150_000) + b"]}}"
    tracemalloc.start()
    count = sum(1 for _ in fields_and_rows(io.BytesIO(rows), "tables"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 150_000 and peak < 8_000_000


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a"', '{"a": 1,}', '{"a": 1} x', '{1: 2}', '{"a": Infinity}',
             '{"a": "' + "x" * (MAX_PIECE + 99_000) + '"}', '{"tables": {"a": [1, ]}}'],
)  # fmt: skip
def test_what_is_no_object_is_no_project(text: str) -> None:
    with pytest.raises(ValueError):
        list(fields_and_rows(io.BytesIO(text.encode()), "tables"))


NAMES = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(st.dictionaries(NAMES, st.lists(JSON, max_size=4), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_are_what_json_says(tables: dict[str, list[Any]]) -> None:
    text = json.dumps({"before": 12, "tables": tables, "after": [1, {}]}).encode()
    found: Callable[[], Any] = lambda: fields_and_rows(io.BytesIO(text), "tables")  # noqa: E731
    assert [value for table, name, value in found() if name] == [12, [1, {}]]
    rows = [(table, row) for table, name, row in found() if not name]
    assert rows == [(table, row) for table, values in tables.items() for row in values]
