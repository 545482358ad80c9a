"""`?` and `??`: what the installed fastai says about one of its names.

Worker side (imports fastai). Everything is read from the library as it runs here: nothing is
kept, so it is always the version that trains.
"""

import ast
import inspect
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent
from typing import Any

from core.content import says
from core.worker.torchvision_ops import import_fastai

import_fastai()

from fastcore.docments import docments  # noqa: E402

MODULES = ("fastai.vision.all", "fastai.vision.widgets")
DELEGATES = {"DataLoaders": "TfmdDL"}
"""Instances of the one hand on to the other what they do not know themselves."""
ONE_LINE = 76
_STARS = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}


def look_up(request: dict[str, Any]) -> dict[str, Any]:
    """What `name?` and `name??` show in a notebook, as strings, and where the source stands. Raises
    ValueError with a sentence for a name that the installed fastai does not have."""
    name = str(request["name"])
    found = _documented(name)
    file, line, source = _source(found, name)
    library = file.split("/")[0]
    return {
        "name": name,
        "signature": _signature(found, name),
        "doc": _doc(found, source),
        "source": dedent(source),
        "file": file,
        "line": line,
        "library": library,
        "version": version(library),
    }


def _documented(name: str) -> Any:
    """The class or function of this name; for a constant of a class, the class."""
    found = _object_named(name)
    if found is None and "." in name:
        owner, _, attribute = name.partition(".")
        found = _object_named(f"{DELEGATES.get(owner, owner)}.{attribute}")
    if found is None:
        raise ValueError(says("worker", "fastai_has_none", name=name))
    constant = not callable(found) and not isinstance(found, property)
    return _object_named(name.rpartition(".")[0]) if constant and "." in name else found


def _object_named(name: str) -> Any:
    """What a dotted name stands for, None when there is no such thing."""
    for module in MODULES:
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is not None:
            return found.fget if isinstance(found, property) else found
    return None


def _signature(found: Any, name: str) -> str:
    """The call with its defaults: on one line, or one argument a line with its comment."""
    try:
        arguments = list(inspect.signature(found).parameters.values())
    except (TypeError, ValueError):
        return name
    arguments = [argument for argument in arguments if argument.name != "self"]
    written = [_written(argument) for argument in arguments]
    short = f"{name}({', '.join(written)})"
    if len(short) <= ONE_LINE:
        return short
    comments = _comments(found)
    lines = [
        f"    {text},{_comment(comments.get(argument.name))}"
        for text, argument in zip(written, arguments, strict=True)
    ]
    return "\n".join([f"{name}(", *lines, ")"])


def _written(argument: inspect.Parameter) -> str:
    stars = _STARS.get(argument.kind.name, "")
    if argument.default is argument.empty:
        return f"{stars}{argument.name}"
    default = getattr(argument.default, "__name__", None) or repr(argument.default)
    return f"{argument.name}={default}"


def _comments(found: Any) -> dict[str, str | None]:
    """What the library's source says beside each argument."""
    try:
        return dict(docments(found))
    except Exception:  # a signature without its comments is still an answer
        return {}


def _comment(words: str | None) -> str:
    return f"  # {' '.join(words.split())}" if words else ""


def _source(found: Any, name: str) -> tuple[str, int, str]:
    """(file below site-packages, line, text); a class made by a call has that call as its text."""
    plain = inspect.unwrap(found) if callable(found) else found
    try:
        lines, line = inspect.getsourcelines(plain)
        return _below_site_packages(inspect.getsourcefile(plain)), line, "".join(lines)
    except (OSError, TypeError):
        return _made_by_a_call(found, name)


def _made_by_a_call(found: Any, name: str) -> tuple[str, int, str]:
    """The call of `mk_class` that made it: three lines around the first that names it."""
    own = name.split(".")[0]
    for module in [module for key, module in sys.modules.items() if key.startswith("fastai.")]:
        if getattr(module, own, None) is not found:
            continue
        lines = Path(str(module.__file__)).read_text(encoding="utf-8").splitlines()
        places = [number for number, text in enumerate(lines) if f"mk_class('{own}'" in text]
        if places:
            text = "\n".join(lines[places[0] : places[0] + 3])
            return _below_site_packages(module.__file__), places[0] + 1, text
    raise ValueError(says("worker", "no_source", name=name))


def _doc(found: Any, source: str) -> str:
    """The docstring; fastai sometimes writes a class's own below its attributes."""
    if inspect.isclass(found) and not found.__dict__.get("__doc__"):
        body = ast.parse(dedent(source)).body[0]
        texts = [_text_of(line) for line in getattr(body, "body", [])]
        if own := next(filter(None, texts), ""):
            return own
    return inspect.getdoc(found) or ""


def _text_of(line: ast.stmt) -> str:
    """The text of a line that is nothing but a text."""
    value = line.value if isinstance(line, ast.Expr) else None
    return str(value.value) if isinstance(value, ast.Constant) else ""


def _below_site_packages(file: str | None) -> str:
    parts = Path(str(file)).parts
    root = max((n for n, part in enumerate(parts) if part == "site-packages"), default=-1)
    return "/".join(parts[root + 1 :])
