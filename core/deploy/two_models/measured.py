"""Is the chain better than the model alone? Both on own validation pictures and on strange ones."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from PIL import Image

from core.content import says
from core.deploy.broken_server.measured import held_out
from core.deploy.two_models.gates import GateChoice, Model
from core.deploy.two_models.strange import Jpeg, Strange, strange_pictures
from core.evaluation.abroad import TROUBLES
from core.jobs.background import Background, Job, stop_here
from core.jobs.queue.environment import be_polite, usable_cores
from core.production.predictor import trained_on
from core.project.guesses import Question
from core.project.project import Project
from core.statistics import PROOF, Score, mcnemar

CHAIN, ALONE, NEITHER = range(3)
BETTER = Question[int](
    "guess_two_models_", int, "choice"
)  # about a run, a gate and strange pictures


class Asked(NamedTuple):
    """One picture: whether it is none of the kinds, whether the model alone names its label (never
    for a strange one), and whether the gate lets it in."""

    strange: bool
    alone: bool
    let_in: bool

    @property
    def chained(self) -> bool:
        """Whether the chain is right: it stops a strange picture, and names a usual one."""
        return not self.let_in if self.strange else self.let_in and self.alone


@dataclass(frozen=True)
class Tried:
    """Every picture that both were asked about."""

    asked: list[Asked]

    def score(self, *, chained: bool, strange: bool | None = None) -> Score:
        """Right answers of the chain, or of the model alone, among the usual or the strange
        pictures; of all where `strange` is None."""
        these = [one for one in self.asked if strange in (None, one.strange)]
        return Score(sum(one.chained if chained else one.alone for one in these), len(these))

    @property
    def stopped_usual(self) -> int:
        """How many pictures of the learner's own kinds the gate stopped."""
        return sum(not one.strange and not one.let_in for one in self.asked)

    @property
    def p(self) -> float:
        """McNemar's test on all pictures: how often chance alone splits them like this (0…1)."""
        only_alone = sum(one.alone and not one.chained for one in self.asked)
        only_chain = sum(one.chained and not one.alone for one in self.asked)
        return mcnemar(only_alone, only_chain)

    @property
    def better(self) -> int:
        """CHAIN, ALONE, or NEITHER where the test proves no difference."""
        if self.p >= PROOF:
            return NEITHER
        both = [self.score(chained=chained).correct for chained in (True, False)]
        return CHAIN if both[0] > both[1] else ALONE

    @property
    def pays_from(self) -> float | None:
        """From which share (0…1) of strange photos on the chain is right more often, judged by
        these pictures; None where it stops nothing strange."""
        gained = self.score(chained=True, strange=True).accuracy
        usual = [self.score(chained=chained, strange=False).accuracy for chained in (False, True)]
        lost = max(0.0, usual[0] - usual[1])
        return lost / (lost + gained) if gained else None


TRYING = Background[Tried](
    "two models",
    at_once=1,
    kept=24,
    sentences=TROUBLES,
)


def about(model: Model, gate: GateChoice, strange: Strange) -> str:
    """What a guess and a measurement belong to."""
    return f"{model.run.id}.{gate.key}.{strange.key}"


def start_trying(
    model: Model, gate: GateChoice, strange: Strange, projects: Sequence[Project]
) -> None:
    """Ask the model alone and the chain, in the background: TRYING; returns at once."""

    def work(job: Job[Tried]) -> Tried:
        pictures = strange_pictures(strange, projects, model.project, gate)
        return Tried(list(_asked(job, model, gate, pictures)))

    TRYING.start(model.project, work, about=about(model, gate, strange))


def usual_pictures(model: Model, gate: GateChoice) -> list[tuple[str, str]]:
    """(id, label) of the validation pictures that neither model has learned from."""
    learned = trained_on(gate.model.project, gate.model.run)
    return [one for one in held_out(model.project, model.run) if one[0] not in learned]


def _asked(
    job: Job[Tried], model: Model, gate: GateChoice, strange: Sequence[Jpeg]
) -> Iterator[Asked]:
    """Every picture asked about; clicks on pages come first."""
    judge, door, stored = model.judge(), gate.gate(), model.project.dataset
    usual = [
        (stored.image_path(name).read_bytes, label) for name, label in usual_pictures(model, gate)
    ]
    total = len(usual) + len(strange)

    def ask(one: tuple[Jpeg, str | None]) -> Asked:
        stop_here(job.stop)
        with Image.open(io.BytesIO(one[0]())) as photo:
            picture = photo.convert("RGB")
        (answer,), (let_in,) = judge.answers([picture]), door.lets_in([picture])
        return Asked(one[1] is None, answer.label == one[1], let_in)

    with ThreadPoolExecutor(usable_cores(), "two models", initializer=be_polite) as pool:
        every = pool.map(ask, chain(usual, ((jpeg, None) for jpeg in strange)))
        for number, asked in enumerate(every, 1):
            job.report(number / total, says("work", "looking", done=number, of=total))
            yield asked
