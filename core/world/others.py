"""None of these, the other way: a class of other pictures, and what it knows of others still."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import islice

import numpy as np
from PIL import Image

from core.content import says
from core.evaluation.abroad import (
    TROUBLES,
    Vectors,
    home_outcome,
    learned_from,
    learned_pictures,
    records_of,
)
from core.evaluation.novelty import CENTROID, is_strange, line_at
from core.jobs.background import Background, Job, stop_here
from core.jobs.queue.environment import be_polite, usable_cores
from core.production.predictor import television_static
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import NewImage, RunRecord
from core.sounds import sound_set, voices
from core.starter import bear_sets, digits
from core.statistics import Score
from core.training.quick.head import Head, fit_head
from core.vision.backbone import backbone
from core.vision.embeddings import embed_images
from core.vision.preprocess import Preprocess
from core.vision.recipe import run_recipe

LEARNED = 12  # pictures of the other class
ASKED = 12  # of each kind, never learned from
_EACH = LEARNED + ASKED
_OTHER = "\n"  # no class of a project can have this name


@dataclass(frozen=True)
class Others:
    """A model that learned `LEARNED` pictures of one kind as "other": of each kind how many it
    calls other, and how many lie beyond the line of the model without such a class, which was set
    at 5 % false calls; on the validation pictures right (before, after)."""

    called: dict[str, Score]
    beyond: dict[str, Score]
    home: tuple[Score, Score]


OTHERS = Background[Others]("others", at_once=2, kept=EVERYBODY, sentences=TROUBLES)


def other_kinds(vocab: list[str]) -> list[str]:
    """The kinds of other pictures the app can show a model of these classes, none of them its
    own: two at least."""
    return [kind for kind, (classes, _) in _KINDS.items() if not set(classes) & set(vocab)]


def begin_others(project: Project, run: RunRecord, kind: str) -> None:
    """Work out `with_others` in the background: OTHERS, about `others_place`."""

    def work(job: Job[Others]) -> Others:
        return with_others(project, run, kind, job)

    OTHERS.start(project, work, about=others_place(run, kind))


def others_place(run: RunRecord, kind: str) -> str:
    """What the work and the guess are about."""
    return f"{run.id}-{kind}"


def with_others(
    project: Project, run: RunRecord, kind: str, job: Job[Others] | None = None
) -> Others:
    """A head on the run's training pictures and `LEARNED` of `kind` as a class of their own.
    Nothing in the project changes. Raises NotJudged, BackboneUnavailable, Stopped."""
    home, learned = home_outcome(project, run), learned_pictures(project, run)
    prepare = run_recipe(run).preprocess()
    strange = _looked_at(other_kinds(home.vocab), prepare, job)
    plain = embed_images(project, learned.records, prepare)
    valid = embed_images(project, records_of(project, home.image_ids), prepare)
    before = fit_head(plain, learned.targets, home.vocab).head
    other = len(home.vocab)
    after = fit_head(
        np.concatenate([plain, strange[kind][:LEARNED]]),
        np.concatenate([learned.targets, np.full(LEARNED, other)]),
        [*home.vocab, _OTHER],
    ).head
    known = learned_from(project, run)
    line = line_at(known.out_of_fold(learned.probs, (CENTROID,))[CENTROID])
    asked = {name: vectors[LEARNED:] for name, vectors in strange.items()}
    no_probs = np.zeros((ASKED, other))
    return Others(
        {name: _score(_named(after, vectors) == other) for name, vectors in asked.items()},
        {
            name: _score(is_strange(known.scores(vectors, no_probs, (CENTROID,))[CENTROID], line))
            for name, vectors in asked.items()
        },
        (
            _score(_named(before, valid) == home.targets),
            _score(_named(after, valid) == home.targets),
        ),
    )


def other_pictures(kind: str) -> list[Image.Image]:
    """`LEARNED` + `ASKED` pictures of a kind, always the same ones."""
    pictures = list(islice(_KINDS[kind][1](), _EACH))
    return [pictures[place] for place in np.random.default_rng(0).permutation(len(pictures))]


def _looked_at(
    kinds: list[str], prepare: Preprocess, job: Job[Others] | None
) -> dict[str, Vectors]:
    found = {}
    for done, kind in enumerate(kinds):
        if job is not None:
            said = says("work", "other_kinds", kind=done + 1, of=len(kinds))
            job.report(done / len(kinds), said)
            stop_here(job.stop)
        found[kind] = _embedded(kind, prepare)
    return found


@lru_cache(maxsize=16)
def _embedded(kind: str, prepare: Preprocess) -> Vectors:
    eye = backbone()
    with ThreadPoolExecutor(usable_cores(), "others", initializer=be_polite) as pool:
        rows = pool.map(lambda one: eye.embed(prepare(one)[None])[0], other_pictures(kind))
        return np.stack(list(rows))


def _named(head: Head, vectors: Vectors) -> np.ndarray:
    named: np.ndarray = head.probabilities(vectors).argmax(axis=1)
    return named


def _score(right: np.ndarray) -> Score:
    return Score(int(right.sum()), len(right))


def _opened(images: Iterator[NewImage]) -> Iterator[Image.Image]:
    for one in images:
        yield Image.open(BytesIO(one.jpeg)).convert("RGB")


def _digits() -> Iterator[Image.Image]:
    return _opened(digits.digit_pictures(range(10), 3))


def _static() -> Iterator[Image.Image]:
    return (television_static(grain=1 + seed % 8, seed=seed) for seed in range(_EACH))


def _bears() -> Iterator[Image.Image]:
    whole = (one for one in bear_sets.pictures("month-01") + bear_sets.pictures("month-02"))
    return (Image.open(one.path).convert("RGB") for one in whole)


def _sounds() -> Iterator[Image.Image]:
    return _opened(sound_set.sound_pictures(4))


_KINDS: dict[str, tuple[tuple[str, ...], Callable[[], Iterator[Image.Image]]]] = {
    "digits": (digits.WORDS, _digits),
    "static": ((), _static),
    "sounds": (voices.KINDS, _sounds),
    "bears": (bear_sets.CLASSES, _bears),
}
