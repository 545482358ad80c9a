"""What many tests start from: a fresh home, projects with pictures, the real photos."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import settings

if TYPE_CHECKING:
    from core.project.project import Project

settings.register_profile("patient", deadline=None)  # no test measures time
settings.load_profile("patient")
ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SLOW_FIRST = (
    "core/jobs/test_ray.py",
    "browser/test_every_view.py",
    "browser/test_journey.py",
    "browser/test_world.py",
    "browser/test_open_saved.py",
    "browser/",
    "core/production/test_notebook.py",
    "core/training/test_home_of_before.py",
    "core/deploy/",
    "core/training/test_finetune_resume.py",
    "core/training/test_finetune.py",
    "core/production/test_learner_file.py",
    "core/vision/test_recipe_code.py",
    "core/jobs/test_faults.py",
    "core/worker/",
    "core/vision/",
    "pages/",
)
"""The longest modules, longest first: begun last, one would run while other workers rest."""

WITH_TORCH = (
    "core/worker/",
    "core/vision/test_draws.py",
    "core/vision/test_resize_marks.py",
    "core/evaluation/test_where_it_looked.py",
    "core/training/test_finetune_odd_orders.py",
    "core/training/test_pause.py",
    "core/training/test_starting_head.py",
)
"""What imports fastai into the process of the tests: one worker does all of them."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """`--dist loadscope`, with the modules of `WITH_TORCH` as one."""
    from xdist.scheduler import LoadScopeScheduling

    class OneImportsTorch(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            needs_it = nodeid.removeprefix("tests/").startswith(WITH_TORCH)
            return "with torch" if needs_it else super()._split_scope(nodeid)

    return OneImportsTorch(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: while one waits for a browser or a start, another works."""
    from core.jobs.queue.environment import usable_cores

    return usable_cores() + 1


def pytest_configure(config: pytest.Config) -> None:
    """Workers of the tests share one small number of threads; nothing calls other hosts. What
    Python compiles is kept for the servers and workers that tests start, wherever it is switched
    off: each of them would compile the whole app again."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("DRIVETRAIN_QUEUE_IDLE_S", "10")  # the next job need not import fastai
    os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] = "false"


def pytest_collection_finish() -> None:
    """What was imported to collect the tests stays: the collector need not walk it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first; `--no-loadscope-reorder` in pyproject.toml keeps xdist to this order."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    module = item.path.relative_to(ROOT / "tests").as_posix()
    turns = (turn for turn, slow in enumerate(SLOW_FIRST) if module.startswith(slow))
    return next(turns, len(SLOW_FIRST))


def shared_folder(name: str) -> Path:
    """A folder of ../shared; says clearly where it is missing, and fails in CI."""
    folder = SHARED / name
    if folder.is_dir():
        return folder
    message = f"This test needs {folder}, and it is missing."
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh DRIVETRAIN_HOME that only this test sees; the backbone is shared between tests."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("DRIVETRAIN_HOME", str(folder))
    yield folder
    _end_background_work(folder)


def _end_background_work(folder: Path) -> None:
    """It ends with its test: in the next one's home it would open a cache before that home is
    copied there, and what it had opened would lie over the copy."""
    if background := sys.modules.get("core.jobs.background"):
        jobs = [job for kind in background._kinds for job in list(kind._jobs.values())]
        own = [job for job in jobs if job.project.path.is_relative_to(folder)]
        for project in {job.project.path: job.project for job in own}.values():
            background.stop_all(project)
        for job in own:
            job.ended.wait(10)  # a few look at `stop` late


@pytest.fixture(scope="session", autouse=True)
def _the_own_home_is_left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test without a home of its own writes does not reach that of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIVETRAIN_HOME", str(tmp_path_factory.mktemp("of_no_test")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _keys_are_known() -> Iterator[None]:
    """A test finds the key of a workspace it made, which is nowhere on disk."""
    from core.project import workspace
    from tests.keys import new_key

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "new_key", new_key)
        yield


