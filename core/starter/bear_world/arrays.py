"""The array type of the renderer, and the few vector operations everything shares."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]
Vector = tuple[float, float, float]
Random = np.random.Generator


def vector(values: object) -> Array:
    """`values` as a float32 array."""
    return np.asarray(values, np.float32)


def unit(vectors: Array) -> Array:
    """Every vector (last axis) at length 1; a zero vector stays zero."""
    length = np.sqrt((vectors * vectors).sum(-1, keepdims=True))
    scaled: Array = vectors / np.maximum(length, np.float32(1e-6))
    return scaled


def mix(a: Array, b: Array, share: Array | float) -> Array:
    """`a` where `share` is 0, `b` where it is 1."""
    mixed: Array = (a + (b - a) * share).astype(np.float32)
    return mixed


def smoothstep(low: float, high: float, x: Array) -> Array:
    """0 below `low`, 1 above `high`, an S-curve between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    curve: Array = (t * t * (3 - 2 * t)).astype(np.float32)
    return curve


def linear(colour: str) -> Array:
    """An sRGB hex colour ("#c08a4a") as linear light (3,), 0–1."""
    channels = vector([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def palette(colours: str) -> tuple[Array, ...]:
    """Several sRGB hex colours, with spaces between them, as linear light, (3,) each."""
    return tuple(linear(colour) for colour in colours.split())


def turn(yaw: float, pitch: float = 0.0) -> Array:
    """The rotation (3, 3) that raises x by `pitch`, then turns it by `yaw` about y; radians."""
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    raised = vector([[cp, -sp, 0], [sp, cp, 0], [0, 0, 1]])
    turned = vector([[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]])
    return turned @ raised
