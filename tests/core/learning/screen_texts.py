"""Every text that a learner may read: the content's, and the strings of the code that are shown."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
CONTENT_FOLDER = ROOT / "assets" / "content"
CONTENT = sorted(file for file in CONTENT_FOLDER.rglob("*") if file.suffix in {".yaml", ".md"})
# For programs, and for those who check the answers.
NOT_READ = {"code", "source", "url", "checked", "id", "at", "view", "result"}

# Strings of these are code for notebooks, queries, or names that files and folders may have.
_PROGRAMS = (
    "core/deploy/homes/",
    "core/deploy/phone.py",
    "core/drivetrain/card/typeface.py",
    "core/gather/phone/page.py",
    "core/gather/meaning/",
    "core/gather/reading/entries.py",
    "core/gather/web/wikimedia.py",
    "core/jobs/queue/queue.py",
    "core/jobs/queue/supervisor.py",
    "core/production/carried.py",
    "core/production/notebook_cells.py",
    "core/production/practice.py",
    "core/jobs/keys_off_disk.py",
    "core/project/vector_cache.py",
    "core/training/finetune/code.py",
    "core/vision/code/",
    "core/worker/missing_module.py",
    "core/worker/torchvision_ops.py",
    "ui/frame/door/browser_rules.py",
)
_NO_TEXT = re.compile(
    r"^\s*[<@#]|\b(SELECT|INSERT (INTO|OR)|UPDATE|DELETE FROM|CREATE|PRAGMA|BEGIN;)\b|"
    r"\b(ORDER|GROUP) BY\b|=\"|^import |\bexport default function\b|filename\*=|"
    r"^\w+/\d\.\d \(|[=_]\w+[=;(]|^[a-z-]+: *[a-z0-9(#.-]+;?$|^[\w.]+\("
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def texts(content: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file with where it stands, but for those no learner reads."""
    if isinstance(content, str):
        yield name, content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in NOT_READ:
                yield from texts(value, f"{name}.{key}")
    elif isinstance(content, list):
        for position, value in enumerate(content):
            yield from texts(value, f"{name}[{position}]")


@cache
def content_texts() -> tuple[tuple[str, str], ...]:
    """Every text of `assets/content`, with its file and entry."""
    return tuple(
        (f"{file.relative_to(CONTENT_FOLDER)}{name}", words)
        for file in CONTENT
        for name, words in texts(_read(file))
    )


def _read(file: Path) -> Any:
    text = file.read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader) if file.suffix == ".yaml" else text


def room_of(file: Path) -> str:
    """Where a file of the code lives: "ui/train", "core/words.py"."""
    return "/".join(file.relative_to(ROOT).parts[:2])


@cache
def code_files() -> tuple[Path, ...]:
    """The files whose strings may be shown."""
    files = [file for top in ("ui", "pages", "core") for file in (ROOT / top).rglob("*.py")]
    return tuple(
        file for file in sorted(files) if not str(file.relative_to(ROOT)).startswith(_PROGRAMS)
    )


def code_texts() -> Iterator[tuple[Path, ast.expr, str]]:
    """Every string of the code that reads like words, as (file, node, text); what is filled in
    stands as {} in it."""
    return ((file, node, text) for file, node, text in code_strings() if is_text(text))


@cache
def code_strings() -> tuple[tuple[Path, ast.expr, str], ...]:
    """Every string of the code but docstrings, queries, drawings and other code."""
    return tuple(
        (file, node, text)
        for file in code_files()
        for node, text in strings_of(ast.parse(file.read_text("utf-8")))
        if not _NO_TEXT.search(text)
    )


def is_text(text: str) -> bool:
    """Whether a string has a few words for people: it is no key."""
    bare = re.sub(r"\{[^}]*\}", "", text)
    return " " in bare.strip() and len(_WORD.findall(bare)) > 1


def strings_of(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Every string of some code but docstrings, with its node; f-strings as they are written."""
    inside = _docstrings(tree) | {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node, as_written(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def as_written(node: ast.JoinedStr) -> str:
    """An f-string as text, with {} where something is filled in."""
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)


def _docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
