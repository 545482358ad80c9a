"""No file that leaves names the workspace, its key, or the machine it was made on."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.deploy.homes.home import home_download
from core.deploy.homes.homes import HOMES
from core.drivetrain.card.card import card, card_document
from core.drivetrain.card.markdown import as_markdown
from core.drivetrain.card.pdf import card_pdf
from core.jobs.queue.events import report
from core.learning.questions import export
from core.learning.questions.catalogue import catalogue
from core.learning.report.documents import report_html, report_zip
from core.production.learner_file import learner_file, prepare_learner_file
from core.production.notebook import judging_code, notebook
from core.production.run_files import model_onnx
from core.project.archive.archive import save_archive
from core.project.archive.class_folders import class_folder_parts
from core.project.project import Project
from core.project.records import RunRecord
from core.worker.training.main import _failure_sentence
from tests.core.production.private import found_in, private_words
from ui.parts.worker_answer import warm_worker

DAY = date(2026, 11, 29)

EXPORTS: dict[str, Callable[[Project, RunRecord], bytes]] = {
    "model.onnx": lambda here, run: model_onnx(here, run).read_bytes(),
    **{
        f"home: {key}": lambda here, run, home=home: b"".join(home_download(here, run, home).pieces)
        for key, home in HOMES.items()
    },
    "notebook": lambda here, _: notebook(here, "mine.zip"),
    "code": lambda here, _: judging_code(here, "evaluate", "mine.zip").encode(),
    "report": lambda here, _: report_zip(here, DAY),
    "model card": lambda here, _: report_html(here, "card", DAY),
    "plan card": lambda here, _: as_markdown(card_document(card(here, DAY))).encode(),
    "plan card, printed": lambda here, _: card_pdf(card(here, DAY)),
    "questions": lambda here, _: export.anki_deck(catalogue(here, str).items, here.answers.all()),
    "class folders": lambda here, _: b"".join(class_folder_parts(here)),
    "saved project": lambda here, _: save_archive(here, here.path / "mine.zip").read_bytes(),
}


@pytest.fixture
def run(trained: Project) -> RunRecord:
    """A quick run, and beside it one that broke with a file's whole path in its last words."""
    broken = trained.runs.create("finetune", {}, trained.versions.freeze().number)
    folder = trained.runs.folder(broken.id)
    said = f"[Errno 2] No such file or directory: '{folder / 'spec.json'}'"
    report(folder, "failed", message=said)
    (folder / "notes.json").write_text(json.dumps({"at": str(folder)}), encoding="utf-8")
    return next(run for run in trained.runs.all() if run.kind == "quick")


def test_the_search_finds_what_it_looks_for(trained: Project) -> None:
    words = private_words(trained)
    key = trained.path.parents[1].name
    assert found_in(f"x{key}x".encode(), words) == {key.encode()}
    assert len(words) >= 5


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_names_the_workspace_or_the_machine(
    trained: Project, run: RunRecord, name: str
) -> None:
    data = EXPORTS[name](trained, run)
    assert len(data) > 100
    assert found_in(data, private_words(trained)) == set()


def test_a_model_file_of_before_is_written_again(trained: Project, run: RunRecord) -> None:
    path = trained.runs.folder(run.id) / "model.onnx"
    path.write_bytes(b"File /home/jane/lab/.venv/lib/site-packages/torch/nn/modules/container.py")
    assert b"site-packages" not in model_onnx(trained, run).read_bytes()


def test_the_last_words_of_a_training_name_no_folder(trained: Project, tmp_path: Path) -> None:
    lost = FileNotFoundError(2, "No such file or directory", str(trained.path / "images" / "x.jpg"))
    sentence = _failure_sentence(lost, tmp_path)
    assert found_in(sentence.encode(), private_words(trained)) == set()
    assert "x.jpg" in sentence


@pytest.mark.slow
def test_an_export_pkl_of_before_is_prepared_again_and_names_nothing(
    trained: Project, run: RunRecord, until: Callable[..., None]
) -> None:
    path = trained.runs.folder(run.id) / "export.pkl"
    path.write_bytes(b"cpathlib\nPosixPath\n" + str(path).encode())
    assert learner_file(trained, run).state == "absent"
    prepare_learner_file(trained, run, warm_worker())
    until(lambda: learner_file(trained, run).state != "preparing", 400)
    assert learner_file(trained, run).state == "ready", learner_file(trained, run).message
    assert found_in(path.read_bytes(), private_words(trained)) == set()
