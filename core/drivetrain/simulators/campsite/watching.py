"""The human in the loop: which pictures the ranger sees each night, and what the model learns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats, stream

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

NIGHTS, A_NIGHT = 100, 12
BEARS, DARK = 0.03, 0.7
WEB_PICTURES = 300

# Mean of bulk, outline and gait: [dark?][bear?]
MEANS = np.array(
    [
        [[-0.9, -1.1, 0.0], [1.0, 1.2, 0.3]],
        [[0.4, 0.0, -0.7], [1.3, 0.2, 1.5]],
    ]
)


@dataclass(frozen=True)
class Pictures:
    """Pictures as a model sees them: `looks` (…, 3) of what is in them, `dark` (…,) 0/1, and the
    truth, `bear` (…,)."""

    looks: Floats
    dark: Floats
    bear: Bools

    @property
    def features(self) -> Floats:
        """What the model is given, (…, 7): at night the same looks may mean something else."""
        dark = self.dark[..., None]
        return np.concatenate([self.looks, dark, dark * self.looks], axis=-1)


def web_pictures(seed: int) -> Pictures:
    """What an image search gives: half of them bears, all by daylight, (WEB_PICTURES,)."""
    rng = stream(seed, 21)
    bear = np.arange(WEB_PICTURES) % 2 == 0
    return _seen(bear, np.zeros(WEB_PICTURES), rng)


def season_pictures(seasons: int, seed: int, purpose: int) -> Pictures:
    """What the camera really sees, (seasons, NIGHTS, A_NIGHT): few bears, mostly at night."""
    rng = stream(seed, 22, purpose)
    shape = (seasons, NIGHTS, A_NIGHT)
    return _seen(rng.random(shape) < BEARS, (rng.random(shape) < DARK).astype(float), rng)


def _seen(bear: Bools, dark: Floats, rng: np.random.Generator) -> Pictures:
    means = MEANS[dark.astype(int), bear.astype(int)]
    return Pictures(means + rng.normal(size=means.shape), dark, bear)


RULES = ("unwritten", "lot", "likeliest")
REFITS = (14,)


@dataclass(frozen=True)
class Watch:
    """What was known as each picture came in: the model's chance of a bear (S, NIGHTS, A_NIGHT),
    and whether the ranger looked."""

    chance: Floats
    looked: Bools


def watch(pictures: Pictures, web: Pictures, looks: int, rule: str, seed: int) -> Watch:
    """Live through the seasons with a model of the `web` pictures, `looks` a night going by `rule`.

    After two weeks the model is fitted again with every picture that the ranger has named.
    "unwritten" spends the looks on the likeliest pictures too, but nobody writes down what they
    showed.
    """
    lots = stream(seed, 24).random(pictures.bear.shape)
    start = _fitted(web.features, web.bear)
    seasons = [
        _season(_season_of(pictures, i), lots[i], looks, rule, web, start) for i in range(len(lots))
    ]
    return Watch(
        np.stack([season.chance for season in seasons]),
        np.stack([season.looked for season in seasons]),
    )


def _season(
    pictures: Pictures,
    lots: Floats,
    looks: int,
    rule: str,
    web: Pictures,
    model: "LogisticRegression",
) -> Watch:
    features = pictures.features
    chances, looked = np.zeros(lots.shape), np.zeros(lots.shape, bool)
    for start, end in zip((0, *REFITS), (*REFITS, NIGHTS), strict=True):
        if start and looks and rule != "unwritten":
            seen = looked[:start]
            model = _fitted(
                np.concatenate([web.features, features[:start][seen]]),
                np.concatenate([web.bear, pictures.bear[:start][seen]]),
            )
        chances[start:end] = _chances(model, features[start:end])
        order = lots[start:end] if rule == "lot" else chances[start:end]
        looked[start:end] = _highest(order, looks)
    return Watch(chances, looked)


def _highest(order: Floats, number: int) -> Bools:
    """The `number` pictures of each night that stand highest."""
    rank = order.argsort(axis=-1)[..., ::-1].argsort(axis=-1)
    chosen: Bools = rank < number
    return chosen


def _season_of(pictures: Pictures, season: int) -> Pictures:
    return Pictures(pictures.looks[season], pictures.dark[season], pictures.bear[season])


def _fitted(x: Floats, bear: Bools) -> "LogisticRegression":
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, solver="newton-cholesky").fit(x, bear)


def _chances(model: "LogisticRegression", features: Floats) -> Floats:
    found: Floats = model.predict_proba(features.reshape(-1, features.shape[-1]))[:, 1]
    return found.reshape(features.shape[:-1])
