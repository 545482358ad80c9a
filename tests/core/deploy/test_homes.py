"""What holds for every home: the smoke test, nothing of the workspace, names that stay text."""

import ast
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from core.deploy.homes.home import JUDGING, Home, home_download, pins
from core.deploy.homes.homes import HOMES
from core.evaluation.tried_abroad import TRIED, Tried
from core.production.carried import MODULES, carried_code
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run
from core.vision.preprocess import Preprocess
from tests.core.deploy.moved_out import done_in, unpacked
from tests.core.production.tuned import tuned_run

OTHERS = {"numpy", "PIL", "onnxruntime", "pi_heif"}
HOSTILE = ["'''\"\"\"\\", "{0}{name}%s", "---\ntitle: x", "</script><b>", "くま: #", "$(rm) `ls`"]


@pytest.fixture
def quick(trained: Project) -> RunRecord:
    run = chosen_run(trained)
    assert run is not None
    return run


@pytest.fixture(params=HOMES.values(), ids=HOMES)
def kind(request: pytest.FixtureRequest) -> Home:
    return request.param  # type: ignore[no-any-return]


def _opened(project: Project, run: RunRecord, kind: Home) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(home_download(project, run, kind).pieces)))


def _texts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for name in archive.namelist():
        if name.endswith((".py", ".json", ".md", ".txt", ".ipynb")):
            yield name, archive.read(name).decode("utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_what_is_carried_needs_nothing_of_the_app(name: str) -> None:
    tree = ast.parse(carried_code(MODULES[name]))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    beside = {Path(file).stem for file in MODULES}
    assert {str(one).split(".")[0] for one in found} <= OTHERS | beside | sys.stdlib_module_names


def test_the_smoke_test_passes_and_sees_a_change(
    trained: Project, quick: RunRecord, tmp_path: Path
) -> None:
    folder = unpacked(trained, quick, HOMES["edge"], tmp_path / "Home, unpacked")
    assert len(json.loads((folder / "examples" / "answers.json").read_text("utf-8"))) == 10
    good = done_in(folder, "smoke_test.py")
    assert good.returncode == 0, good.stdout + good.stderr
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for change in ({"vocab": labels["vocab"][::-1]}, {"resize": "squish", "size": 160}):
        (folder / "labels.json").write_text(json.dumps(labels | change), encoding="utf-8")
        assert done_in(folder, "smoke_test.py").returncode == 1


def test_the_same_model_gives_the_same_zip(trained: Project, quick: RunRecord, kind: Home) -> None:
    first, again = (b"".join(home_download(trained, quick, kind).pieces) for _ in range(2))
    assert first == again


def test_names_are_text_and_never_code(project: Project, kind: Home) -> None:
    run = tuned_run(project, Preprocess(32), HOSTILE)
    project.rename(HOSTILE[2][:20])
    with _opened(project, run, kind) as archive:
        for name, text in _texts(archive):
            if name.endswith(".py"):
                compile(text, name, "exec")
                assert not [word for word in HOSTILE if word in text and len(word) > 12]
            if name.endswith((".json", ".ipynb")):
                json.loads(text)
        assert json.loads(archive.read("labels.json"))["vocab"] == HOSTILE


def test_where_it_fails_goes_with_the_model(trained: Project, quick: RunRecord, kind: Home) -> None:
    fails = Tried(condition="night", strength=0.75, right=1, pictures=36, sure_and_wrong=29)
    trained.settings.set(TRIED, [fails], quick.id)
    with _opened(trained, quick, kind) as archive:
        assert fails.score.in_words in archive.read("README.md").decode()


@pytest.mark.parametrize("key", ["gradio", "fastapi"])
def test_hugging_face_can_read_the_first_lines(project: Project, key: str) -> None:
    run = tuned_run(project, Preprocess(32), HOSTILE * 3)
    project.rename("---\nsdk: docker # 'x\"")
    with _opened(project, run, HOMES[key]) as archive:
        _, front, _ = archive.read("README.md").decode().split("---\n", 2)
        said = yaml.safe_load(front)
        assert said["title"] == project.name.replace("\n", " ")
        assert "sdk_version" not in said or said["sdk_version"] == pins()["gradio"]
        assert said.get("app_file", "server.py") in archive.namelist()
        assert len(said["short_description"]) <= 60
        assert archive.read(".gitattributes").startswith(b"*.onnx filter=lfs")


@pytest.mark.parametrize("key", sorted({*HOMES} - {"browser"}))
def test_every_package_is_pinned_as_it_is_tested(
    trained: Project, quick: RunRecord, key: str
) -> None:
    with _opened(trained, quick, HOMES[key]) as archive:
        lines = archive.read("requirements.txt").decode().split()
    asked = dict(line.split("==") for line in lines)
    assert set(JUDGING) <= set(asked)
    assert asked == {package: pins()[package] for package in asked}
