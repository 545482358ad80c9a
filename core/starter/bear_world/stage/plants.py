"""Grass, leaves, trunks and conifers: thousands of dabs and blades, never a texture."""

import numpy as np

from core.starter.bear_world.arrays import Array, mix, palette, vector
from core.starter.bear_world.stage.setting import Setting, ground_pixels, window


def grass(
    setting: Setting, colours: Array, count: int, height: float, *,
    near: bool = False, reach: float = 60.0, beyond: float = -99.0,
) -> None:  # fmt: skip
    """Blades on the ground: `colours` (K, 3) to choose from, `height` in body units.

    They grow where z is more than `beyond`. With `near` they are painted over everything that
    stands behind them: bears have their paws in it.
    """
    random = setting.random
    rows, columns, points, depth = ground_pixels(setting)
    if not len(rows):
        return
    pick = random.integers(0, len(rows), count)
    pick = pick[(depth[pick] < 40) & (points[pick, 2] > beyond)]
    root, far = points[pick], depth[pick]
    thick = setting.noise.at(root, 1.3) + setting.noise.at(root, 3.7)
    tall = (
        height * np.exp(random.normal(0, 0.35, len(pick))).astype(np.float32) * (1 + 0.45 * thick)
    )
    tone = colours[random.integers(0, len(colours), len(pick))]
    tone = tone * np.exp(random.normal(0, 0.22, (len(pick), 1))).astype(np.float32)
    lit = setting.lit(rows[pick], columns[pick]) * 0.8 + 0.12 * setting.light.sun
    lean = random.normal(0, 0.35, (len(pick), 3)).astype(np.float32) * vector([1, 0, 1])
    blades(setting, root, tall, lean, setting.fade(tone * lit, far, reach), near=near)


def blades(
    setting: Setting, root: Array, tall: Array, lean: Array, colours: Array, *, near: bool
) -> None:
    """Paints curved blades from `root` (N, 3): dark at the foot, light at the tip."""
    scale = setting.camera.focal / setting.camera.project(root)[2]
    steps = int(np.clip(np.quantile(tall * scale, 0.85), 3, 18))
    s = ((np.arange(steps, dtype=np.float32) + 0.5) / steps)[None, :, None]
    at = root[:, None] + tall[:, None, None] * (vector([0, 1, 0]) * s + lean[:, None] * s * s)
    x, y, z = (a.reshape(len(root), steps) for a in setting.camera.project(at.reshape(-1, 3)))
    tones = colours[:, None] * (0.5 + 0.75 * s)
    setting.canvas.strands(x, y, z, tones, behind=0.0 if near else None)


def leaves(
    setting: Setting, x: Array, y: Array, colours: Array, *, size: int, spread: float, each: int
) -> None:
    """Clusters of leaves at pixels `x`, `y` (N,): `each` dabs of `size` px, lit from above."""
    random = setting.random
    drift = random.normal(0, spread, (len(x), each, 2)).astype(np.float32)
    px, py = (x[:, None] + drift[..., 0]).ravel(), (y[:, None] + drift[..., 1] * 0.75).ravel()
    above = np.clip(0.55 - 0.32 * drift[..., 1] / spread, 0.12, 1.3).ravel()
    tone = np.repeat(colours, each, 0) * np.exp(random.normal(0, 0.3, (len(px), 1))).astype(
        np.float32
    )
    order = -above + random.uniform(0, 0.5, len(px)).astype(np.float32)
    setting.canvas.dots(px, py, order, tone * above[:, None], width=size)


def trunk(setting: Setting, x: float, foot: float, width: float, bark: Array, fade: float) -> None:
    """One trunk from the top of the picture down to row `foot`, round and rough."""
    size = setting.canvas.size
    rows, columns = window(size, x - width, x + width, 0, foot)
    bend = 2.5 * np.sin(rows / 47.0 + x)
    across = (columns - x - bend) / (width * (0.8 + 0.2 * rows / size) + 1e-3)
    flare = 1 + 0.35 * np.exp((rows - foot) / 9.0)
    across = (across / flare).astype(np.float32)
    inside = np.abs(across) < 1
    rows, columns, across = rows[inside], columns[inside], across[inside]
    grain = setting.noise.rough(
        np.stack([across * width * 0.22 + x, rows * 0.02, np.full(len(rows), x)], 1).astype(
            np.float32
        ),
        1.0,
        3,
    )
    side = np.float32(np.sign(setting.light.towards[0]) or 1)
    round_light = np.clip(0.5 + 0.5 * across * side, 0, 1) * np.sqrt(1 - across * across)
    lit = round_light[:, None] * setting.light.sun * 0.7 + setting.light.sky * 0.5
    colours = bark * (1 + 0.75 * grain)[:, None].clip(0.2, 2) * lit
    setting.canvas.light[rows, columns] = mix(colours.astype(np.float32), setting.haze, fade)


