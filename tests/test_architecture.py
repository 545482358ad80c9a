"""The rules that keep the code readable; who may import whom is held by `lint-imports`."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("core", "ui", "pages")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
LONGEST_FILE = 250
SHORT, MOST_SHORT = 40, 30  # lines of a fragment, and how many files may be that short
WORN_NAMES = {"utils", "helpers", "manager", "misc", "common"}


def test_a_file_is_one_idea() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert lengths
    assert [f"{file}: {lines}" for file, lines in lengths.items() if lines > LONGEST_FILE] == []
    assert [file for file in SOURCES if file.stem in WORN_NAMES] == []


def test_few_files_are_fragments() -> None:
    """A file of a few lines lives in the file whose idea it belongs to."""
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    short = [path for path, text in texts.items() if text.count("\n") < SHORT]
    assert len(fragments := [path for path in short if path.name != "__init__.py"]) <= MOST_SHORT, (
        fragments
    )


def test_pages_hold_no_classes() -> None:
    """A class defined in a page is another class after every rerun."""
    for path in (ROOT / "pages").rglob("*.py"):
        kinds = {type(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))}
        assert ast.ClassDef not in kinds, path


def test_answers_and_hints_stand_in_boxes_of_our_own() -> None:
    """One component says them, so that they look alike on every page."""
    own = {path for path in SOURCES if {"info", "success"} & _boxes_of_streamlit(path)}
    assert own == {ROOT / "ui" / "parts" / "lesson.py"}


def _boxes_of_streamlit(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st"
    }


def test_the_web_process_never_imports_torch() -> None:
    """Every module that a page imports, imported in a fresh process: no torch, no fastai."""
    pages = [ast.unparse(node) for path in (ROOT / "pages").rglob("*.py") for node in imports(path)]
    heavy = "[m for m in ('torch', 'fastai', 'timm', 'torchvision') if m in sys.modules]"
    code = "\n".join(
        [
            *sorted(set(pages)),
            "import ui.frame.server, ui.frame.frame",
            "import sys",
            f"print({heavy})",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().splitlines()[-1] == "[]"


def imports(path: Path) -> list[ast.stmt]:
    """The import statements at the top of a page."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wanted = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    return [n for n in wanted if getattr(n, "module", "") != "__future__"]
