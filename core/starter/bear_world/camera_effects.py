"""What weather and a camera do to the light: fog, rain, blur, night as infrared, few pixels."""

import io

import numpy as np
from PIL import Image
from scipy.ndimage import convolve1d, gaussian_filter, rotate

from core.starter.bear_world.arrays import Array, Random, mix, smoothstep, vector
from core.starter.bear_world.noise import sheet

_LENS = 0.6  # how far a point spreads, in pixels of the painted picture


def fog(light: Array, depth: Array, haze: Array, amount: float, random: Random) -> Array:
    """`light` (S, S, 3) in fog that thickens with `depth` and drifts in banks."""
    if amount <= 0:
        return light
    reach = np.where(np.isfinite(depth), 0.42, 1.0).astype(np.float32)
    banks = 0.75 + 0.35 * sheet(random, depth.shape, (3, 2), 3)
    share = np.clip(amount * gaussian_filter(reach, 2) * banks, 0, 0.93)
    return mix(light, haze, share[..., None])


def rain(light: Array, amount: float, random: Random) -> Array:
    """`light` behind fine slanting streaks."""
    if amount <= 0:
        return light
    size = len(light)
    drops = (random.random((size, size)) < 0.006 * amount).astype(np.float32)
    length = int(9 + 12 * amount)
    streaks = convolve1d(drops, np.ones(length), axis=0, mode="constant")
    slanted = rotate(streaks, float(random.uniform(6, 16)), reshape=False, order=1)
    veil = np.clip(slanted, 0, 1)[..., None] * 0.30
    return mix(light * (1 - 0.18 * amount), vector([0.72, 0.76, 0.82]), veil)


def motion(light: Array, amount: float, random: Random) -> Array:
    """`light` smeared in one direction, as when bear or camera moved."""
    if amount <= 0:
        return light
    length = max(int(amount * 0.09 * len(light)), 2)
    angle = float(random.uniform(-25, 25))
    turned = rotate(light, angle, axes=(0, 1), reshape=False, order=1, mode="reflect")
    smeared = convolve1d(turned, np.full(length, 1 / length, np.float32), axis=1, mode="reflect")
    blurred: Array = rotate(smeared, -angle, axes=(0, 1), reshape=False, order=1, mode="reflect")
    return blurred


def night(light: Array, depth: Array, random: Random) -> Array:
    """`light` as a trail camera's infrared lamp shows it: grey, bright in the middle, grainy."""
    size = len(light)
    grey = light @ vector([0.55, 0.35, 0.10])
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j].astype(np.float32)
    lamp = 1.1 * np.exp(-1.1 * (x * x + y * y))
    reached = np.where(np.isfinite(depth), 1.0, 0.42).astype(np.float32)
    grey = np.maximum(grey, 0) ** 0.8 * lamp * gaussian_filter(reached, 1.5)
    grain = gaussian_filter(random.normal(0, 1, grey.shape), 0.9).astype(np.float32)
    grey = np.maximum(grey * 0.85 + 0.012 + grain * 0.022, 0)
    return np.repeat(grey[..., None], 3, 2) * vector([0.96, 1.0, 1.0])


def develop(light: Array, exposure: float) -> Array:
    """Linear light as a photograph shows it (S, S, 3), 0–1: bright parts roll off softly."""
    x = np.maximum(light * np.float32(exposure), 0)
    grey = x.mean(2, keepdims=True)
    x = np.maximum(grey + (x - grey) * np.float32(1.06), 0)
    toned = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    photo: Array = np.clip(toned, 0, 1) ** np.float32(1 / 2.2)
    return photo


def photograph(picture: Array, size: int, resolution: int, random: Random) -> Image.Image:
    """`picture` (2·size square, 0–1) as a `size`-px image whose camera had `resolution` pixels."""
    lens = gaussian_filter(picture, (_LENS, _LENS, 0))
    half = lens.reshape(size, 2, size, 2, 3).mean((1, 3))
    grain = random.normal(0, 0.005, half.shape).astype(np.float32)
    bytes_ = (np.clip(half + grain, 0, 1) * 255 + 0.5).astype(np.uint8)
    image = Image.fromarray(bytes_)
    if resolution >= size:
        return image
    small = image.resize((resolution, resolution), Image.Resampling.BOX)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=60)
    return Image.open(stream).convert("RGB").resize((size, size), Image.Resampling.BICUBIC)


def vignette(light: Array, amount: float) -> Array:
    """`light` a little darker towards the corners."""
    y, x = np.mgrid[-1 : 1 : len(light) * 1j, -1 : 1 : len(light) * 1j].astype(np.float32)
    return light * (1 - amount * smoothstep(0.5, 2.0, x * x + y * y))[..., None]