def conifer(
    setting: Setting, x: float, foot: float, height: float, colour: Array, snow: float, fade: float
) -> None:
    """One fir: tiers of drooping twigs, with `snow` (0–1) on them."""
    random = setting.random
    count = int(np.clip(height * height * 0.16, 120, 5000))
    down = np.sqrt(random.random(count)).astype(np.float32)
    tier = np.abs((down * 9 + random.normal(0, 0.08, count)) % 1 - 0.25).astype(np.float32)
    half = height * 0.26 * down * (1.05 - 0.5 * tier)
    across = random.uniform(-1, 1, count).astype(np.float32)
    px = x + across * half
    py = foot - height * (1 - down) + np.abs(across) * height * 0.05
    side = np.float32(np.sign(setting.light.towards[0]) or 1)
    lit = np.clip(0.35 + 0.35 * across * side + 0.5 * (1 - 1.6 * tier), 0.1, 1.2)
    tone = mix(
        colour,
        vector([0.75, 0.8, 0.88]),
        (snow * (random.random(count) < 1.1 - 1.2 * tier))[:, None],
    )
    tone = tone * lit[:, None] * (setting.light.sun * 0.4 + setting.light.sky * 0.6)
    tone = tone * np.exp(random.normal(0, 0.25, (count, 1))).astype(np.float32)
    order = random.uniform(0, 1, count).astype(np.float32) - down
    setting.canvas.dots(px, py, order, mix(tone, setting.haze, fade), width=2)


_GREEN = np.stack(palette("#3f5f26 #5a7a30 #6f8f3e #33501f"))
_DRY = np.stack(palette("#8a6a34 #a8843f #6d5a30 #b08a4c"))
_TUFTS = {
    "forest": (1100, 0.10),
    "meadow": (4200, 0.12),
    "river bank": (700, 0.14),
    "snow": (160, 0.14),
}


def paws_in_grass(setting: Setting, background: str) -> None:
    """Blades of the ground that stand nearer than the bear."""
    if background in _TUFTS:
        count, height = _TUFTS[background]
        tones = mix(_GREEN * 1.15, _DRY, min(setting.season * 1.2, 1.0))
        shore = -0.8 if background == "river bank" else -99.0
        grass(setting, tones, count, height, near=True, beyond=shore)


def bushes(setting: Setting, hidden: float, box: tuple[float, float, float, float]) -> None:
    """Leaves before the share `hidden` of the bear's `box` (left, right, top, bottom)."""
    if hidden <= 0:
        return
    random, before = setting.random, setting.canvas.light.copy()
    left, right, top, bottom = box
    wide, tall = right - left, bottom - top
    tones = mix(_GREEN, _DRY, min(setting.season, 1.0)) * (
        setting.light.sun * 0.35 + setting.light.sky * 0.5
    )
    clusters = int(60 + 260 * hidden)
    middle = float(random.choice([left, right, (left + right) / 2]))
    half, height = wide * (0.25 + 0.45 * hidden), tall * (0.25 + 0.75 * hidden)
    angle, away = random.uniform(0, np.pi, clusters), np.sqrt(random.random(clusters))
    x = middle + half * away * np.cos(angle)
    y = bottom + 14 - height * away * np.sin(angle)
    tone = tones[random.integers(0, len(tones), clusters)]
    tone = tone * (np.exp(random.normal(0, 0.3, clusters)) * (0.35 + 0.65 * away))[:, None]
    order = np.argsort(away)[::-1]
    x, y, tone = x[order], y[order], tone[order]
    leaves(setting, x.astype(np.float32), y.astype(np.float32), tone.astype(np.float32), size=3,
           spread=0.018 * setting.canvas.size + 2, each=40)  # fmt: skip
    setting.canvas.depth[(setting.canvas.light != before).any(2)] = 1.0
