"""What stands before a bear: grass about its paws, bushes that hide part of it."""

import numpy as np

from core.starter.bear_world.arrays import linear, mix
from core.starter.bear_world.stage.plants import grass, leaves
from core.starter.bear_world.stage.setting import Setting

_GREEN = np.stack([linear(c) for c in ("#3f5f26", "#5a7a30", "#6f8f3e", "#33501f")])
_DRY = np.stack([linear(c) for c in ("#8a6a34", "#a8843f", "#6d5a30", "#b08a4c")])
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
