"""Forest, meadow, river bank and snow."""

import numpy as np

from core.starter.bear_world.arrays import Array, linear, mix, palette, smoothstep, vector
from core.starter.bear_world.stage.plants import conifer, grass, leaves, trunk
from core.starter.bear_world.stage.setting import (
    Setting,
    ground_pixels,
    paint_ground,
    paint_sky,
    window,
)

_GREENS = np.stack(palette("#566f30 #748543 #43602e #8b9350 #63803e"))
_STRAW = np.stack(palette("#b39a5c #8f7a45 #c2a96c #7f7a42 #9c8b52"))
_LEAVES = np.stack(palette("#3f6324 #587f2e #2f4f22 #76983c #4a6e30"))
_AUTUMN = np.stack(palette("#a8641f #c28a2c #8a4a1c #6f6a2c #b5752a"))
_FLOWERS = np.stack(palette("#f2e6ee #e8c83c #c46fb0 #f5f2e0"))
_EARTH, _MOSS = linear("#3a2c1d"), linear("#454d26")
_BARK = palette("#5b4a3a #6d5a48 #4a3d33 #7a6d60")
_FIR = linear("#2f4a34")
_SNOW = vector([0.80, 0.85, 0.93])


def _seasonal(summer: Array, autumn: Array, season: float) -> Array:
    return mix(summer, autumn, float(np.clip(season * 1.25, 0, 1)))


def forest(setting: Setting) -> None:
    """Trunks behind trunks, leaves between them, litter and ferns on the ground."""
    random, season, horizon = setting.random, setting.season, setting.camera.horizon
    size = setting.canvas.size
    green = _seasonal(_LEAVES, _AUTUMN, season)
    _canopy(setting)
    setting.haze = setting.haze * np.float32(0.7)
    paint_sky(setting, setting.haze * 0.2, setting.haze * 0.4, 0.2)
    bright = setting.light.sun * 0.30 + setting.light.sky * 0.45
    for layer, fade in enumerate((0.32, 0.14, 0.04)):
        shares = (-0.05, 0.78 + 0.12 * layer)
        _foliage(setting, green * bright * (0.9, 0.6, 0.45)[layer], 210, shares, 3, fade)
        for _ in range(int(random.integers(5, 10)) - 2 * layer):
            x, width = (
                float(random.uniform(0, size)),
                float(random.uniform(3, 7) * (1 + layer) ** 1.2),
            )
            trunk(setting, x, horizon + 8 + 15 * layer, width, _BARK[random.integers(4)], fade)
    paint_ground(setting, _EARTH, _seasonal(_MOSS, linear("#6d4f28"), season), 0.5, 90)
    litter = np.concatenate([_AUTUMN * 0.55, linear("#5d452c")[None], green * 0.7])
    grass(setting, litter, 9000, 0.025, reach=90)
    grass(setting, _seasonal(_GREENS, _STRAW, season) * 0.55, 2600, 0.13, reach=90)
    _foliage(setting, green * bright * 0.5, 130, (0.9, 1.06), 3, 0.05)


def _canopy(setting: Setting) -> None:
    """Lets the sun through the leaves in patches only."""
    rows, columns, points, _ = ground_pixels(setting)
    gaps = smoothstep(0.0, 0.45, setting.noise.rough(points * vector([1, 1, 0.6]), 1.7, 2))
    setting.sun[rows, columns] *= 0.12 + 0.88 * gaps
    setting.sky *= 0.62


def _foliage(
    setting: Setting, green: Array, clusters: int, band: tuple[float, float], size: int, fade: float
) -> None:
    """Leaf clusters between two heights, as shares of the way from the top to the horizon."""
    random = setting.random
    low, high = (share * max(setting.camera.horizon, 30) for share in band)
    x = random.uniform(-10, setting.canvas.size + 10, clusters).astype(np.float32)
    y = random.uniform(low, high, clusters).astype(np.float32)
    tone = green[random.integers(0, len(green), clusters)]
    tone = tone * np.exp(random.normal(0, 0.45, (clusters, 1))).astype(np.float32)
    leaves(setting, x, y, mix(tone, setting.haze, fade), size=size, spread=12.0, each=42)


