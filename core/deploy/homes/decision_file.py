"""decision.json: what the learner decided on Decide, for a model that has left the app."""

from typing import Any

import numpy as np

from core.drivetrain.decide.decision import load_decision
from core.project.project import Project


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
