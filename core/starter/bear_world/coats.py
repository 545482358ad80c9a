"""Colours of fur: a base and a tip for every part, and how they vary from animal to animal."""

from dataclasses import dataclass, replace

import numpy as np

from core.starter.bear_world.arrays import Array, Random, linear, mix


@dataclass(frozen=True)
class Coat:
    """Linear colours (3,): hair is `base` at the skin and `tip` at its end.

    `grizzle` lets the tip colour begin lower, `sheen` mirrors the sun.

    `parts` gives other (base, tip) pairs by the name of a part's coat; `curl` is for plush.
    """

    name: str
    base: Array
    tip: Array
    parts: dict[str, tuple[Array, Array]]
    grizzle: float = 0.0
    sheen: float = 0.1
    curl: float = 0.0

    def of(self, part: str) -> tuple[Array, Array]:
        """The base and tip colours of the part's coat `part`."""
        return self.parts.get(part, (self.base, self.tip))


# name: (base, tip, muzzle, grizzle, sheen)
WILD = {
    "brown": ("#3a2415", "#7d5a38", "#6a4c30", 0.5, 0.10),
    "silvertip": ("#2c1d13", "#b09a76", "#5b4733", 1.0, 0.10),
    "dark": ("#24170f", "#5e432d", "#54402e", 0.6, 0.14),
    "blond": ("#5f4020", "#b08a56", "#8a6a44", 0.5, 0.10),
    "black": ("#0f0d0d", "#2a2727", "#8a6440", 0.0, 0.30),
    "blue-black": ("#0d0f12", "#2d3138", "#7a5c3e", 0.0, 0.34),
    "chocolate": ("#24150e", "#573a26", "#6a4a32", 0.1, 0.16),
    "cinnamon": ("#412716", "#835736", "#85623f", 0.2, 0.12),
}
PLUSH = {
    "honey": ("#7f5728", "#c99a5c", "#e0c08e"),
    "brown": ("#4a2916", "#8f5d38", "#c79a6b"),
    "chocolate": ("#22130c", "#553422", "#a97c54"),
    "cinnamon": ("#5c3520", "#9a6846", "#d6b492"),
    "cream": ("#a38d64", "#ead9b4", "#f3e8d0"),
    "grey": ("#57544f", "#a9a49b", "#d8d3c8"),
    "black": ("#121113", "#3a383b", "#b39270"),
    "pink": ("#a83c68", "#e88fb2", "#f7d3df"),
    "blue": ("#33609a", "#83b2e0", "#dce8f4"),
    "mint": ("#3d7d66", "#93ccb2", "#e2f0e6"),
}
COATS = {
    "grizzly": {"brown": 0.36, "silvertip": 0.18, "dark": 0.34, "blond": 0.12},
    "black": {"black": 0.36, "blue-black": 0.10, "chocolate": 0.28, "cinnamon": 0.26},
    "teddy": {
        "honey": 0.2, "brown": 0.2, "chocolate": 0.08, "cinnamon": 0.14, "cream": 0.1, "grey": 0.06,
        "black": 0.05, "pink": 0.06, "blue": 0.06, "mint": 0.05,
    },
}  # fmt: skip


def coat(kind: str, name: str, random: Random) -> Coat:
    """The coat `name` as one animal of `kind` wears it; raises KeyError for unknown names."""
    made = _plush(name) if kind == "teddy" else _wild(kind, name, random)
    light = np.float32(2 ** random.normal(0, 0.16))
    hue = (1 + random.normal(0, 0.04, 3)).astype(np.float32)
    parts = {part: (a * light * hue, b * light * hue) for part, (a, b) in made.parts.items()}
    return replace(made, base=made.base * light * hue, tip=made.tip * light * hue, parts=parts)


def _wild(kind: str, name: str, random: Random) -> Coat:
    base, tip, muzzle, grizzle, sheen = WILD[name]
    low, high, tan = linear(base), linear(tip), linear(muzzle)
    if kind == "grizzly":
        parts = {
            "leg": (low * 0.7, mix(low, high, 0.42)),
            "paw": (low * 0.55, mix(low, high, 0.28)),
            "hump": (low, high * 1.18),
            "shoulder": (low, high * 1.08),
            "rump": (low * 0.85, mix(low, high, 0.7)),
            "muzzle": (tan * 0.6, tan),
            "ear": (low * 0.8, mix(low, high, 0.45)),
            "inside": (low * 0.5, mix(low, high, 0.55)),
            "head": (mix(low, high, 0.1), mix(low, high, 0.85)),
        }
    else:
        blaze = random.random() < 0.2
        parts = {
            "muzzle": (tan * 0.65, tan),
            "inside": (low * 0.8, mix(low, high, 0.5)),
            "leg": (low * 0.85, high * 0.85),
            "paw": (low * 0.7, high * 0.7),
        }
        if blaze:
            parts["chest"] = (linear("#8a8072"), linear("#cfc4b0"))
    return Coat(name, low, high, parts, grizzle, sheen)


def _plush(name: str) -> Coat:
    base, tip, light = (linear(c) for c in PLUSH[name])
    parts = {
        "muzzle": (light * 0.75, light),
        "inside": (light * 0.6, light * 0.85),
        "pad": (light * 0.75, light * 0.95),
        "belly": (mix(base, light, 0.12), mix(tip, light, 0.2)),
    }
    return Coat(name, base, tip, parts, 0.0, 0.05, curl=1.0)
