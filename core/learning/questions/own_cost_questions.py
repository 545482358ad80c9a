"""A question about the learner's own costs: which action is the cheapest on average."""

from collections.abc import Iterator

from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.plan.plan import load_plan
from core.learning.questions.exercises import ChoiceExercise, Exercise
from core.learning.questions.own_parts import Shown, options_of
from core.project.project import Project

SURE = 0.6


def about_costs(project: Project, shown: Shown) -> Iterator[Exercise]:
    """The question, once there are levers and one action is the cheapest."""
    if len(project.dataset.classes()) < 2 or not load_plan(project).named_levers:
        return
    costs = load_costs(project)
    likely, other = sorted(costs.classes, key=lambda name: -costs.rates[name])[:2]
    expected = {
        shown(action): SURE * row[likely] + (1 - SURE) * row[other]
        for action, row in costs.table.items()
    }
    best = min(expected, key=lambda action: expected[action])
    if len(expected) < 2 or list(expected.values()).count(expected[best]) > 1:
        return
    unit = shown(costs.unit)
    yield ChoiceExercise(
        id="mine-action",
        name="Your costs decide",
        prompt=(
            f"Your model says 60 % {shown(likely)} and 40 % {shown(other)}. "
            "Which action is the cheapest on average, with the costs you gave?"
        ),
        options=options_of(
            {
                action: f"It costs {cost:.4g} {unit} on average. Another costs less."
                for action, cost in expected.items()
            },
            best,
        ),
        because=f"It costs {expected[best]:.4g} {unit} on average: 0.6 and 0.4 times its costs.",
        page="decide",
        try_it="Change a cost and see which action takes over.",
        topic="drivetrain",
    )
