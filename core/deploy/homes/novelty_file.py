"""novelty.json: the learner's line for "unlike anything I learned from", for a model that left."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from core.evaluation.novelty_line import FALSE_CALLS, novelty_of
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.backbone import BackboneUnavailable

NOVELTY = "novelty.json"


def novelty_file(project: Project, run: RunRecord) -> dict[str, Any] | None:
    """What `line_from` in core/vision/judge.py reads; None where no line was set, and for a
    fine-tune, whose own network gives no embeddings."""
    false_calls = project.settings.get(FALSE_CALLS)
    if run.kind != "quick" or false_calls is None:
        return None
    return _novelty(project.path, project.changed(), run.id, false_calls)


@lru_cache(maxsize=16)
def _novelty(path: Path, _changed: int, run_id: str, _false_calls: float) -> dict[str, Any] | None:
    project = Project(path)
    try:
        found = novelty_of(project, project.runs.get(run_id))
    except BackboneUnavailable:
        return None
    return found.model_dump() if found else None
