"""A decision for a trained model, as Decide keeps it."""

from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.decision import Decision, save_decision
from core.project.project import Project
from core.training.outcome import FILE, Outcome


def decide(project: Project, **changed: float) -> Decision:
    """The decision for the newest run, which the project has from now on; costs may be changed."""
    run = project.runs.all()[0]
    names = list(Outcome.load(project.runs.folder(run.id) / FILE).vocab)
    decision = Decision(
        at=0.0,
        run_id=run.id,
        classes=names,
        seen=[1 / len(names)] * len(names),
        temperature=1.3,
        look_price=0.0,
        costs=load_costs(project, names).changed(**changed),
        strategies=[],
    )
    save_decision(project, decision)
    return decision
