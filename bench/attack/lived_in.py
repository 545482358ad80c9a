"""A project with a bit of everything in it: what an attack damages, and must not lose."""

import shutil

from core.curation.bias.bias_check import Looked, keep_looked
from core.drivetrain.costs.starting_costs import load_costs, save_costs
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.jobs.queue.events import report
from core.project.guesses import CHEAPEST, CORRECT, MIX_UP, save_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick

PER_CLASS = 15


def live_in(project: Project) -> Project:
    """Pictures, a plan, prices, two quick runs and two fine-tunes, something cleaned, something
    that waits, answers and guesses; returned for convenience."""
    add_starter(project, per_class=PER_CLASS)
    levers = [Lever(name="Read it again", note="It takes a minute"), Lever(name="Do nothing")]
    said = "No letter goes astray"
    save_plan(project, Plan(objective=said, success=said, affected="Us", fear=said, levers=levers))
    save_costs(project, load_costs(project))
    first = train_quick(project)
    _clean(project)
    train_quick(project)
    for status in ("failed", "finished"):
        _fine_tune(project, first, status)
    _say(project, first)
    return project


def _clean(project: Project) -> None:
    one, two, three, four = (image.id for image in project.dataset.images()[:4])
    other = list(project.dataset.classes())[-1]
    project.cleaning.stage(one, "delete")
    project.cleaning.stage(two, "relabel", other)
    project.cleaning.apply()
    project.cleaning.stage(three, "relabel", other)
    project.cleaning.stage(four, "delete")


def _fine_tune(project: Project, quick: RunRecord, status: str) -> None:
    """A fine-tune as it looks afterwards, with the evidence of a quick run: none is trained."""
    settings = {"architecture": "resnet18", "epochs": 3}
    run = project.runs.create("finetune", settings, quick.version)
    folder = project.runs.folder(run.id)
    shutil.copy(project.runs.folder(quick.id) / "outcome.npz", folder)
    report(folder, "started", device="cpu", bs=32, epochs=3, fraction=0.0)
    for epoch in (1, 2, 3):
        losses = {"train_loss": 1 / epoch, "valid_loss": 1.1 / epoch, "error_rate": 0.3 / epoch}
        report(folder, "epoch", epoch=epoch, frozen=epoch == 1, seconds=2.5, **losses)
    report(folder, status, message="said at the end")
    project.runs.update(run.id, status=status, results=quick.results | {"peak_mb": 500})


def _say(project: Project, run: RunRecord) -> None:
    one, other, *_ = project.dataset.classes()
    project.answers.save("bear-blind-spots", "Because they look alike", "partly", True)
    save_guess(project, MIX_UP, (one, other), run.id)
    save_guess(project, CORRECT, 12, run.id)
    save_guess(project, CHEAPEST, None)
    keep_looked(project, one, Looked(seen={"background": ["nature"]}, missing="no left hands"))
