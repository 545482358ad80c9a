"""What can stand before the learner's model, and what to try it on that is none of its kinds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.evaluation.novelty_line import FALSE_CALLS, novelty_at
from core.gather.reading.decode import encode
from core.production.predictor import load_predictor, pictures_to_try, television_static, trained_on
from core.production.run_files import model_labels
from core.project.project import Project
from core.project.records import RunRecord
from core.starter.digits import WORDS, digit_pictures
from core.training.runs import chosen_run, finished_runs
from core.vision.chain import Gate, gate_from
from core.vision.judge import Judge

DIGITS, STATIC = "digits", "static"
MOST_STRANGE = 60
_PER_DIGIT = 6
Jpeg = Callable[[], bytes]


@dataclass(frozen=True)
class Model:
    """A project and the run of it that is asked."""

    project: Project
    run: RunRecord

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same model."""
        return self.project.id, self.run.id

    def judge(self) -> Judge:
        """The model, loaded. Raises ModelUnavailable."""
        return load_predictor(self.project, self.run.id)

    @property
    def vocab(self) -> list[str]:
        """Its classes, in the model's order. Raises OSError, KeyError or ValueError."""
        return model_labels(self.project, self.run).vocab


@dataclass(frozen=True)
class GateChoice:
    """The gate that was chosen: a `model` and those of its classes that are let in, or, with none
    named, a line on the distance to all it learned."""

    model: Model
    lets_in: tuple[str, ...] = ()

    @property
    def by_line(self) -> bool:
        """Whether it is a line."""
        return not self.lets_in

    @property
    def key(self) -> str:
        """The same for the same gate; what measurements and guesses are about."""
        line = str(self.model.project.settings.get(FALSE_CALLS)) if self.by_line else ""
        what = (*self.model.key, line, *sorted(self.lets_in))
        return sha256("\n".join(what).encode()).hexdigest()[:12]

    def as_json(self) -> dict[str, Any]:
        """`line` and `lets_in` as app.json has them. Raises NotJudged and BackboneUnavailable."""
        line = novelty_at(self.model.project, self.model.run) if self.by_line else None
        return {"line": line.model_dump() if line else None, "lets_in": sorted(self.lets_in)}

    def gate(self) -> Gate:
        """Ready to be asked. Raises NotJudged, ModelUnavailable and BackboneUnavailable."""
        return gate_from(self.as_json(), self.model.judge())


def with_a_line(project: Project, run: RunRecord) -> Model | None:
    """The model whose distances a line is drawn on: the run, or, since a fine-tune's own network
    gives none, the project's newest quick run; None where there is none."""
    if run.kind == "quick":
        return Model(project, run)
    quick = (one for one in finished_runs(project) if one.kind == "quick")
    return next((Model(project, one) for one in quick), None)


def other_models(projects: Sequence[Project], here: Project) -> dict[str, Model]:
    """Id → the chosen model of each other project that has one whose files are there."""
    found = {}
    for project in projects:
        run = None if project.id == here.id else chosen_run(project)
        if run is not None and _has_labels(project, run):
            found[project.id] = Model(project, run)
    return found


def strange_sources(projects: Sequence[Project], here: Project) -> list[str]:
    """What can be tried that is none of the kinds: ids of other projects with pictures, those of
    the digits the app ships that are no class here, and television static."""
    others = [one.id for one in projects if one.id != here.id and one.info().images]
    return [*others, *([DIGITS] if _digits_not_in(here) else []), STATIC]


def strange_pictures(
    source: str, projects: Sequence[Project], here: Project, gate: GateChoice
) -> list[Jpeg]:
    """Up to 60 pictures of a source, as they are stored; [] for an unknown one."""
    if source == STATIC:
        return [_static(number) for number in range(MOST_STRANGE)]
    if source == DIGITS:
        return _scans(tuple(_digits_not_in(here)))[:MOST_STRANGE]
    return [
        path.read_bytes
        for project in projects
        if project.id == source
        for path in _fair_pictures(project, here, gate)
    ][:MOST_STRANGE]


def _fair_pictures(project: Project, here: Project, gate: GateChoice) -> Iterator[Path]:
    """Left out is whatever is also in this project, has the name of one of its classes, or is let
    in by its label, and what the gate learned from."""
    names = set(here.dataset.classes()) | set(gate.lets_in)
    skipped = {image.id for image in here.dataset.images()}
    skipped |= trained_on(gate.model.project, gate.model.run)
    for image in pictures_to_try(project, frozenset(), 10 * MOST_STRANGE):
        path = project.dataset.image_path(image.id)
        if image.label not in names and image.id not in skipped and path.exists():
            yield path


def _digits_not_in(here: Project) -> list[int]:
    own = set(here.dataset.classes())
    return [digit for digit, word in enumerate(WORDS) if word not in own]


@lru_cache(maxsize=4)
def _scans(digits: tuple[int, ...]) -> list[Jpeg]:
    return [_kept(scan.jpeg) for scan in digit_pictures(digits, _PER_DIGIT)]


def _kept(jpeg: bytes) -> Jpeg:
    return lambda: jpeg


def _static(seed: int) -> Jpeg:
    return lambda: encode(television_static(grain=1 + seed % 8, seed=seed)).jpeg


def _has_labels(project: Project, run: RunRecord) -> bool:
    try:
        return bool(model_labels(project, run).vocab)
    except (OSError, KeyError, ValueError):
        return False
