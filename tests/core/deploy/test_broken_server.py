"""Broken servers: what arrives, what a careful and a broken one make of it, and what is kept."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.deploy.broken_server.faults import FAULTS, carefully
from core.deploy.broken_server.measured import (
    MEASURING,
    band,
    held_out,
    measured,
    start_measuring,
)
from core.deploy.broken_server.missing_module import lacked, start_without_module
from core.deploy.broken_server.words import broken_text, fault_text
from core.deploy.homes.homes import HOMES
from core.learning.rename_class import rename_class
from core.production.predictor import load_predictor
from core.project.project import Project
from core.statistics import Score
from core.vision.preprocess import Preprocess
from core.vision.read_photo import as_jpeg
from tests.core.deploy.moved_out import done_in, unpacked
from tests.core.production.tuned import tuned_run
from ui.parts.worker_answer import warm_worker

SEE = Preprocess(96)


@pytest.fixture(scope="module")
def stored() -> bytes:
    """A picture as the app keeps it, with a red top left and a blue right side."""
    picture = Image.new("RGB", (320, 240), "white")
    picture.paste((220, 20, 20), (0, 0, 160, 120))
    picture.paste((20, 20, 220), (240, 0, 320, 240))
    return as_jpeg(picture)


@pytest.mark.parametrize("picture_id", ["0000", "0001", "0002"])
def test_a_phone_lays_the_picture_down_and_only_the_careful_server_puts_it_up(
    stored: bytes, picture_id: str
) -> None:
    file = FAULTS["exif"].sent(stored, picture_id)
    with Image.open(io.BytesIO(file)) as lying:
        assert lying.getexif()[0x0112] in (3, 6, 8)
    upright, careful = carefully(stored, SEE), carefully(file, SEE)
    assert np.abs(careful - upright).mean() < 0.05
    assert np.abs(FAULTS["exif"].prepared(file, SEE) - upright).mean() > 0.2


def test_a_cut_out_lies_on_white_at_the_careful_server_and_on_black_at_the_other(
    stored: bytes,
) -> None:
    file = FAULTS["transparency"].sent(stored, "00")
    corner = carefully(file, SEE)[:, 0, 0], FAULTS["transparency"].prepared(file, SEE)[:, 0, 0]
    assert corner[0].min() > 0.9 and corner[1].max() < -0.9


def test_the_other_faults_are_what_they_are_called(stored: bytes) -> None:
    right = carefully(stored, SEE)
    assert np.array_equal(FAULTS["colours"].prepared(stored, SEE), right[::-1])
    seen = np.asarray(SEE.resized(Image.open(io.BytesIO(stored)))).transpose(2, 0, 1)
    assert np.allclose(FAULTS["normalise"].prepared(stored, SEE), seen, atol=1e-3)
    squished = FAULTS["resize"].prepared(stored, SEE)
    assert np.array_equal(squished, carefully(stored, Preprocess(96, "squish")))
    assert np.array_equal(
        FAULTS["resize"].prepared(stored, Preprocess(96, "squish")), carefully(stored, SEE)
    )
    assert FAULTS["vocab"].named(["a", "b", "c"]) == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("right", "found"), [(20, "none"), (21, "none"), (19, "few"), (15, "many"), (3, "most")]
)
def test_a_loss_falls_into_one_band(right: int, found: str) -> None:
    assert band(Score(20, 20), Score(right, 20)) == found


def test_every_fault_has_words_and_every_band_too() -> None:
    assert set(broken_text().faults) == {*FAULTS, "module"}
    for fault in broken_text().faults:
        said = fault_text(fault, "pad")
        assert "{" not in said.story + said.right + said.wrong


def test_both_servers_are_asked_about_the_same_held_out_pictures(
    trained: Project, until: Callable[..., None]
) -> None:
    run = trained.runs.all()[0]
    assert measured(trained, run, "vocab") is None
    start_measuring(trained, run, "vocab")
    until(lambda: not MEASURING.running(trained))
    found = measured(trained, run, "vocab")
    assert found is not None
    assert [one.image_id for one in found.asked] == [i for i, _ in held_out(trained, run)]
    valid = {image.id for image in trained.dataset.images(split="valid")}
    assert {one.image_id for one in found.asked} <= valid
    assert found.careful.correct == run.results["correct"]
    vocab = load_predictor(trained, run.id).vocab
    turned = [len(vocab) - 1 - one.careful for one in found.asked]
    assert [one.broken for one in found.asked] == turned
    assert found.caught > 0 and len(found.flipped) == sum(
        one.careful != other for one, other in zip(found.asked, turned, strict=True)
    )


def test_a_fine_tune_is_measured_the_same_way(trained: Project, until: Callable[..., None]) -> None:
    quick = trained.runs.all()[0]
    tuned = tuned_run(trained, SEE, load_predictor(trained, quick.id).vocab)
    assert not held_out(trained, tuned)
    for file in trained.runs.folder(quick.id).glob("outcome.npz"):
        shutil.copy(file, trained.runs.folder(tuned.id))
    start_measuring(trained, tuned, "exif")
    until(lambda: not MEASURING.running(trained))
    found = measured(trained, tuned, "exif")
    assert found is not None, MEASURING.progress(trained)
    assert [one.image_id for one in found.asked] == [i for i, _ in held_out(trained, tuned)]
    assert measured(trained, quick, "exif") is None


def test_what_was_measured_ends_with_the_names_it_was_measured_for(
    trained: Project, until: Callable[..., None]
) -> None:
    run = trained.runs.all()[0]
    start_measuring(trained, run, "resize")
    until(lambda: not MEASURING.running(trained))
    assert measured(trained, run, "resize") is not None
    rename_class(trained, next(iter(trained.dataset.classes())), "another name")
    assert measured(trained, trained.runs.get(run.id), "resize") is None


@pytest.mark.slow
def test_a_server_without_a_module_names_it_and_what_else_the_file_needs(
    trained: Project, until: Callable[..., None]
) -> None:
    run = trained.runs.all()[0]
    assert lacked(trained, run) is None
    start_without_module(trained, run, warm_worker())
    until(lambda: not MEASURING.running(trained), 300)
    found = lacked(trained, run)
    assert found is not None, MEASURING.progress(trained)
    assert found.module == "timm" and found.python == "ModuleNotFoundError: No module named 'timm'"
    assert found.fastai and not found.answers
    assert {"fastai", "timm", "torch"} <= set(found.needed)
    assert not set(found.needed) & sys.stdlib_module_names


@pytest.mark.parametrize(
    ("careful", "broken", "found"),
    [
        ("_TURNS.get(_orientation(image))", "None", "09.jpg"),
        ('Image.new("RGB", pixels.size, "white")', 'Image.new("RGB", pixels.size)', "10.png"),
    ],
)
def test_the_smoke_test_of_an_export_finds_a_home_that_forgets(
    trained: Project, tmp_path: Path, careful: str, broken: str, found: str
) -> None:
    """Without the fault it passes: test_homes.py."""
    folder = unpacked(trained, trained.runs.all()[0], HOMES["edge"], tmp_path / "home")
    reader = folder / "read_photo.py"
    code = reader.read_text(encoding="utf-8")
    assert code.count(careful) == 1
    reader.write_text(code.replace(careful, broken), encoding="utf-8")
    done = done_in(folder, "smoke_test.py")
    assert done.returncode == 1
    assert [line[:6] for line in done.stdout.splitlines()] == [found]