@pytest.fixture(scope="session", autouse=True)
def _fine_tunes_need_not_import_fastai() -> Iterator[None]:
    """Their processes, and the pages' warm worker, are forks of one that has it; the app's own way:
    tests/browser, test_ray.py, test_warm.py, and a test that asks for `FROM_NOTHING`."""
    from core.jobs.queue import worker_process
    from tests.with_fastai import command_with_fastai, launch_with_fastai

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker_process, "launch", launch_with_fastai)
        if pages := sys.modules.get("ui.parts.worker_answer"):
            patch.setattr(pages, "WORKER", command_with_fastai(pages.WORKER[-1]))
        yield


@pytest.fixture
def project(home: Path):  # type: ignore[no-untyped-def]
    """An empty project in a fresh workspace."""
    from core.project.workspace import Workspace

    return Workspace.create().current()


@pytest.fixture(scope="session")
def _template_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives homes to copy: 'digits', and 'trained' with a finished quick run. Whichever worker of
    the tests needs one first builds it for all."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own

    def built(name: str) -> Path:
        whole = common / f"home-{name}"
        with FileLock(common / f"{name}.lock"):
            if not whole.exists():
                draft = common / f"draft-{name}"
                shutil.rmtree(draft, ignore_errors=True)  # of a worker that died
                draft.mkdir()
                _build_home(name, draft)
                draft.rename(whole)
        return whole

    return built


def _build_home(name: str, folder: Path) -> None:
    from core.project import workspace
    from core.project.database import let_go
    from core.starter.starter_sets import add_starter
    from tests.keys import template_key

    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(folder))
    patch.setattr(workspace, "new_key", lambda: template_key(name))
    try:
        project = workspace.Workspace.create().current()
        add_starter(project)
        if name == "trained":
            from core.training.quick.quick import train_quick

            train_quick(project)
        let_go(project.path)
        let_go(
            folder
        )  # the shared cache, too: what SQLite keeps beside it goes away while others copy
    finally:
        patch.undo()


def _copy_of(template: Path, name: str, home: Path):  # type: ignore[no-untyped-def]
    from core.project.workspace import Workspace
    from tests.keys import template_key

    folders, files = _inside(template)
    for folder in folders:
        Path(home, folder).mkdir(exist_ok=True)
    for file, content in files:
        Path(home, file).write_bytes(content)
    return Workspace.open(template_key(name)).current()


@cache
def _inside(template: Path) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The folders and files of a home to copy, read once a process: hundreds of tests copy it, and
    `shutil.copytree` looks at each of its 330 entries several times."""
    entries = [
        (entry, entry.relative_to(template).as_posix()) for entry in sorted(template.rglob("*"))
    ]
    folders = [name for entry, name in entries if entry.is_dir()]
    return folders, [(name, entry.read_bytes()) for entry, name in entries if entry.is_file()]


@pytest.fixture
def digits(home: Path, _template_home: Callable[[str], Path]):  # type: ignore[no-untyped-def]
    """A project with the starter digits, in a fresh workspace."""
    return _copy_of(_template_home("digits"), "digits", home)


@pytest.fixture
def trained(home: Path, _template_home: Callable[[str], Path]):  # type: ignore[no-untyped-def]
    """A project with the starter digits and a finished quick run."""
    return _copy_of(_template_home("trained"), "trained", home)


@pytest.fixture(scope="module")
def trained_to_read(
    tmp_path_factory: pytest.TempPathFactory, _template_home: Callable[[str], Path]
) -> Iterator["Project"]:
    """What `trained` gives, once for the tests of a module that only read it: what is computed
    from it is found again."""
    with trained_in(tmp_path_factory.mktemp("home"), _template_home) as project:
        yield project


@contextmanager
def trained_in(home: Path, templates: Callable[[str], Path]) -> Iterator["Project"]:
    """What `trained` gives, in a home that stays for as long as a test or a module needs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIVETRAIN_HOME", str(home))
        yield _copy_of(templates("trained"), "trained", home)
        _end_background_work(home)


@pytest.fixture
def bears() -> Path:
    """The folder with 416 real bear photos in class folders."""
    return shared_folder("data/bears")


@pytest.fixture
def odd_files() -> Path:
    """The folder with pictures in odd formats, and files that are no pictures."""
    return shared_folder("data/odd-files")


@pytest.fixture
def until() -> Iterator[Callable[..., None]]:
    """Wait until something is true, with a clear failure when it never is."""
    from tests.waiting import until

    yield until
