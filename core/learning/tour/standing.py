"""How a project stands, as the stops of the tour ask for it; each thing is read once."""

from dataclasses import dataclass, field
from functools import cached_property

from core.drivetrain.decide.situation import Situation, situation
from core.learning.tour.place import Mark
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import chosen_run, finished_runs, outcome_of, part_of, waiting_runs


@dataclass(frozen=True)
class Standing:
    """The project, how it stood on arrival (`mark`), and what was tapped since ("" for nothing)."""

    project: Project
    mark: Mark = field(default_factory=dict)
    choice: str = ""

    @cached_property
    def run(self) -> RunRecord | None:
        """The learner's model."""
        return chosen_run(self.project)

    @cached_property
    def runs(self) -> int:
        """How many trainings ended with a model."""
        return len(finished_runs(self.project)) + len(waiting_runs(self.project))

    @cached_property
    def valid(self) -> Outcome | None:
        """What the model says of the pictures that were set aside; None without any."""
        whole = outcome_of(self.project, self.run) if self.run else None
        part = part_of(whole, "valid") if whole else None
        return part if part is not None and len(part.image_ids) else None

    @cached_property
    def held(self) -> int:
        """How many pictures are set aside: those of the model, else those of the project."""
        if self.valid is not None:
            return len(self.valid.image_ids)
        return len(self.project.dataset.images(split="valid"))

    @cached_property
    def situation(self) -> Situation | None:
        """The model held against the costs."""
        return situation(self.project, self.run) if self.run else None
