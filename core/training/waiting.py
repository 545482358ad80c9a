"""Results that a class waits for: to every page, a run of theirs is not there yet."""

from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting

WAIT_SINCE = Setting[float | None]("results_wait", float | None, lambda: None)


def hold_results(project: Project, since: float | None) -> None:
    """Let the results of trainings wait that ended after `since` (seconds since 1970); None
    lets all go. Writes only what is new: it is called at every click of a learner."""
    if project.settings.get(WAIT_SINCE) != since:
        project.settings.set(WAIT_SINCE, since)


def results_wait(project: Project) -> bool:
    """Return whether what trains now shows no figures on its way: its result will wait."""
    return project.settings.get(WAIT_SINCE) is not None


def result_waits(project: Project, run: RunRecord) -> bool:
    """Return whether nobody may see yet how an ended run did: the class guesses about it. A
    fine-tune waits, too: it is checked on the same pictures."""
    since = project.settings.get(WAIT_SINCE)
    return since is not None and (run.ended or run.created) >= since


def waiting_runs(project: Project) -> list[RunRecord]:
    """Return the finished runs whose results wait, the newest first."""
    finished = (run for run in project.runs.all() if run.status == "finished")
    return [run for run in finished if result_waits(project, run)]
