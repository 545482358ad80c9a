"""The truth of the insurance market: what drivers cost, and how they answer a price."""

from dataclasses import dataclass

import numpy as np

from core.drivetrain.simulators.arrays import Floats, chance, stream

MARKET_OVER_CLAIMS = 1.45


@dataclass(frozen=True)
class Drivers:
    """People who ask for a quote, (N,) each: `young` (0/1), `power` of the car (about −2 to 2),
    `years` without a claim (0–10), `compares` (0/1: came from a comparison site). `rival` is
    hidden: how good an offer of another insurer they have in hand."""

    young: Floats
    power: Floats
    years: Floats
    compares: Floats
    rival: Floats

    @property
    def known(self) -> Floats:
        """What the insurer knows of each, (N, 4)."""
        columns = (self.young, self.power, self.years / 10.0, self.compares)
        return np.stack(columns, axis=1)


def draw_drivers(number: int, seed: int, purpose: int) -> Drivers:
    """So many drivers; the same for the same seed and purpose."""
    rng = stream(seed, 11, purpose)
    young = (rng.random(number) < 0.25).astype(float)
    return Drivers(
        young=young,
        power=rng.normal(size=number).clip(-2.0, 2.0),
        years=np.where(young > 0, rng.integers(0, 4, number), rng.integers(0, 11, number)) * 1.0,
        compares=(rng.random(number) < 0.4 + 0.2 * young).astype(float),
        rival=rng.normal(size=number),
    )


def true_claims(drivers: Drivers) -> Floats:
    """What each driver costs in the long run, euros a year (N,)."""
    score = 5.85 + 0.5 * drivers.young + 0.22 * drivers.power - 0.05 * drivers.years
    claims: Floats = np.exp(score)
    return claims


def market_price(drivers: Drivers) -> Floats:
    """What other insurers ask of each driver, euros (N,)."""
    return MARKET_OVER_CLAIMS * true_claims(drivers)


def true_acceptance(drivers: Drivers, price: Floats) -> Floats:
    """The chance that each takes the offer, at prices that broadcast with (N,)."""
    dearer = np.log(price / market_price(drivers))
    score = -0.2 - (3.5 + 3.5 * drivers.compares) * dearer - 0.9 * drivers.rival
    return chance(score)


def true_renewal(drivers: Drivers, price: Floats) -> Floats:
    """The chance that each stays for another year, at prices that broadcast with (N,)."""
    dearer = np.log(price / market_price(drivers))
    score = 1.9 - (4.0 + 3.0 * drivers.compares) * dearer - 0.5 * drivers.rival
    return chance(score)
