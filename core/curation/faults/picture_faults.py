"""Pictures worth a second look, whatever their label: dark, washed out, blurred, empty, odd sizes.

Suggestions only: nothing is removed by itself. What a picture is like never changes, so it is
looked at once; which pictures are worth a look follows from all of them together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.curation.faults.picture_scores import SCORES, Scores, known_scores, score_pictures
from core.jobs.background import Background, Job, stop_here
from core.project.project import Project
from core.project.records import ImageRecord

KINDS = {
    "dark": "very dark",
    "light": "washed out",
    "blurry": "blurred",
    "low_information": "nearly one colour",
    "odd_aspect_ratio": "an extreme shape",
    "odd_size": "an odd size",
}
LIMITS = {"dark": 0.35, "light": 0.05, "low_information": 0.3, "odd_aspect_ratio": 0.35}
BLUR, BLURRIER_THAN_USUAL = 0.45, 0.12
SIZE_SPREADS = 3.0

Found = list[tuple[str, float]]


@dataclass(frozen=True)
class PictureFaults:
    """Kind (of `KINDS`) → (picture id, score), the worst first; a score of 0 is surely faulty, 1
    is fine. `unseen` counts the pictures that nobody has looked at yet."""

    found: dict[str, Found] = field(default_factory=dict)
    unseen: int = 0

    @property
    def by_picture(self) -> dict[str, list[str]]:
        """Picture id → the kinds of fault it has."""
        kinds: dict[str, list[str]] = {}
        for kind, pictures in self.found.items():
            for picture, _ in pictures:
                kinds.setdefault(picture, []).append(kind)
        return kinds


def picture_faults(project: Project, records: Sequence[ImageRecord] | None = None) -> PictureFaults:
    """What is known of the project's pictures (or of `records` among them), at once. Kinds without
    a finding are left out. For those `unseen` there is `start_faults`."""
    records = project.dataset.images() if records is None else records
    scores = known_scores([record.id for record in records])
    found = {kind: _below(scores, kind, limit) for kind, limit in LIMITS.items()}
    found |= {"blurry": _blurred(scores), "odd_size": _odd_sizes(records)}
    found = {kind: found[kind] for kind in KINDS if found[kind]}
    return PictureFaults(found, unseen=len(records) - len(scores))


def _below(scores: Scores, kind: str, limit: float) -> Found:
    place = SCORES.index(kind)
    return _worst_first({p: float(row[place]) for p, row in scores.items() if row[place] < limit})


def _blurred(scores: Scores) -> Found:
    """Blurred by the perceptual measure and clearly more so than the others: where every picture
    is soft, as an enlarged scan is, none stands out."""
    sharp = {picture: float(row[SCORES.index("sharpness")]) for picture, row in scores.items()}
    if not sharp:
        return []
    limit = min(1 - BLUR, float(np.median(list(sharp.values()))) - BLURRIER_THAN_USUAL)
    return _worst_first({picture: score for picture, score in sharp.items() if score < limit})


def _odd_sizes(records: Sequence[ImageRecord]) -> Found:
    """cleanvision's rule on sizes that are known already: the side of a square of the same area,
    three spreads of the middle half outside of it."""
    if not records:
        return []
    sides = np.sqrt([record.width * record.height for record in records])
    low, high = np.percentile(sides, [25, 75])
    reach = SIZE_SPREADS * max(high - low, 0.05 * high)
    outside = _outside(sides, low - reach, high + reach)
    return _worst_first(
        {r.id: 1 / (1 + far) for r, far in zip(records, outside.tolist(), strict=True) if far}
    )


def _outside(sides: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """How far each side lies outside of the usual ones, in widths of them; 0 inside."""
    far: NDArray[np.float64] = np.maximum(np.maximum(low - sides, sides - high), 0) / (high - low)
    return far


def _worst_first(scores: dict[str, float]) -> Found:
    return sorted(scores.items(), key=lambda item: item[1])


FAULTS = Background[None](
    "faults",
    at_once=1,
    broke_off=says("work", "looking_at_pictures"),
)


def start_faults(project: Project) -> None:
    """Look, in the background, at the pictures nobody has looked at yet; what is seen is kept."""
    FAULTS.start(project, _look)


def _look(job: Job[None]) -> None:
    job.report(0.0, "Getting ready to look at your pictures: a few seconds")
    records = job.project.dataset.images()
    known = known_scores([record.id for record in records])
    new = [(r.id, job.project.dataset.image_path(r.id)) for r in records if r.id not in known]
    for done in score_pictures(new, job.stop) if new else ():
        job.report(done / len(new), says("work", "looking", done=done, of=len(new)))
    stop_here(job.stop)
