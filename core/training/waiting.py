"""Results that a class waits for: to every page, a run of theirs is not there yet."""

from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting

WAIT_SINCE = Setting[float | None]("results_wait", float | None, lambda: None)


def hold_results(project: Project, since: float | None) -> None:
    """Let the results of quick trainings wait that ended after `since` (seconds since 1970); None
    lets all go. Writes only what is new: it is called at every click of a learner."""
    if project.settings.get(WAIT_SINCE) != since:
        project.settings.set(WAIT_SINCE, since)


def result_waits(project: Project, run: RunRecord) -> bool:
    """Return whether nobody may see yet how a finished run did: the class guesses about it."""
    since = project.settings.get(WAIT_SINCE)
    ended = run.ended or run.created
    return since is not None and run.kind == "quick" and ended >= since


def waiting_runs(project: Project) -> list[RunRecord]:
    """Return the finished runs whose results wait, the newest first."""
    finished = (run for run in project.runs.all() if run.status == "finished")
    return [run for run in finished if result_waits(project, run)]
