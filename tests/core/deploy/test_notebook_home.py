"""The notebook home: nbclient presses its widgets, Voilà answers, fastai opens export.pkl."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import nbformat
import pytest

from bench.app_server import free_port
from core.deploy.homes.homes import HOMES
from core.production.learner_file import learner_file, prepare_learner_file
from core.project.project import Project
from tests.core.deploy.moved_out import bare_environment, done_in, homes_python, unpacked
from tests.waiting import until as wait_until
from tests.with_fastai import kernel_with_fastai
from ui.parts.worker_answer import warm_worker

PRESS = """
import json
from datetime import datetime
from pathlib import Path
said = []
for photo in {photos}:
    data = Path(photo).read_bytes()
    upload.value = ({{'name': photo, 'type': '', 'size': len(data), 'content': memoryview(data),
                      'last_modified': datetime.now()}},)
    button.click()
    said.append(answer.value)
print(json.dumps(said))
"""
RUN = """
import json, sys
import nbformat
from nbclient import NotebookClient
book = nbformat.read('app.ipynb', as_version=4)
book.cells.append(nbformat.v4.new_code_cell(sys.argv[1]))
done = NotebookClient(book, timeout=100, kernel_name='python3').execute()
print(done.cells[-1].outputs[0].text)
print(json.dumps(done.metadata.get('widgets', {})))
"""
Answer = dict[str, Any]


@pytest.fixture
def folder(trained: Project, tmp_path: Path) -> Path:
    return unpacked(trained, trained.runs.all()[0], HOMES["notebook"], tmp_path / "Notebook app")


def _answers(folder: Path) -> list[Answer]:
    expected: list[Answer] = json.loads((folder / "examples" / "answers.json").read_text("utf-8"))
    return expected


def _percent(said: str) -> float:
    found = re.search(r"([\d.]+)%", said)
    assert found, said
    return float(found[1]) / 100


def test_its_widgets_give_the_apps_answers_and_take_no_other_file(folder: Path) -> None:
    expected = _answers(folder)
    photos = [f"examples/{one['file']}" for one in expected]
    (folder / "no.jpg").write_bytes(b"no picture")
    done = done_in(folder, "-c", RUN, PRESS.format(photos=[*photos, "no.jpg"]), HOME=str(folder))
    assert done.returncode == 0, done.stderr[-3000:]
    lines = done.stdout.splitlines()
    *said, refused = json.loads(lines[0])
    for one, words in zip(expected, said, strict=True):
        assert words.startswith(one["class"])
        assert abs(_percent(words) - one["probabilities"][one["class"]]) <= 1.5e-3
    assert not re.search(r"\d", refused)
    widgets = lines[-1]
    assert "FileUploadModel" in widgets and "VBoxModel" in widgets and "OutputModel" in widgets


def test_voila_shows_it_without_its_code(folder: Path) -> None:
    port = free_port()
    command = [homes_python(), "-m", "voila", "app.ipynb", "--no-browser", f"--port={port}"]
    log = (folder / "voila.log").open("w", encoding="utf-8")
    with (
        log,
        subprocess.Popen(
            command, cwd=folder, env=bare_environment(HOME=str(folder)), stdout=log, stderr=log
        ) as server,
    ):
        try:
            wait_until(lambda: _answers_at(port), 90, what="Voilà")
            page = httpx.get(f"http://127.0.0.1:{port}/", timeout=90)
        finally:
            server.terminate()
    assert page.status_code == 200
    assert "application/vnd.jupyter.widget-view+json" in page.text
    assert "def classify" not in page.text and "Traceback" not in page.text


def _answers_at(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/static/missing", timeout=5).status_code > 0
    except httpx.TransportError:
        return False


def test_what_binder_installs_is_pinned_and_has_no_pytorch(folder: Path) -> None:
    needed = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all("==" in line for line in needed)
    names = {line.split("==")[0] for line in needed}
    assert {"voila", "ipywidgets", "onnxruntime"} <= names and not {"torch", "fastai"} & names
    assert (folder / "runtime.txt").read_text(encoding="utf-8").startswith("python-3.11")
    for notebook in ("app.ipynb", "fastai/learner.ipynb"):
        nbformat.validate(nbformat.read(folder / notebook, as_version=4))
    assert not (folder / "fastai" / "export.pkl").exists()


@pytest.mark.slow
def test_the_second_notebook_opens_export_pkl_and_says_the_same(
    trained: Project, tmp_path: Path, until: Callable[..., None]
) -> None:
    from nbclient import NotebookClient

    run = trained.runs.all()[0]
    prepare_learner_file(trained, run, warm_worker())
    until(lambda: learner_file(trained, run).state != "preparing", 400)
    folder = unpacked(trained, run, HOMES["notebook"], tmp_path) / "fastai"
    book = nbformat.read(folder / "learner.ipynb", as_version=4)
    where = {"metadata": {"path": str(folder)}}
    with kernel_with_fastai() as kernel:
        done = NotebookClient(book, timeout=300, kernel_name=kernel, resources=where).execute()
    printed = "".join(out.get("text", "") for out in done.cells[-1].outputs)
    away = [float(found) for found in re.findall(r"([\d.]+) away", printed)]
    assert len(away) == len(_answers(tmp_path)) and max(away) <= 1e-3
    for one in _answers(tmp_path):
        assert f"{one['file']}  {one['class']}" in printed
