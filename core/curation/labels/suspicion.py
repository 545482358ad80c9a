"""What makes a picture suspicious besides its loss: each kind of suspicion, with its reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from core.content import says
from core.curation.embedding.neighbours import ODD, oddness
from core.curation.faults.picture_faults import KINDS as FAULTS
from core.curation.faults.picture_faults import picture_faults
from core.curation.labels.label_issues import run_label_issues
from core.jobs.background import Background
from core.project.dataset.split_change import alike
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.training.outcome import JudgedPicture, Outcome
from core.training.runs import outcome_of
from core.vision.embeddings import looked_at
from core.vision.recipe import load_recipe, run_recipe
from core.words import listed

Kind = Literal["loss", "label", "odd", "alike"]
SPLIT_WORDS = {"train": "in training", "valid": "in validation", "test": "locked away"}


class Hint(NamedTuple):
    """Why a picture is suspicious: the higher its `score`, the more; `suggested` is the label it
    should have, where that is known."""

    score: float
    why: str
    suggested: str | None = None


class Suspect(NamedTuple):
    """A picture with what a run says of its label of today; `judged` is None for one that the run
    never saw."""

    image_id: str
    label: str
    judged: JudgedPicture | None

    @property
    def doubted(self) -> bool:
        """Whether the model would have given another label."""
        return self.judged is not None and not self.judged.is_correct


def worst_first(outcome: Outcome | None, records: Iterable[ImageRecord]) -> list[Suspect]:
    """`records` as suspects, highest loss first, pictures the run never saw last.

    The loss is taken against today's label, so a picture just relabelled is judged by its new
    label without another training."""
    rows = {} if outcome is None else {id_: row for row, id_ in enumerate(outcome.image_ids)}
    suspects = [
        Suspect(
            record.id,
            record.label,
            outcome.judged(rows[record.id], record.label)
            if outcome is not None and record.id in rows
            else None,
        )
        for record in records
    ]
    return sorted(suspects, key=lambda one: -one.judged.loss if one.judged else 1.0)


def suspects_of(project: Project, run: RunRecord, label: str | None, split: str) -> list[Suspect]:
    """The pictures of one class (None: all) and split as a run judged them, highest loss first.
    Worked out once for each state of the dataset; do not change the list."""
    return _suspects(project.path, run.id, project.changed(), label, split)


@lru_cache(maxsize=2 * EVERYBODY)
def _suspects(
    path: Path, run_id: str, _changed: int, label: str | None, split: str
) -> list[Suspect]:
    project = Project(path)
    outcome = outcome_of(project, project.runs.get(run_id))
    return worst_first(outcome, project.dataset.images(label=label, split=split))


def all_looked_at(project: Project, run: RunRecord) -> bool:
    """Whether the pretrained network has looked at every picture, as the run saw them: only then
    do label issues and odd pictures say all they can."""
    ids = _ids(project.path, project.changed())
    preprocess = run_recipe(run).preprocess()
    return looked_at(ids, preprocess) == ids


@lru_cache(maxsize=EVERYBODY)
def _ids(path: Path, _changed: int) -> tuple[str, ...]:
    return tuple(record.id for record in Project(path).dataset.images())


def find_hints(project: Project, run: RunRecord, kind: Kind) -> dict[str, Hint]:
    """Image id → hint, for every suspicious picture outside the locked test set. Takes seconds with
    thousands of pictures. There are none for "loss": every picture has one."""
    find = {"label": _label_issues, "odd": _odd, "alike": _alike}
    return find[kind](project, run) if kind in find else {}


def suspicious(suspects: Iterable[Suspect], hints: Mapping[str, Hint]) -> list[Suspect]:
    """Those suspects for which there is a hint, the most suspicious first."""
    found = [suspect for suspect in suspects if suspect.image_id in hints]
    return sorted(found, key=lambda suspect: -hints[suspect.image_id].score)


def _label_issues(project: Project, run: RunRecord) -> dict[str, Hint]:
    """Labels that are probably wrong."""
    return {
        issue.image_id: Hint(
            issue.score, says("clean", "looks_like", suggested=issue.suggested), issue.suggested
        )
        for issue in run_label_issues(project, run)
    }


def _odd(project: Project, _run: RunRecord) -> dict[str, Hint]:
    """Pictures far from all others; only those whose embeddings are known."""
    records = _open(project)
    odd = oddness(records, load_recipe(project).preprocess())
    return {
        record.id: Hint(odd[record.id], says("clean", "as_far_as_usual", times=odd[record.id]))
        for record in records
        if odd.get(record.id, 0.0) >= ODD
    }


def _alike(project: Project, _run: RunRecord) -> dict[str, Hint]:
    """Near duplicates, those of one group side by side; groups with two labels come first."""
    ordered = sorted(
        alike(project).groups, key=lambda group: -len({record.label for record in group})
    )
    return {
        record.id: Hint(-number, _pair_words(number, record, group))
        for number, group in enumerate(ordered, start=1)
        for record in group
        if record.split != "test"
    }


def _pair_words(number: int, record: ImageRecord, group: Sequence[ImageRecord]) -> str:
    """Which pair it is, and what the other pictures of its group are."""
    others = Counter((o.label, o.split) for o in group if o.id != record.id)
    named = [
        says("clean", "twins" if count > 1 else "twin", count=count, label=label, where=where)
        for (label, split), count in others.items()
        for where in [SPLIT_WORDS[split]]
    ]
    return says("clean", "pair", number=number, others=listed(named))


def _open(project: Project) -> list[ImageRecord]:
    return [record for record in project.dataset.images() if record.split != "test"]


Hints = dict[str, Hint]
PATIENCE = 0.15  # seconds that a page waits at once: small sets are searched in less

HINTS = Background[Hints](
    "hints",
    at_once=1,  # the other cores answer clicks
    kept=24,
    broke_off=says("work", "search_broke_off"),
)


class HintsFailed(Exception):
    """The search broke off; the text is for the learner, the server's log has the details."""


