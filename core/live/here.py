"""What a browser needs to judge by itself: ONNX Runtime Web, the network, and our own steps.

Only where the runtime was installed beside the app (`npm ci`, as for the browser-only home);
elsewhere frames go to the server. None of it is anybody's work: weights and programs that
everybody may have.
"""

import gzip
import hashlib
import json
import shutil
from functools import cache
from pathlib import Path

from filelock import FileLock

from core.deploy.homes.browser import FOLDER, MODULES, PACKAGE, has_own_runtime
from core.project.disk import shared_cache
from core.vision.backbone import backbone_path, is_converted

NETWORK, PLACE = "eye.onnx", "runtime.json"
_STEPS = ("runtime.js", "prepare.js", "pillow.js", "judge.js")


def can_judge_there() -> bool:
    """Whether this server has what a browser needs."""
    return has_own_runtime() and is_converted()


@cache
def files_there() -> dict[str, Path]:
    """Name → file, of all that a browser fetches beside the worker's own script."""
    pinned = json.loads((FOLDER / PLACE).read_text(encoding="utf-8"))["files"]
    runtime = {name: MODULES / PACKAGE / "dist" / name for name in pinned}
    return {name: FOLDER / name for name in _STEPS} | runtime | {NETWORK: backbone_path()}


@cache
def version_there() -> str:
    """Another text where any of the files is another one: what browsers keep never goes stale."""
    about = [(name, path.stat().st_size, path.stat().st_mtime_ns) for name, path in _sorted()]
    return hashlib.sha256(repr(about).encode()).hexdigest()[:16]


def packed(name: str) -> Path:
    """The gzip of a file, made once on this machine; raises KeyError for a name that is none."""
    file = files_there()[name]
    target = shared_cache() / f"there-{version_there()}-{name}.gz"
    if not target.exists():
        with FileLock(target.with_suffix(".lock")):
            if not target.exists():
                _pack(file, target)
    return target


def _pack(file: Path, target: Path) -> None:
    draft = target.with_suffix(".tmp")
    with file.open("rb") as plain, gzip.open(draft, "wb", compresslevel=5) as small:
        shutil.copyfileobj(plain, small)
    draft.replace(target)


def _sorted() -> list[tuple[str, Path]]:
    return sorted(files_there().items())
