"""Which of a project's runs is "your model": the one that predicts, exports and is judged."""

from __future__ import annotations

from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting

CHOSEN_RUN = Setting[str | None]("model_run", str | None, lambda: None)


def finished_runs(project: Project) -> list[RunRecord]:
    """The runs that ended with a model, newest first."""
    return [run for run in project.runs.all() if run.status == "finished"]


def chosen_run(project: Project) -> RunRecord | None:
    """The finished run the learner chose as their model, else the latest finished one.

    None when nothing has been trained to its end yet. A choice whose run was deleted falls back
    to the latest, so pages never have to ask whether the choice still exists.
    """
    finished = finished_runs(project)
    chosen_id = project.settings.get(CHOSEN_RUN)
    chosen = [run for run in finished if run.id == chosen_id]
    return next(iter(chosen + finished), None)


def choose_run(project: Project, run_id: str | None) -> None:
    """Make a run "your model"; None goes back to "always the latest"."""
    project.settings.set(CHOSEN_RUN, run_id)
