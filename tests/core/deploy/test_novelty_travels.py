"""The line for "unlike anything I learned from" goes wherever the model goes."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from core.deploy.homes.homes import EDGE
from core.deploy.published.publication import publish
from core.deploy.published.verdict import verdict
from core.deploy.whole_judge import novelty_file
from core.evaluation.novelty_line import keep_line, strangeness
from core.production.predictor import television_static
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run
from tests.core.deploy.moved_out import done_in, unpacked


@pytest.fixture
def quick(trained: Project) -> RunRecord:
    run = chosen_run(trained)
    assert run is not None
    return run


def test_without_a_line_nothing_is_said(trained: Project, quick: RunRecord) -> None:
    assert novelty_file(trained, quick) is None
    photo = _jpeg(television_static())
    assert verdict(publish(trained, quick), photo).novelty is None


def test_a_published_model_and_a_folder_say_what_the_app_says(
    trained: Project, quick: RunRecord, tmp_path: Path
) -> None:
    keep_line(trained, 0.05)
    photo = _jpeg(television_static())
    said = strangeness(trained, quick, Image.open(io.BytesIO(photo)))
    assert said is not None and said.strange
    here = verdict(publish(trained, quick), photo).novelty
    assert here is not None and here.strange
    assert here.distance == pytest.approx(said.distance, abs=0.02)  # it is stored as a JPEG first

    folder = unpacked(trained, quick, EDGE, tmp_path / "edge")
    (folder / "static.jpg").write_bytes(photo)
    ran: subprocess.CompletedProcess[str] = done_in(folder, "predict.py", "static.jpg")
    away = json.loads(ran.stdout)["novelty"]
    assert away["strange"] is True and away["line"] == pytest.approx(said.line)
    assert away["distance"] == pytest.approx(said.distance, abs=1e-3)


def test_a_line_that_was_moved_travels_as_it_stands_now(trained: Project, quick: RunRecord) -> None:
    lines = []
    for false_calls in (0.05, 0.2):
        keep_line(trained, false_calls)
        novelty = novelty_file(trained, quick)
        assert novelty is not None
        lines.append(novelty["line"])
    assert lines[1] < lines[0]


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=95)
    return stream.getvalue()