def _above(setting: Setting) -> Array:
    """The sky overhead: a deeper blue the clearer the day."""
    clear = float(np.clip((setting.light.sun[1] - 0.75) / 1.6, 0, 1))
    blue = mix(vector([0.62, 0.68, 0.76]), vector([0.16, 0.36, 0.78]), clear)
    dusk = setting.light.sun[2] < 0.6
    return mix(vector([0.30, 0.30, 0.46]), setting.haze, 0.15) if dusk else blue


def meadow(setting: Setting) -> None:
    """Hills, a far wood and high grass with flowers."""
    random, season, horizon = setting.random, setting.season, setting.camera.horizon
    paint_sky(setting, _above(setting), setting.haze, 0.8)
    _hills(setting, _seasonal(linear("#5b7048"), linear("#8a7a4a"), season))
    for _ in range(int(random.integers(8, 26))):
        height = float(random.uniform(18, 60))
        x = float(random.uniform(0, setting.canvas.size))
        conifer(setting, x, horizon + 3, height, _FIR * 1.3, 0.0, 0.35)
    paint_ground(setting, _seasonal(linear("#4d6030"), linear("#7d6c40"), season),
                 _seasonal(linear("#74874a"), linear("#a8955c"), season), 0.35)  # fmt: skip
    blades_of = _seasonal(_GREENS, _STRAW, season)
    grass(setting, blades_of, 16000, 0.10)
    grass(setting, _FLOWERS * (1 - 0.6 * season), int(260 * (1 - season)), 0.02)


def _hills(setting: Setting, colour: Array) -> None:
    """Two or three ridges behind each other, each clearer than the one behind."""
    random, size = setting.random, setting.canvas.size
    columns = np.arange(size)
    for index, fade in enumerate((0.72, 0.5, 0.3)):
        phase = random.uniform(0, 6.3, 3)
        waves = sum(np.sin(columns / (90 / (k + 1)) + phase[k]) / (k + 1) for k in range(3))
        height = setting.camera.horizon - (0.15 - 0.05 * index) * size * (0.55 + 0.3 * waves)
        rows, cols = np.nonzero(np.arange(size)[:, None] > height[None])
        grain = setting.noise.rough(
            np.stack([cols, rows * 2.0, cols * 0 + 40.0 * index], 1).astype(np.float32), 0.09, 3
        )
        tone = (
            colour
            * (0.8 + 0.5 * grain[:, None])
            * (setting.light.sun * 0.3 + setting.light.sky * 0.5)
        )
        setting.canvas.light[rows, cols] = mix(tone.astype(np.float32), setting.haze, fade)


def river_bank(setting: Setting) -> None:
    """Water with the far bank mirrored in it, stones, and gravel under the paws."""
    random, size, horizon = setting.random, setting.canvas.size, setting.camera.horizon
    paint_sky(setting, _above(setting), setting.haze, 0.6)
    green = _seasonal(_LEAVES, _AUTUMN, setting.season) * (
        setting.light.sun * 0.35 + setting.light.sky * 0.5
    )
    if random.random() < 0.7:
        _hills(setting, linear("#4f6246"))
    for _ in range(int(random.integers(10, 22))):
        x, height = float(random.uniform(0, size)), float(random.uniform(40, 130))
        conifer(setting, x, horizon + 4, height, _FIR * 1.2, 0.0, 0.3)
    _foliage(setting, green, 130, (0.82, 1.02), 3, 0.25)
    paint_ground(setting, linear("#5f574c"), linear("#8d8374"), 0.8)
    _water(setting)
    _stones(setting, 240)
    grass(setting, _seasonal(_GREENS, _STRAW, setting.season), 1500, 0.16, beyond=-0.8)


