"""What can stand before the learner's model: a line, or some answers of another project's model."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core.evaluation.novelty_line import FALSE_CALLS, novelty_at
from core.production.predictor import load_predictor
from core.production.run_files import model_labels
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run, finished_runs
from core.vision.chain import Gate, gate_from
from core.vision.judge import Judge


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


def _has_labels(project: Project, run: RunRecord) -> bool:
    try:
        return bool(model_labels(project, run).vocab)
    except (OSError, KeyError, ValueError):
        return False