def hints_so_far(
    project: Project, run: RunRecord, kind: Kind, patience: float = PATIENCE
) -> Hints | None:
    """The hints of one kind as the dataset stands now; None while they are searched for. Raises
    HintsFailed; the next call then searches again."""
    seen = kind in ("label", "odd") and all_looked_at(project, run)
    about = (run.id, kind, project.changed(), seen)
    search = HINTS.progress(project, about)
    if search is None or search.state == "stopped":
        HINTS.start(project, lambda job: find_hints(project, run, kind), about=about)
    HINTS.wait(project, patience, about)
    search = HINTS.progress(project, about)
    if search and search.state == "failed":
        HINTS.forget(project, about)
        raise HintsFailed(search.message)
    return search.result if search else None


SUSPICIONS: tuple[Kind, ...] = ("label", "alike", "odd")


class Reason(NamedTuple):
    """One thing that speaks against a picture.

    `kind` is "label", "alike", "odd" or a fault of `picture_faults`; `short` fits below a picture,
    `why` is a clause; `suggested` is the label it should have, where that is the matter.
    """

    kind: str
    short: str
    why: str
    suggested: str | None = None


Suggestions = dict[str, list[Reason]]


def suggestions_so_far(
    project: Project, run: RunRecord, patience: float = PATIENCE
) -> Suggestions | None:
    """Image id → what speaks against it, for all pictures that are no test pictures.

    None while it is still searched for, in the background; asks for at most `patience` seconds a
    kind. `run` is the run that doubts labels (`cleaning_run`). Faults are those measured so far:
    see `picture_faults`. Raises HintsFailed with a sentence.
    """
    found: Suggestions = {}
    for kind in SUSPICIONS:
        hints = hints_so_far(project, run, kind, patience)
        if hints is None:
            return None
        for image_id, hint in hints.items():
            found.setdefault(image_id, []).append(_reason(kind, hint))
    records = [record for record in project.dataset.images() if record.split != "test"]
    for image_id, kinds in picture_faults(project, records).by_picture.items():
        found.setdefault(image_id, []).extend(Reason(k, FAULTS[k], FAULTS[k]) for k in kinds)
    return found


def _reason(kind: Kind, hint: Hint) -> Reason:
    short = {"label": f"{hint.suggested}?", "alike": "near duplicate", "odd": "odd picture"}[kind]
    return Reason(kind, short, hint.why, hint.suggested)
