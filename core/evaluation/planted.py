"""What was planted in a starter set, as a list of faults that a round can be scored against."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from core.gather.starter_bears import known_faults, pictures
from core.project.project import Project


def planted_faults_of(project: Project) -> list[frozenset[str]]:
    """Every planted fault that is still in the project: the ids of which one has to be found.

    A wrong label counts while the picture carries it; a near duplicate while both are there.
    """
    labels = {record.id: record.label for record in project.images()}
    faults = []
    for image_id, picture in known_faults().items():
        if picture.fault == "wrong label" and labels.get(image_id) == picture.true:
            continue
        fault = {image_id} | ({_ids()[picture.of]} if picture.fault == "near duplicate" else set())
        if fault <= labels.keys():
            faults.append(frozenset(fault))
    return faults


@lru_cache(maxsize=1)
def _ids() -> dict[str, str]:
    """File name → image id of the default set."""
    return {p.file: hashlib.sha256(p.path.read_bytes()).hexdigest() for p in pictures()}
