"""Pictures that show none of the learner's kinds, to try a gate on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from core.deploy.two_models.gates import GateChoice
from core.gather.reading.decode import encode
from core.production.predictor import pictures_to_try, television_static, trained_on
from core.project.project import Project
from core.starter.digits import WORDS, digit_pictures

DIGITS, STATIC = "digits", "static"
MOST_STRANGE = 60
_PER_DIGIT = 6
Jpeg = Callable[[], bytes]


@dataclass(frozen=True)
class Strange:
    """Where strange pictures come from: DIGITS, STATIC or the id of a project, of which the classes
    that do show one of the learner's kinds are left out (`but`)."""

    source: str
    but: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same pictures."""
        return sha256("\n".join((self.source, *sorted(self.but))).encode()).hexdigest()[:12]


def strange_sources(projects: Sequence[Project], here: Project) -> list[str]:
    """What can be tried that is none of the kinds: ids of other projects with pictures of a class
    that is none here, the digits the app ships that are no class here, and television static."""
    own = here.dataset.classes()
    others = [one.id for one in projects if _kinds(one) - own.keys()]
    return [*others, *([DIGITS] if _digits_not_in(here) else []), STATIC]


def _kinds(project: Project) -> set[str]:
    return {name for name, count in project.dataset.classes().items() if count}


def classes_to_try(source: Project, here: Project, gate: GateChoice) -> list[str]:
    """The classes of another project that may show none of the kinds: not those with the name of
    one of this project's, nor those the gate lets in."""
    own = set(here.dataset.classes()) | set(gate.lets_in)
    return [name for name in source.dataset.classes() if name not in own]


def strange_pictures(
    strange: Strange, projects: Sequence[Project], here: Project, gate: GateChoice
) -> list[Jpeg]:
    """Up to 60 pictures, as they are stored; [] for an unknown source."""
    if strange.source == STATIC:
        return [_static(number) for number in range(MOST_STRANGE)]
    if strange.source == DIGITS:
        return _scans(tuple(_digits_not_in(here)))[:MOST_STRANGE]
    return [
        path.read_bytes
        for project in projects
        if project.id == strange.source
        for path in _of_project(project, strange, here, gate)
    ][:MOST_STRANGE]


def _of_project(
    project: Project, strange: Strange, here: Project, gate: GateChoice
) -> Iterator[Path]:
    """Left out is, too, what is also in this project, and what the gate learned from."""
    names = set(classes_to_try(project, here, gate)) - set(strange.but)
    skipped = {image.id for image in here.dataset.images()}
    skipped |= trained_on(gate.model.project, gate.model.run)
    for image in pictures_to_try(project, frozenset(), len(project.dataset.images())):
        path = project.dataset.image_path(image.id)
        if image.label in names and image.id not in skipped and path.exists():
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
