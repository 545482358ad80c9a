"""A job as one packed of bytes: its folder, and every file that its order names."""

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SPEC = "spec.json"
JOB, NAMED = "job", "named"
OF_THIS_MACHINE = ("worker.", "launched.", "lease", "stop")
UNFINISHED = (".part", ".tmp", ".lock")


def pack(folder: Path) -> bytes:
    """The job of `folder` as a ZIP; the files named in its spec.json travel with it.

    A job that goes on takes its checkpoint and its events along. A named file that is gone here
    is missing there too, and the job says what it makes of that.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, file in travelling(folder).items():
            if name != SPEC:
                archive.write(file, f"{JOB}/{name}")
        named: dict[str, Path] = {}
        order = _with_paths(_order(folder / SPEC), lambda path: _pack_name(path, named))
        for name, file in named.items():
            with suppress(FileNotFoundError):
                archive.write(file, name)
        archive.writestr(f"{JOB}/{SPEC}", json.dumps(order))
    return packed.getvalue()


def unpack(packed: bytes, into: Path) -> Path:
    """The job's folder, inside `into`; its order names the files that came along."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(into)
    spec = into / JOB / SPEC
    order = _with_paths(_order(spec), lambda path: str(into / path))
    spec.write_text(json.dumps(order), encoding="utf-8")
    return into / JOB


def travelling(folder: Path) -> dict[str, Path]:
    """The finished files of a job's folder by name, without those that only mean something here."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        file.relative_to(folder).as_posix(): file
        for file in files
        if not file.name.startswith(OF_THIS_MACHINE) and file.suffix not in UNFINISHED
    }


def _order(spec: Path) -> Any:
    return json.loads(spec.read_text(encoding="utf-8"))


def _pack_name(path: str, named: dict[str, Path]) -> str:
    name = f"{NAMED}/{len(named)}{Path(path).suffix}"
    named[name] = Path(path)
    return name


def _with_paths(order: Any, renamed: Callable[[str], str]) -> Any:
    """The order with every file name in it (`path`, `…_file`) put through `renamed`."""
    if isinstance(order, list):
        return [_with_paths(entry, renamed) for entry in order]
    if not isinstance(order, dict):
        return order
    return {
        key: renamed(value)
        if isinstance(value, str) and _names_a_file(key)
        else _with_paths(value, renamed)
        for key, value in order.items()
    }


def _names_a_file(key: str) -> bool:
    return key == "path" or key.endswith("_file")
