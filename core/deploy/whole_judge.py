"""A run's model with all that was decided about its answers: here, and as files that leave."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.drivetrain.decide.decision import load_decision
from core.evaluation.novelty_line import FALSE_CALLS, novelty_of
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.backbone import BackboneUnavailable
from core.vision.judge import Judge, decided_from, line_from


def decision_file(project: Project, vocab: list[str]) -> dict[str, Any] | None:
    """What `decided_from` in core/vision/judge.py reads; None where nothing was decided for these
    classes.

    `temperature`, and the shares of the classes in the data (`seen`) and in `real` life, make
    chances of probabilities; `costs` has a row for each of `actions` and a column for each of
    `vocab`; `look` is the name of the action that is a human's look, always the last, or null.
    """
    decision = load_decision(project)
    if decision is None or set(vocab) != set(decision.classes):
        return None
    order = [decision.classes.index(name) for name in vocab]
    rule = decision.rule
    return {
        "temperature": decision.temperature,
        "seen": np.array(decision.seen)[order].tolist(),
        "real": decision.stakes.rates[order].tolist(),
        "actions": rule.names,
        "costs": rule.table[:, order].tolist(),
        "look": rule.names[-1] if rule.asks else None,
    }


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


def whole_judge(project: Project, run: RunRecord) -> Judge:
    """The judge that every exported folder carries: the model, the decision and the line of this
    moment. Raises ModelUnavailable."""
    model = load_predictor(project, run.id)
    decision = decision_file(project, model.vocab)
    decided = decided_from(decision) if decision else None
    novelty = novelty_file(project, run)
    line = line_from(novelty) if novelty else None
    return Judge(model.vocab, model.preprocess, model.see, decided, line)
