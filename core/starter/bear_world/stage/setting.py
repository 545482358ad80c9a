"""What every background works with, and the ground under a bear."""

from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array, Random, mix, smoothstep, vector
from core.starter.bear_world.camera import Camera
from core.starter.bear_world.canvas import Canvas
from core.starter.bear_world.light import Light
from core.starter.bear_world.noise import Noise, sheet


@dataclass
class Setting:
    """A canvas to paint, the camera before it, the light on it, and the shadows bears throw there.

    `sun` and `sky` (S, S) are the shares of light that reach the ground; `season` is 0 in summer
    and 1 in winter; `haze` is the colour that far things fade to.
    """

    canvas: Canvas
    camera: Camera
    light: Light
    noise: Noise
    random: Random
    sun: Array
    sky: Array
    season: float
    haze: Array

    def lit(self, rows: np.ndarray, columns: np.ndarray) -> Array:
        """The light that falls on flat ground under pixels (N, 3)."""
        sun, sky = self.sun[rows, columns], self.sky[rows, columns]
        up = max(float(self.light.towards[1]), 0.15)
        light: Array = (sun * up)[:, None] * self.light.sun + sky[:, None] * self.light.sky
        return light

    def fade(self, colours: Array, depth: Array, reach: float = 60.0) -> Array:
        """`colours` (N, 3) as seen through the air over `depth` (N,)."""
        share = 1 - np.exp(-np.maximum(depth - 8, 0) / reach)
        return mix(colours, self.haze, np.minimum(share, 0.6)[:, None])


def ground_pixels(setting: Setting) -> tuple[np.ndarray, np.ndarray, Array, Array]:
    """Rows, columns, points (N, 3) and depths (N,) of all pixels that see the ground."""
    first = int(np.clip(np.floor(setting.camera.horizon) + 2, 0, setting.canvas.size))
    rows, columns = np.mgrid[first : setting.canvas.size, 0 : setting.canvas.size].reshape(2, -1)
    points, depth = setting.camera.ground(vector(columns), vector(rows))
    return rows, columns, points, depth


def window(size: int, left: float, right: float, top: float, bottom: float) -> np.ndarray:
    """Rows and columns (2, N) of the pixels of a rectangle that lie in a picture of `size`."""
    low, high, near, far = (
        int(np.clip(edge, 0, size)) for edge in (top, bottom + 1, left, right + 1)
    )
    pixels: np.ndarray = np.mgrid[low : max(high, low), near : max(far, near)].reshape(2, -1)
    return pixels


def paint_ground(
    setting: Setting, dark: Array, light: Array, grain: float, reach: float = 60.0
) -> None:
    """Earth or grass of two colours in patches, with `grain` of fine detail near the camera."""
    rows, columns, points, depth = ground_pixels(setting)
    patches = setting.noise.rough(points, 0.9, 3) + 0.6 * setting.noise.at(points, 0.25)
    fine = setting.noise.at(points, 9.0) + setting.noise.at(points + 3.1, 23.0)
    fine *= np.clip(6 / depth, 0, 1)
    colours = mix(dark, light, smoothstep(-0.8, 0.8, patches)[:, None])
    colours = colours * (1 + grain * fine)[:, None]
    lit = setting.lit(rows, columns)
    setting.canvas.light[rows, columns] = setting.fade(colours * lit, depth, reach)


def paint_sky(setting: Setting, top: Array, low: Array, clouds: float = 0.35) -> None:
    """A sky from `top` down to `low` at the horizon, with soft clouds."""
    size = setting.canvas.size
    height = np.linspace(0, 1, size, dtype=np.float32)[:, None]
    edge = max(setting.camera.horizon / size, 0.05)
    share = np.clip(height / edge, 0, 1)[..., None]
    colours = mix(top, low, share)
    cloud = smoothstep(0.05, 0.7, sheet(setting.random, (size, size), (5, 2.5), 4))
    setting.canvas.light[:] = mix(colours, low * 1.25, (clouds * cloud)[..., None])
