"""All that speaks against a picture, in one table: label, near duplicates, oddness, and faults."""

from typing import NamedTuple

from core.curation.faults.picture_faults import KINDS as FAULTS
from core.curation.faults.picture_faults import picture_faults
from core.curation.labels.suspicion import PATIENCE, Hint, Kind, hints_so_far
from core.project.project import Project
from core.project.records import RunRecord

HINTS: tuple[Kind, ...] = ("label", "alike", "odd")


class Reason(NamedTuple):
    """One thing that speaks against a picture.

    `kind` is "label", "alike", "odd" or a fault of `picture_faults`; `short` fits below a picture,
    `why` is a clause; `suggested` is the label it should have, where that is the matter.
    """

    kind: str
    short: str
    why: str
    suggested: str | None = None


Suggestions = dict[str, list[Reason]]


def suggestions_so_far(
    project: Project, run: RunRecord, patience: float = PATIENCE
) -> Suggestions | None:
    """Image id → what speaks against it, for all pictures that are no test pictures.

    None while it is still searched for, in the background; asks for at most `patience` seconds a
    kind. `run` is the run that doubts labels (`cleaning_run`). Faults are those measured so far:
    see `picture_faults`. Raises HintsFailed with a sentence.
    """
    found: Suggestions = {}
    for kind in HINTS:
        hints = hints_so_far(project, run, kind, patience)
        if hints is None:
            return None
        for image_id, hint in hints.items():
            found.setdefault(image_id, []).append(_reason(kind, hint))
    records = [record for record in project.dataset.images() if record.split != "test"]
    for image_id, kinds in picture_faults(project, records).by_picture.items():
        found.setdefault(image_id, []).extend(Reason(k, FAULTS[k], FAULTS[k]) for k in kinds)
    return found


def _reason(kind: Kind, hint: Hint) -> Reason:
    short = {"label": f"{hint.suggested}?", "alike": "near duplicate", "odd": "odd picture"}[kind]
    return Reason(kind, short, hint.why, hint.suggested)
