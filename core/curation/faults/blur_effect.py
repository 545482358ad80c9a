"""How blurred a picture is, whatever it shows: the perceptual measure of Crete et al. (2007).

A picture that is blurred once more changes much where it was sharp, and hardly where it was not.
Frederique Crete, Thierry Dolmiere, Patricia Ladret, Marina Nicolas: "The blur effect: perception
and estimation with a new no-reference perceptual blur metric", SPIE 6492.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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
