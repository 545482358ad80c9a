"""Which classes a plan speaks of: the ones to begin with when mistakes are priced."""

import re
from collections.abc import Iterable

from core.drivetrain.plan.plan import Plan


def classes_named(plan: Plan, classes: Iterable[str]) -> list[str]:
    """The classes that the plan names, in the order in which it does: first where it says what is
    feared, then in the objective, then in the rest. A plural counts; half a word does not."""
    text = "\n".join((plan.fear, plan.objective, plan.affected, plan.success, _levers(plan)))
    found = {name: _first(name, text) for name in classes}
    return sorted((name for name in found if found[name] >= 0), key=lambda name: found[name])


def _levers(plan: Plan) -> str:
    return "\n".join(f"{lever.name} {lever.note}" for lever in plan.named_levers)


def _first(name: str, text: str) -> int:
    """Where the name first stands in the text as a word of its own; -1 where it does not."""
    words = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", name.strip()))
    plural = f"{words}(?:e?s)?" if not words.endswith("y") else f"(?:{words}|{words[:-1]}ies)"
    found = re.search(rf"(?<!\w){plural}(?!\w)", text, re.IGNORECASE)
    return found.start() if found else -1
