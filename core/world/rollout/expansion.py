"""What the run says once two more cameras join and the season changes: really judged, once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.content import says
from core.evaluation.abroad import TROUBLES, home_outcome, probabilities, records_of
from core.evaluation.conditions import CONDITIONS
from core.evaluation.elsewhere import Elsewhere, seen_elsewhere
from core.evaluation.held_back import SPLIT
from core.evaluation.taught_abroad import rows_in_turn
from core.jobs.background import Background, Job, stop_here
from core.project.project import Project
from core.project.records import RunRecord
from core.starter.bear_sets import CLASSES
from core.training.outcome import Outcome
from core.vision.embeddings import embed_files
from core.vision.recipe import run_recipe
from core.world.rollout.camp import NIGHTS, SUPERVISED, JudgedShots, Shot

LATE = NIGHTS - SUPERVISED
EACH_VIEW = 36  # pictures at most, as many as Bear World's rendered sets have
DRIFT = "fog"
THICKER = (0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.75, 0.75, 1.0, 1.0)  # one a night, 21 to 30
MONTHS = tuple(f"month-{number:02d}" for number in range(3, 3 + LATE))
SOURCES = {"starter", "bear world"}
Report = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Expansion:
    """The two new cameras, and the first camera on each of nights 21 to 30 (`LATE` of them)."""

    night: JudgedShots
    far: JudgedShots
    first: tuple[JudgedShots, ...]
    rendered: bool


EXPANSION = Background[Expansion]("rollout", at_once=2, kept=16, sentences=TROUBLES)


def judge_expansion(project: Project, run: RunRecord) -> None:
    """Begin `judged_expansion` in the background: EXPANSION, about `place`."""

    def work(job: Job[Expansion]) -> Expansion:
        return judged_expansion(project, run, job.report, job.stop)

    EXPANSION.start(project, work, about=place(project, run))


def place(project: Project, run: RunRecord) -> str:
    """What the work is about: the run, and the pictures there are."""
    return f"{run.id}-{project.changed()}"


def judged_expansion(
    project: Project,
    run: RunRecord,
    report: Callable[[float, str], None] = lambda fraction, words: None,
    stop: threading.Event | None = None,
) -> Expansion:
    """Everything that nights 21 to 30 need: rendered sets in Bear World, real transforms of the
    learner's own pictures elsewhere. Raises NotJudged, ModelUnavailable, BackboneUnavailable,
    Stopped."""
    stop = stop or threading.Event()
    rendered = is_bear_world(project, run)
    places = _sets() if rendered else _views()
    seen = {}
    for done, where in enumerate(dict.fromkeys(places)):
        tell = partial(_told, report, stop, done, len(set(places)))
        seen[where] = _judged(project, run, where, tell, stop)
    night, far, *late = (seen[where] for where in places)
    return Expansion(night, far, tuple(late), rendered)


def is_bear_world(project: Project, run: RunRecord) -> bool:
    """Whether the run's validation pictures are Bear World's, so that rendered sets show the same
    world. Raises NotJudged."""
    home = home_outcome(project, run)
    sources = {record.source for record in records_of(project, home.image_ids)}
    return set(home.vocab) == set(CLASSES) and sources <= SOURCES


def _sets() -> list[Elsewhere]:
    return [Elsewhere(name, held_back=True) for name in ("night", "far-away", *MONTHS)]


def _views() -> list[Elsewhere]:
    usual = [Elsewhere(name, CONDITIONS[name].usual) for name in ("night", "far")]
    return [*usual, *(Elsewhere(DRIFT, strength) for strength in THICKER)]


def _told(
    report: Callable[[float, str], None], stop: threading.Event, before: int, sets: int,
    done: int, of: int,
) -> None:  # fmt: skip
    stop_here(stop)
    report((before + done / max(of, 1)) / sets, says("work", "cameras", now=before + 1, of=sets))


def _judged(
    project: Project, run: RunRecord, where: Elsewhere, tell: Report, stop: threading.Event
) -> JudgedShots:
    stop_here(stop)
    home = home_outcome(project, run)
    there = seen_elsewhere(project, home, where)
    some = there.part(rows_in_turn(there.ids, there.targets, EACH_VIEW))
    vectors = embed_files(some.files, run_recipe(run).preprocess(), tell, stop, some.view)
    probs = probabilities(project, run, some, vectors, stop)
    outcome = Outcome(home.vocab, some.ids, [SPLIT] * len(some.ids), some.targets, probs)
    look = ("", 0.0) if where.held_back else (where.name, where.strength)
    return JudgedShots(outcome, tuple(Shot(path, one, *look) for one, path in some.files))
