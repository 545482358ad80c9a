"""All that a project knows of itself, read once for a report."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.plan.plan import Plan, load_plan
from core.evaluation.evidence_sets import is_test_open, openings
from core.evaluation.held_back import HELD_BACK
from core.learning.report.cleaning_story import CleaningStory, cleaning_story
from core.learning.report.origins import Origin, origins
from core.learning.report.own_words import own_words, shows_unlicensed
from core.project.project import Project
from core.project.records import RunRecord, SplitSettings
from core.statistics import Score
from core.training.outcome import Outcome
from core.training.runs import chosen_run, finished_runs, outcome_of


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
        held_back=_held_back(project, run) if run else {},
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


def _held_back(project: Project, run: RunRecord) -> dict[str, Score]:
    """The held-back sets this model was judged on (Evaluate keeps the answers beside the run)."""
    found = {}
    for name in HELD_BACK:
        try:
            kept = Outcome.load(project.runs.folder(run.id) / f"held-back-{name}.npz")
        except (OSError, ValueError, KeyError):
            continue
        found[name] = Score(kept.correct, len(kept.image_ids))
    return found
