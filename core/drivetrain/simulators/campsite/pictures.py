"""The truth of the campsite: what the camera sees by day and by night, and what it learned from."""

from dataclasses import dataclass

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats, stream

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