def _water(setting: Setting) -> None:
    """The river beyond the bear: what stands above the far bank, upside down and rippled."""
    size, horizon = setting.canvas.size, setting.camera.horizon
    rows, columns, points, depth = ground_pixels(setting)
    shore = -0.95 + 0.25 * setting.noise.at(points * vector([1, 0, 0]), 0.8)
    wet = points[:, 2] < shore
    rows, columns, points, depth = rows[wet], columns[wet], points[wet], depth[wet]
    ripple = setting.noise.rough(points * vector([1.0, 1.0, 4.0]), 2.2, 3)
    upside = 2 * horizon - rows + 9 * ripple * np.clip(6 / depth, 0.2, 1.5) - 2
    mirrored = np.clip(upside, 0, size - 1).astype(int)
    aside = np.clip(columns + 3 * ripple, 0, size - 1).astype(int)
    beyond = np.clip(-upside / 25, 0, 1)[:, None]  # above the picture there is only sky
    seen = mix(setting.canvas.light[mirrored, aside], _above(setting) * 0.9, beyond)
    deep = linear("#2f4a4c") * setting.light.sky
    glance = np.clip(0.35 + depth / 22, 0, 0.85)[:, None]
    foam = smoothstep(0.45, 0.75, ripple)[:, None] * 0.25
    edge = smoothstep(-0.10, 0.0, points[:, 2] - shore[wet])[:, None] * 0.3
    colours = mix(
        mix(deep, seen * 0.9, glance),
        vector([0.8, 0.85, 0.9]) * setting.light.sky,
        np.clip(foam + edge, 0, 1),
    )
    setting.canvas.light[rows, columns] = colours


def _stones(setting: Setting, count: int) -> None:
    """Round stones on the gravel, lit from one side."""
    random, camera = setting.random, setting.camera
    x, z = random.uniform(-4, 4, count), random.uniform(-1.4, 3.0, count)
    radius = np.exp(random.normal(-3.3, 0.55, count)).clip(0.015, 0.2)
    points = np.stack([x, radius * 0.35, z], 1).astype(np.float32)
    px, py, depth = camera.project(points)
    for index in np.argsort(-depth):
        reach = float(radius[index] * camera.focal / depth[index])
        if depth[index] > 0.8:
            _stone(setting, float(px[index]), float(py[index]), reach)


def _stone(setting: Setting, x: float, y: float, reach: float) -> None:
    rows, columns = window(
        setting.canvas.size, x - 1.4 * reach, x + 1.4 * reach, y - reach, y + reach
    )
    u, v = (columns - x) / (reach * 1.35), (y - rows) / (reach * 0.8)
    inside = u * u + v * v < 1
    rows, columns, u, v = rows[inside], columns[inside], u[inside], v[inside]
    normals = np.stack([u, v, np.sqrt(np.maximum(1 - u * u - v * v, 0))], 1).astype(np.float32)
    facing = np.clip(normals @ setting.light.towards, 0, 1) * setting.sun[rows, columns]
    tone = mix(linear("#55504a"), linear("#9a948a"), float(setting.random.random()))
    lit = facing[:, None] * setting.light.sun + (0.5 + 0.5 * v)[:, None] * setting.light.sky * 0.8
    setting.canvas.light[rows, columns] = (tone * lit).astype(np.float32)


def snow(setting: Setting) -> None:
    """Drifts, blue shadows and firs that carry snow."""
    random, size, horizon = setting.random, setting.canvas.size, setting.camera.horizon
    paint_sky(setting, setting.haze * 0.85, setting.haze, 0.5)
    if random.random() < 0.6:
        _hills(setting, vector([0.55, 0.6, 0.68]))
    for _ in range(int(random.integers(10, 26))):
        height = float(np.exp(random.normal(4.1, 0.5)))
        conifer(setting, float(random.uniform(0, size)), horizon + height * 0.08, height, _FIR,
                0.6, float(np.clip(0.55 - height / 260, 0.05, 0.55)))  # fmt: skip
    paint_ground(setting, _SNOW * 0.82, _SNOW, 0.06, 40)
    grass(setting, np.stack([linear("#8a744a"), linear("#6d5a3c")]), 380, 0.16)
