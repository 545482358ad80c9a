"""What cleaning did to the data, and to the model: every cleaning that still holds."""

from dataclasses import dataclass

from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.project.project import Project
from core.project.records import RunRecord
from core.project.versions.cleaning import WHY
from core.training.runs import chosen_run, finished_runs, outcome_of


@dataclass(frozen=True)
class CleaningStory:
    """How many cleanings were applied and not undone, with what they changed; `of_valid` counts
    changes to validation pictures. `before` and `after` are the models on either side."""

    times: int = 0
    relabelled: int = 0
    deleted: int = 0
    of_valid: int = 0
    before: RunRecord | None = None
    after: RunRecord | None = None
    comparison: RunComparison | None = None


@dataclass(frozen=True)
class _Cleaned:
    at: float
    relabelled: int
    deleted: int


def cleaning_story(project: Project) -> CleaningStory:
    """The whole story; all zeros before the first cleaning."""
    cleaned = _cleanings(project)
    if not cleaned:
        return CleaningStory()
    before = _before(project, cleaned[0].at)
    after = _after(project, cleaned[-1].at, before)
    return CleaningStory(
        times=len(cleaned),
        relabelled=sum(one.relabelled for one in cleaned),
        deleted=sum(one.deleted for one in cleaned),
        of_valid=_of_valid(project),
        before=before,
        after=after,
        comparison=_compared(project, before, after) if before and after else None,
    )


def _cleanings(project: Project) -> list[_Cleaned]:
    with project.reading() as connection:
        rows = connection.execute(
            "SELECT at, relabelled, deleted FROM cleaning WHERE undone = 0 ORDER BY seq"
        ).fetchall()
    return [_Cleaned(*row) for row in rows]


def _of_valid(project: Project) -> int:
    """Changes to validation pictures, as their history says; a cleaning undone is no part of it.

    The lines of a history are written within the same transaction as the cleaning, just before.
    """
    with project.reading() as connection:
        times = connection.execute("SELECT at, undone FROM cleaning ORDER BY seq").fetchall()
        changes = connection.execute(
            "SELECT at FROM label_change WHERE why = ?", (WHY["valid"],)
        ).fetchall()
    undone = [next((row["undone"] for row in times if row["at"] >= at), 1) for (at,) in changes]
    return undone.count(0)


def _before(project: Project, at: float) -> RunRecord | None:
    """The last model that was trained before the first cleaning."""
    return next((run for run in finished_runs(project) if run.created < at), None)


def _after(project: Project, at: float, before: RunRecord | None) -> RunRecord | None:
    """The learner's model if it was trained after the last cleaning, else the newest such one; of
    the same kind as `before` where there is one."""
    chosen = chosen_run(project)
    candidates = [*([chosen] if chosen else []), *finished_runs(project)]
    later = [run for run in candidates if run.created > at]
    alike = [run for run in later if before and run.kind == before.kind]
    return next(iter(alike + later), None)


def _compared(project: Project, before: RunRecord, after: RunRecord) -> RunComparison | None:
    first, second = outcome_of(project, before), outcome_of(project, after)
    return compare_runs([first, second]) if first and second else None
