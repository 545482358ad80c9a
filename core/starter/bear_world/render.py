"""From a subject and a seed to a picture."""

from collections.abc import Callable

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from core.starter.bear_world import camera_effects as effects
from core.starter.bear_world.arrays import Array, Random
from core.starter.bear_world.bear_painter import ground_shadow, paint_bear
from core.starter.bear_world.camera import Camera, frame
from core.starter.bear_world.canvas import Canvas
from core.starter.bear_world.coats import coat
from core.starter.bear_world.light import haze_of, light_of
from core.starter.bear_world.noise import Noise
from core.starter.bear_world.poses import BLACK, GRIZZLY, individual, pose
from core.starter.bear_world.scene import SIZE, Subject
from core.starter.bear_world.solids import Body, Part
from core.starter.bear_world.stage import indoors, outdoors
from core.starter.bear_world.stage.plants import bushes, paws_in_grass
from core.starter.bear_world.stage.setting import Setting
from core.starter.bear_world.teddy import teddy, toy
from core.starter.bear_world.trace import Button
from core.starter.bear_world.wild_bears import wild_bear

_STAGES: dict[str, Callable[[Setting], None]] = {
    "forest": outdoors.forest,
    "meadow": outdoors.meadow,
    "river bank": outdoors.river_bank,
    "snow": outdoors.snow,
    "living room": indoors.living_room,
    "shop shelf": indoors.shop_shelf,
}
_BEFORE_BLUR = 0.9


def render(subject: Subject, seed: int, size: int = SIZE) -> Image.Image:
    """The picture of `subject`, `size` px square (a multiple of 16); the same for the same seed.
    Raises KeyError for a kind, coat, pose or background that Bear World does not have."""
    bear_random, stage_random, lens_random = (
        np.random.default_rng([seed, part]) for part in range(3)
    )
    parts, buttons = _bear(subject, bear_random)
    fur = coat(subject.kind, subject.coat, bear_random)
    body = Body(parts)
    tilt = float(np.clip(bear_random.normal(0.13, 0.06), 0.04, 0.3))
    camera = frame(body, 2 * size, subject.fill, tilt, bear_random)
    setting = _stage(subject, body, camera, stage_random)
    paint_bear(
        setting.canvas, body, buttons, fur, camera, setting.light, setting.noise, bear_random
    )
    paws_in_grass(setting, subject.background)
    bushes(setting, subject.hidden, _box(body, camera))
    return _develop(subject, setting, size, lens_random)


def _bear(subject: Subject, random: Random) -> tuple[list[Part], list[Button]]:
    yaw = float(np.deg2rad(subject.yaw))
    if subject.kind == "teddy":
        return teddy(toy(random), subject.pose, yaw, random)
    build = {"grizzly": GRIZZLY, "black": BLACK}[subject.kind]
    return wild_bear(individual(build, random), pose(subject.pose, random), yaw)


def _stage(subject: Subject, body: Body, camera: Camera, random: Random) -> Setting:
    """The background painted, slightly out of focus, with the bear's shadow on its ground."""
    light = light_of(subject, random)
    sun, sky = ground_shadow(body, camera, light)
    canvas = Canvas.blank(camera.size)
    haze = haze_of(subject, light, random)
    setting = Setting(canvas, camera, light, Noise(random), random, sun, sky, subject.season, haze)
    _STAGES[subject.background](setting)
    canvas.light = gaussian_filter(canvas.light, (_BEFORE_BLUR, _BEFORE_BLUR, 0))
    return setting


def _box(body: Body, camera: Camera) -> tuple[float, float, float, float]:
    balls, radii = body.balls()
    x, y, depth = camera.project(balls)
    reach = radii * camera.focal / depth
    return (
        float((x - reach).min()),
        float((x + reach).max()),
        float((y - reach).min()),
        float((y + reach).max()),
    )


def _develop(subject: Subject, setting: Setting, size: int, random: Random) -> Image.Image:
    light, depth = setting.canvas.light, setting.canvas.depth
    light = effects.fog(light, depth, setting.haze * 1.1, subject.fog, random)
    if subject.time == "night":
        light = effects.night(light, depth, random)
    light = effects.rain(light, subject.rain, random)
    light = effects.motion(light, subject.blur, random)
    light = effects.vignette(light, 0.18)
    exposure = _exposure(light, subject) * 2.0**-subject.dark
    return effects.photograph(effects.develop(light, exposure), size, subject.resolution, random)


def _exposure(light: Array, subject: Subject) -> float:
    """What an automatic camera would choose, half-heartedly: the picture's mean towards grey."""
    if subject.time == "night":
        return 1.0
    goal = 0.36 if subject.background == "snow" else 0.24
    goal *= 0.7 if subject.time == "dusk" else 1.0
    return float(np.clip((goal / max(float(light.mean()), 1e-3)) ** 0.6, 0.5, 2.0))
