"""How far the edges of pictures alone give their class away: a shortcut that can be measured."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.gather.intake import THUMBNAIL_PX
from core.project.everybody import EVERYBODY
from core.project.project import Project

CELLS = 6  # a picture becomes 6 × 6 colours; the outermost ring is its edge
FOLDS = 5
MOST = 1_000  # pictures: more say the same, later
MUCH = 0.5  # of the way from guessing to certainty

Colours = NDArray[np.float32]


class BorderRule(NamedTuple):
    """`share` of pictures (0–1) named rightly by their edge, out of fold; `chance` is the share
    of the largest class; `pictures` is how many were asked about."""

    share: float
    chance: float
    pictures: int

    @property
    def strength(self) -> str:
        """How telling the edge is: "none" is hardly better than guessing, "much" is past half the
        way from there to certainty."""
        spread = 2 * (self.chance * (1 - self.chance) / self.pictures) ** 0.5
        if self.share <= self.chance + max(spread, 0.05):
            return "none"
        return "much" if self.share >= self.chance + MUCH * (1 - self.chance) else "some"


def border_rule(project: Project) -> BorderRule | None:
    """What a simple rule on edge colours scores, each picture judged by a rule that was made
    without it (and without its near duplicates); None below two classes of ten pictures."""
    records = [record for record in project.dataset.images() if record.split != "test"]
    counts: dict[str, int] = {}
    for record in records:
        counts[record.label] = counts.get(record.label, 0) + 1
    known = [record for record in records if counts[record.label] >= 2 * FOLDS]
    step = -(-len(known) // MOST)
    some = known[:: max(step, 1)]
    if len({record.label for record in some}) < 2:
        return None
    rows = tuple((record.id, record.label) for record in some)
    return _scored(project.path, rows, tuple(sorted(project.dataset.near_duplicates().items())))


def edge_colours(thumbnail: Path) -> Colours:
    """The mean colours along a picture's edge: (20 × 3,), 0–1."""
    with Image.open(thumbnail, formats=["JPEG"]) as opened:
        small = opened.convert("RGB").resize((CELLS, CELLS), Image.Resampling.BOX)
    grid = np.asarray(small, dtype=np.float32)
    return (grid[_ring()].ravel() / 255).astype(np.float32)


def _ring() -> NDArray[np.bool_]:
    ring = np.ones((CELLS, CELLS), dtype=bool)
    ring[1:-1, 1:-1] = False
    return ring


@lru_cache(maxsize=EVERYBODY)
def _scored(
    path: Path, rows: tuple[tuple[str, str], ...], alike: tuple[tuple[str, str], ...]
) -> BorderRule:
    project = Project(path)
    colours = np.stack([edge_colours(project.dataset.thumbnail(i, THUMBNAIL_PX)) for i, _ in rows])
    group_of = dict(alike)
    groups = [group_of.get(image_id, image_id) for image_id, _ in rows]
    labels = np.array([label for _, label in rows])
    _, counts = np.unique(labels, return_counts=True)
    return BorderRule(
        _out_of_fold(colours, labels, groups), float(counts.max() / len(labels)), len(labels)
    )


def _out_of_fold(colours: Colours, labels: NDArray[np.str_], groups: Sequence[str]) -> float:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    rule = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    with threadpool_limits(limits=1):
        said = cross_val_predict(rule, colours, labels, cv=folds, groups=groups)
    return float((said == labels).mean())
