"""cleanvision in a process of its own: `python -m core.curation.faults.picture_faults_worker`.

Reads one JSON list of [picture id, path] from stdin; prints a line {id: scores} for every few
pictures, the scores in the order of `SCORES`. Nothing comes for a picture that cannot be read.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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


SIDE = 512
WINDOW = 9  # pixels of the blur that is tried, as in the paper

Grey = NDArray[np.float64]


def blur_effect(picture: Image.Image) -> float:
    """From 0 (sharp) to 1 (nothing but blur), the worse of the two directions.

    Judged at no more than 512 px, where photos of a phone lie near 0.3 and out-of-focus ones above
    0.45. A picture of one colour has no edge that could be blurred: 0.
    """
    grey = picture.convert("L")
    grey.thumbnail((SIDE, SIDE))
    values = np.asarray(grey, dtype=np.float64)
    return max(_along_rows(values), _along_rows(values.T))


def _along_rows(values: Grey) -> float:
    """The share of the differences between neighbours that another blur leaves as they are."""
    if values.shape[1] <= WINDOW:
        return 0.0
    before = np.abs(np.diff(values, axis=1))
    after = np.abs(np.diff(_blurred(values), axis=1))
    total = float(before.sum())
    return 1 - float(np.maximum(before - after, 0).sum()) / total if total else 0.0


def _blurred(values: Grey) -> Grey:
    """The mean of nine neighbours in a row, the edges repeated."""
    padded = np.pad(values, ((0, 0), (WINDOW // 2 + 1, WINDOW // 2)), mode="edge")
    sums = padded.cumsum(axis=1)
    blurred: Grey = (sums[:, WINDOW:] - sums[:, :-WINDOW]) / WINDOW
    return blurred


if __name__ == "__main__":
    main()
