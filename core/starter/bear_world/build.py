"""Renders every shipped set into a folder: `python -m core.starter.bear_world.build OUT [SET …]`.

The same pictures come out every time. Files that are there already are kept, so a build that was
stopped goes on where it was; delete the folder to render again.
"""

import io
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from core.starter.bear_sets import LICENCE
from core.starter.bear_world.faults import Planned, spoil
from core.starter.bear_world.render import render
from core.starter.bear_world.sets import SETS

QUALITY = 76
MANIFEST = "manifest.json"


def build(folder: Path, names: list[str]) -> None:
    """Renders the sets `names` into `folder` on all cores, and writes the manifest of all sets."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).mkdir(exist_ok=True)
    wanted = [(name, picture) for name in names for picture in SETS[name].pictures()]
    missing = [(n, p) for n, p in wanted if not (folder / n / p.file).exists()]
    with ProcessPoolExecutor(os.cpu_count(), initializer=_one_thread) as pool:
        for done, _ in enumerate(pool.map(partial(_write, folder), missing, chunksize=4), 1):
            if done % 20 == 0:
                sys.stderr.write(f"{done} of {len(missing)}\n")
    (folder / MANIFEST).write_text(json.dumps(manifest(), indent=None, separators=(",", ":")))


def manifest() -> dict[str, Any]:
    """What is known of every picture of every set: true class, conditions, planted fault."""
    sets = {
        name: {"about": chosen.about, "pictures": [_entry(p) for p in chosen.pictures()]}
        for name, chosen in SETS.items()
    }
    return {"licence": LICENCE, "sets": sets}


def jpeg_of(planned: Planned) -> bytes:
    """The file of one planned picture, with its fault."""
    stream = io.BytesIO()
    render(planned.subject, planned.seed).save(stream, "JPEG", quality=QUALITY, optimize=True)
    return spoil(stream.getvalue(), planned)


def _entry(planned: Planned) -> dict[str, Any]:
    known = {
        "file": planned.file,
        "shown": planned.shown,
        "true": planned.subject.kind,
        "seed": planned.seed,
        "conditions": planned.subject.conditions(),
    }
    faults = {"fault": planned.fault, "of": planned.of}
    return {**known, **{name: value for name, value in faults.items() if value}}


def _one_thread() -> None:
    """Each worker keeps one core busy: small matrix products only wait for each other."""
    threadpool_limits(1)


def _write(folder: Path, job: tuple[str, Planned]) -> None:
    name, planned = job
    target = folder / name / planned.file
    partial_file = target.with_suffix(".part")
    partial_file.write_bytes(jpeg_of(planned))
    partial_file.replace(target)


if __name__ == "__main__":
    out, *chosen = sys.argv[1:]
    build(Path(out), chosen or list(SETS))
