"""cleanvision in a process of its own: `python -m core.curation.faults.picture_faults_worker`.

Reads one JSON list of [picture id, path] from stdin; prints a line {id: scores} for every few
pictures, the scores in the order of `SCORES`. Nothing comes for a picture that cannot be read.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout

from PIL import Image

from core.curation.faults.blur_effect import blur_effect
from core.curation.faults.picture_scores import CLEANVISION

AT_ONCE = 25
NICENESS = 5

Pictures = Sequence[tuple[str, str]]


def main() -> None:
    """Answer the one request."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    pictures = [(str(picture), str(path)) for picture, path in json.load(sys.stdin)]
    for some in _parts(pictures):
        with redirect_stdout(sys.stderr):  # cleanvision talks
            scores = scored(some)
        print(json.dumps(scores), flush=True)  # noqa: T201


def scored(pictures: Pictures) -> dict[str, list[float]]:
    """Picture id → its scores, 0 (surely faulty) to 1 (fine), of those that can be read."""
    from cleanvision import Imagelab

    readable = [(picture, path) for picture, path in pictures if _opens(path)]
    if not readable:
        return {}
    lab = Imagelab(filepaths=[path for _, path in readable])
    lab.find_issues({kind: {} for kind in CLEANVISION}, n_jobs=1, verbose=False)
    found = lab.issues[[f"{kind}_score" for kind in CLEANVISION]]
    return {
        picture: [*(float(score) for score in found.loc[path]), 1 - _blur(path)]
        for picture, path in readable
    }


def _parts(pictures: Pictures) -> Iterator[Pictures]:
    return (pictures[start : start + AT_ONCE] for start in range(0, len(pictures), AT_ONCE))


def _opens(path: str) -> bool:
    try:
        with Image.open(path) as picture:
            picture.load()
    except Exception:  # whatever a decoder raises: this picture has no scores
        return False
    return True


def _blur(path: str) -> float:
    with Image.open(path) as picture:
        return blur_effect(picture)


if __name__ == "__main__":
    main()
