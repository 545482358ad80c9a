"""The rules that keep the code readable: who may import whom, how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("core", "ui", "pages")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
MAY_IMPORT = {"core": {"core"}, "ui": {"core", "ui"}, "pages": {"core", "ui"}}
LAYERS = {"core", "ui", "pages"}
LONGEST_FILE = 250
WORN_NAMES = {"utils", "helpers", "manager", "misc", "common"}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    assert imported(path) & LAYERS <= MAY_IMPORT[layer]
    if layer == "core":
        assert "streamlit" not in imported(path)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert path.stem not in WORN_NAMES


def test_pages_hold_no_classes() -> None:
    """A class defined in a page is another class after every rerun."""
    for path in (ROOT / "pages").rglob("*.py"):
        kinds = {type(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))}
        assert ast.ClassDef not in kinds, path


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
