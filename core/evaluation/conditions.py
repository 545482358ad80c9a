"""The same pictures as another camera, another night or another hand would show them."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zlib import crc32

import numpy as np
from PIL import Image, ImageFilter
from scipy.ndimage import gaussian_filter, sobel

from core.content import Named, read
from core.starter.bear_world import camera_effects as effects
from core.vision.views import View

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Random = np.random.Generator
Transform = Callable[[Image.Image, float, Random], Image.Image]
WORKING_SIDE = 448  # pixels of the shorter side at most: what a model sees of them is half of that
STRENGTHS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Condition:
    """A way in which pictures differ from those a model learned from. `usual` is the strength
    (0…1) it opens with; `name` is the key of its words in assets/content/world.yaml."""

    name: str
    usual: float
    transform: Transform

    def view(self, strength: float) -> View:
        """How the cache of embeddings knows it: one picture always looks the same."""

        def of(picture: Image.Image, picture_id: str) -> Image.Image:
            return self.of(picture, picture_id, strength)

        return View(f"{self.name}-{round(strength * 100)}", of)

    def of(self, picture: Image.Image, picture_id: str, strength: float) -> Image.Image:
        """`picture` (RGB) under this condition; chance depends on the picture's id alone."""
        random = np.random.default_rng(crc32(f"{self.name}/{picture_id}".encode()))
        return self.transform(_workable(picture), strength, random)


def night(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """A trail camera's infrared lamp: grey, bright in the middle, dark around, grainy."""
    light = _light(picture)
    height, width = light.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    lamp = np.exp(-(0.3 + 1.3 * strength) * (x * x + y * y))
    grey = (light @ np.array([0.55, 0.35, 0.10], np.float32)) * lamp
    grain = gaussian_filter(random.normal(0, 1, grey.shape), 0.8).astype(np.float32)
    dark = np.clip(grey * (1 - 0.3 * strength) + grain * 0.06 * strength, 0, 1)
    return _picture(np.repeat(dark[..., None], 3, 2))


def far(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """Farther away: the whole picture shrunk into the middle of a blurred, wider scene."""
    width, height = picture.size
    share = 1 - 0.75 * strength
    small = picture.resize((max(8, int(width * share)), max(8, int(height * share))))
    scene = picture.filter(ImageFilter.GaussianBlur(max(width, height) / 14))
    scene.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return scene


def few_pixels(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """A camera of few pixels, pressed hard: from about 100 down to about 20 a side."""
    side = round(100 * (1 - strength) + 20 * strength)
    share = min(side / max(picture.size), 1.0)
    few = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    small = picture.resize(few, Image.Resampling.BOX)
    return _pressed(small, 60).resize(picture.size, Image.Resampling.BICUBIC)


def blur(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """Out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(strength * min(picture.size) / 22))


def rain(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """Fine slanting streaks in front of everything, and less light."""
    square = picture.resize((WORKING_SIDE, WORKING_SIDE))
    wet = effects.rain(_light(square), 2.5 * strength, random)
    return _picture(wet).resize(picture.size)


def fog(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """A grey sheet over the picture that drifts in banks."""
    light = _light(picture)
    banks = gaussian_filter(random.normal(0, 1, light.shape[:2]), min(picture.size) / 8)
    banks = 1 + 0.12 * banks / (np.abs(banks).max() + 1e-6)
    share = np.clip(0.92 * strength * banks, 0, 0.95).astype(np.float32)[..., None]
    return _picture(light * (1 - share) + np.float32(0.78) * share)


def covered(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """A leaf-coloured thing in front of a part of the picture, up to two thirds of it."""
    width, height = picture.size
    scale = float(np.sqrt(0.66 * strength))
    wide, high = int(width * scale), int(height * scale)
    left = int(random.integers(0, max(width - wide, 1)))
    top = int(random.integers(0, max(height - high, 1)))
    rough = random.normal(0, 1, (max(high // 12, 2), max(wide // 12, 2), 1)).astype(np.float32)
    leaf = np.array([0.20, 0.30, 0.12], np.float32) * (1 + 0.25 * rough)
    shown = picture.copy()
    shown.paste(_picture(leaf).resize((max(wide, 1), max(high, 1))), (left, top))
    return shown


def other_camera(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """Another maker's colours, harder contrast, pressed harder."""
    light = _light(picture)
    cast = np.array([1 + 0.35 * strength, 1.0, 1 - 0.45 * strength], np.float32)
    toned = np.clip(light * cast, 0, 1) ** np.float32(1 + 0.7 * strength)
    return _pressed(_picture(toned), round(70 - 60 * strength))


def drawing(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    """Dark lines on white paper where the picture has edges; half strength keeps some colour."""
    grey = gaussian_filter(np.asarray(picture.convert("L"), np.float32), 1.2)
    edges = np.hypot(sobel(grey, 0), sobel(grey, 1))
    top = float(np.percentile(edges, 98)) + 1e-6
    paper = np.repeat((1 - np.clip(edges / top, 0, 1))[..., None], 3, 2).astype(np.float32)
    return _picture(_light(picture) * (1 - strength) + paper * strength)


CONDITIONS = {
    one.name: one
    for one in (
        Condition("night", 0.75, night),
        Condition("far", 0.75, far),
        Condition("few-pixels", 0.75, few_pixels),
        Condition("blur", 0.75, blur),
        Condition("rain", 0.75, rain),
        Condition("fog", 0.75, fog),
        Condition("covered", 0.75, covered),
        Condition("other-camera", 0.75, other_camera),
        Condition("drawing", 1.0, drawing),
    )
}


def condition_words() -> dict[str, Named]:
    """Condition → its name for the screen and a sentence about it."""
    return read("domain.yaml", dict[str, Named], "conditions")


def _workable(picture: Image.Image) -> Image.Image:
    """RGB, its shorter side at most `WORKING_SIDE`: all conditions are in shares of it."""
    shorter = min(picture.size)
    if shorter <= WORKING_SIDE:
        return picture.convert("RGB")
    share = WORKING_SIDE / shorter
    size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    return picture.convert("RGB").resize(size, Image.Resampling.BOX)


def _light(picture: Image.Image) -> Pixels:
    return np.asarray(picture, dtype=np.float32) / np.float32(255)


def _picture(light: Pixels) -> Image.Image:
    return Image.fromarray((np.clip(light, 0, 1) * 255 + 0.5).astype(np.uint8))


def _pressed(picture: Image.Image, quality: int) -> Image.Image:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")
