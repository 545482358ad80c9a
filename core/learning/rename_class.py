"""A class gets another name, and everything that knows it follows."""

from typing import TypeVar

from core.content import says
from core.curation.bias.bias_check import LOOKED
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import COSTS, LEVER_FOR_CLASS
from core.jobs.queue.protocol import ENDED
from core.project.connections import names_held
from core.project.project import Project
from core.training.renamed_runs import rename_in_runs

T = TypeVar("T")


class TrainingUnderWay(Exception):
    """A training still knows the class by its old name; the text says what to do."""


def rename_class(project: Project, old: str, new: str) -> None:
    """Call the class `old` `new`: its pictures, versions, runs, costs and what was ticked about it.

    Where there is, or was, a class called `new`, the two become one: then the pictures get another
    label, as the models know both. Raises TrainingUnderWay, and changes nothing, while one is.
    """
    new = new.strip()
    if new != old:
        with names_held(project.path):
            _rename(project, old, new)


def _rename(project: Project, old: str, new: str) -> None:
    if any(run.status not in ENDED for run in project.runs.all()):
        raise TrainingUnderWay(says("journey", "training_on_its"))
    if not project.dataset.call_class(old, new):
        project.dataset.rename_class(old, new)
        return
    rename_in_runs(project, old, new)
    _rename_costs(project, old, new)
    levers = project.settings.get(LEVER_FOR_CLASS)
    project.settings.set(LEVER_FOR_CLASS, _with_new_key(levers, old, new))
    project.settings.set(LOOKED, _with_new_key(project.settings.get(LOOKED), old, new))


def _rename_costs(project: Project, old: str, new: str) -> None:
    costs = project.settings.get(COSTS)
    if costs is None or old not in costs.classes or new in costs.classes:
        return
    content = costs.model_dump()
    content["table"] = {a: _with_new_key(row, old, new) for a, row in content["table"].items()}
    content["rates"] = _with_new_key(content["rates"], old, new)
    for said in content["said"]:
        for case in (said["case"], said["than"]):
            case["when"] = new if case["when"] == old else case["when"]
    project.settings.set(COSTS, Costs.model_validate(content))


def _with_new_key(values: dict[str, T], old: str, new: str) -> dict[str, T]:
    return {new if name == old else name: value for name, value in values.items()}
