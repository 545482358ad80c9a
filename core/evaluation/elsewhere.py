"""Where a model is tried: its validation pictures under a condition, or a held-back set."""

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from core.evaluation.conditions import CONDITIONS, condition_words
from core.evaluation.held_back import held_back_pictures, held_back_sets, known_to
from core.project.project import Project
from core.training.outcome import Outcome
from core.vision.views import AS_IT_IS, View


@dataclass(frozen=True)
class Elsewhere:
    """`name` is one of CONDITIONS at a `strength` (0…1), or the key of a `held_back` set."""

    name: str
    strength: float = 1.0
    held_back: bool = False

    @property
    def view(self) -> View:
        """How pictures look there."""
        return AS_IT_IS if self.held_back else CONDITIONS[self.name].view(self.strength)

    @property
    def key(self) -> str:
        """What settings and guesses know it by."""
        return self.name if self.held_back else self.view.key


@dataclass(frozen=True, eq=False)
class Seen:
    """The pictures one is asked about elsewhere: (id, JPEG) of N, their true classes `targets`
    (N,), and how they are looked at."""

    files: list[tuple[str, Path]]
    targets: NDArray[np.int64]
    view: View

    @property
    def ids(self) -> list[str]:
        """Their ids."""
        return [image_id for image_id, _ in self.files]

    @property
    def stamp(self) -> str:
        """The same for the same pictures, classes and look."""
        said = "/".join([self.view.key, *self.ids, *map(str, self.targets)])
        return f"{crc32(said.encode()):08x}"

    def part(self, rows: list[int]) -> "Seen":
        """Some of them, in this order."""
        return Seen([self.files[row] for row in rows], self.targets[rows], self.view)


def seen_elsewhere(project: Project, home: Outcome, where: Elsewhere) -> Seen:
    """What a model with these answers at `home` is asked about `where`; without pictures where the
    set is gone."""
    if not where.held_back:
        files = [(one, project.dataset.image_path(one)) for one in home.image_ids]
        return Seen(files, home.targets, where.view)
    try:
        shown = known_to(home.vocab, held_back_pictures(project, where.name))
    except KeyError:
        shown = {}
    targets = [home.vocab.index(one.label) for one in shown.values()]
    return Seen(
        [(image_id, one.path) for image_id, one in shown.items()],
        np.array(targets, dtype=np.int64),
        AS_IT_IS,
    )


def title_of(project: Project, where: Elsewhere, vocab: list[str]) -> str:
    """What it is called on the screen; "" for a set that is gone."""
    if not where.held_back:
        return condition_words()[where.name].name
    found = held_back_sets(project, vocab).get(where.name)
    return found.title if found else ""
