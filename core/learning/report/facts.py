"""All that a project knows of itself, read once for a report."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.plan.plan import Plan, load_plan
from core.evaluation.evidence_sets import is_test_open, openings
from core.evaluation.held_back import answers_file, held_back_sets
from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.learning.report.content import own_words, shows_unlicensed
from core.learning.report.origins import Origin, origins
from core.project.project import Project
from core.project.records import RunRecord, SplitSettings
from core.project.versions.cleaning import WHY
from core.statistics import Score
from core.training.outcome import Outcome
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
    The lines of a history are written within the same transaction as the cleaning, just before."""
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


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts on one day. `valid` is what the learner's model said about validation pictures, and
    `test` about the locked test set: None until the learner has opened it for this model."""

    project: Project
    day: date
    plan: Plan
    counts: Counter[tuple[str, str]]  # (class, split) → pictures now
    split: SplitSettings
    origins: dict[str, Origin]
    run: RunRecord | None
    runs: list[RunRecord]
    valid: Outcome | None
    test: Outcome | None
    test_openings: int
    held_back: dict[str, Score]
    cleaning: CleaningStory
    decision: Decision | None
    own: dict[str, str]
    shows_unlicensed: bool

    @property
    def classes(self) -> list[str]:
        """The classes that have pictures now, in alphabetical order."""
        return sorted({label for label, _ in self.counts})

    def number(self, label: str | None = None, split: str | None = None) -> int:
        """How many pictures there are now, of one class and one split when asked."""
        return sum(
            count
            for (its_label, its_split), count in self.counts.items()
            if label in (None, its_label) and split in (None, its_split)
        )


def facts(project: Project, day: date) -> Facts:
    """Read a project; every figure of a report comes from here."""
    run = chosen_run(project)
    said = outcome_of(project, run) if run else None
    valid = said.part("valid") if said else None
    return Facts(
        project=project,
        day=day,
        plan=load_plan(project),
        counts=Counter((picture.label, picture.split) for picture in project.dataset.images()),
        split=project.dataset.split(),
        origins=origins(project),
        run=run,
        runs=finished_runs(project),
        valid=valid if valid and valid.image_ids else None,
        test=_opened_test(project, run, said),
        test_openings=len(openings(project)),
        held_back=_held_back(project, run, said.vocab) if run and said else {},
        cleaning=cleaning_story(project),
        decision=load_decision(project),
        own=own_words(project),
        shows_unlicensed=shows_unlicensed(project),
    )


def day_of(seconds: float) -> date:
    """The day of a moment kept as seconds since 1970."""
    return datetime.fromtimestamp(seconds).date()


def _opened_test(project: Project, run: RunRecord | None, said: Outcome | None) -> Outcome | None:
    """A report must not be what opens the locked test set."""
    if run is None or said is None or not is_test_open(project, run):
        return None
    test = said.part("test")
    return test if test.image_ids else None


def _held_back(project: Project, run: RunRecord, vocab: list[str]) -> dict[str, Score]:
    """The held-back sets this model was judged on (Evaluate keeps the answers beside the run)."""
    found = {}
    for key, one in held_back_sets(project, vocab).items():
        try:
            kept = Outcome.load(answers_file(project, run, key))
        except (OSError, ValueError, KeyError):
            continue
        found[one.title] = Score(kept.correct, len(kept.image_ids))
    return found
