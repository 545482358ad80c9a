"""The last stop of the tour: something stands at the gate, and the rule says what is done."""

import numpy as np

from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.policy import ActionAdvice, action_for, changed_rows
from core.drivetrain.decide.situation import Situation
from core.learning.tour.place import Mark
from core.learning.tour.standing import Standing
from core.starter.bear_sets import CLASSES
from core.words import listed, number, percent


def gate_mark(here: Standing) -> Mark:
    """A picture for which the rule and the likeliest class want different things, if there is one
    of the dangerous kind; else any that the model had not learned from."""
    now = here.situation
    if now is None:
        return {"picture": ""}
    row = _telling_row(here, now)
    judged, said = now.judged, now.judged.honest.outcome
    probs = dict(zip(said.vocab, map(float, said.probs[row]), strict=True))
    return {
        "picture": judged.image_ids[row],
        "probs": probs,
        "true": judged.classes[int(judged.targets[row])],
    }


def _telling_row(here: Standing, now: Situation) -> int:
    classes, name = now.judged.classes, now.costs.dreaded
    dreaded = classes.index(name) if name in classes else 0
    rows = changed_rows(now.stakes, now.pictures, now.rule)
    telling = [row for row in rows if int(now.judged.targets[row]) == dreaded]
    others = np.flatnonzero(now.judged.targets == dreaded).tolist()
    return int(next(iter([*telling, *others]), 0))


def actions(here: Standing) -> dict[str, str]:
    """What can be done, by the decision that was made."""
    made = load_decision(here.project)
    if made is None:
        return {}
    return {name: name for name in [*made.costs.actions, made.costs.ask]}


def gate_words(here: Standing) -> dict[str, str]:
    """What the model says, what the rule says, and what the learner's own choice would cost."""
    probs = {str(name): float(share) for name, share in dict(here.mark.get("probs", {})).items()}
    advice = action_for(here.project, probs) if probs else None
    met, disturbed = _met(here)
    said = sorted(probs.items(), key=lambda pair: -pair[1])
    return {
        "chances": listed([f"{name} {percent(share)}" for name, share in said]),
        "true": str(here.mark.get("true", "")),
        "action": advice.action if advice else "",
        "cost": number(advice.costs[advice.action]) if advice else "",
        "own": number(advice.costs.get(here.choice, 0.0)) if advice else "",
        "met": met,
        "disturbed": disturbed,
    }


def gate_verdict(here: Standing) -> str:
    """Whether the learner's choice is what their rule says."""
    probs = {str(name): float(share) for name, share in dict(here.mark.get("probs", {})).items()}
    advice: ActionAdvice | None = action_for(here.project, probs) if probs else None
    return "same" if advice is not None and advice.action == here.choice else "other"


def asked_another(here: Standing) -> bool:
    """Whether another picture was asked about."""
    return bool(here.mark.get("looked"))


def gate_figure(here: Standing) -> tuple[str, str]:
    """How many pictures of the dangerous kind the rule does something about."""
    return _met(here)[0], ""


def _met(here: Standing) -> tuple[str, str]:
    """Grizzlies about which something is done, and teddies for which somebody is woken."""
    now = here.situation
    if now is None:
        return "", ""
    acts = now.rule.chosen(now.pictures.probs) != now.stakes.idle
    counts = []
    for name in (CLASSES[1], CLASSES[2]):
        place = now.judged.classes.index(name) if name in now.judged.classes else -1
        rows = now.judged.targets == place
        counts.append(f"{int(acts[rows].sum())} of {int(rows.sum())}")
    return counts[0], counts[1]
