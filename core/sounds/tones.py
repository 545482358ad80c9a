"""What sounds are made of: tones that glide, noise of a band, envelopes, rooms."""

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from core.sounds.spectrogram import SAMPLE_RATE, SAMPLES

Wave = NDArray[np.float32]
Random = np.random.Generator


def seconds(duration: float) -> int:
    """How many samples that is, at least one."""
    return max(1, round(duration * SAMPLE_RATE))


def curve(points: list[float], samples: int) -> Wave:
    """A line through `points`, evenly spread over `samples`."""
    at = np.linspace(0, len(points) - 1, samples)
    return np.interp(at, np.arange(len(points)), points).astype(np.float32)


def tone(hz: Wave, harmonics: tuple[float, ...] = (1.0,)) -> Wave:
    """A tone that follows the pitch `hz`; `harmonics` are the strengths of its 1st, 2nd, 3rd …
    Those above half the sample rate are left out."""
    phase = np.cumsum(hz, dtype=np.float64) * (2 * np.pi / SAMPLE_RATE)
    first = np.exp(1j * (phase % (2 * np.pi))).astype(np.complex64)
    most = int(SAMPLE_RATE / 2 / float(hz.max()))
    sounding, turning = np.zeros(len(hz), dtype=np.float32), first.copy()
    for strength in harmonics[:most]:
        sounding += np.float32(strength) * turning.imag
        turning *= first
    return sounding


def bell(samples: int, attack: float, release: float) -> Wave:
    """Loudness that rises over `attack` seconds, stays, and falls over `release` seconds."""
    time = np.arange(samples, dtype=np.float32) / SAMPLE_RATE
    left = samples / SAMPLE_RATE - time
    return np.minimum(1, np.minimum(time / attack, left / release)).astype(np.float32)


def fading(samples: int, seconds_to_tenth: float) -> Wave:
    """Loudness that falls to a tenth in that many seconds, again and again."""
    time = np.arange(samples, dtype=np.float32) / SAMPLE_RATE
    return (10 ** (-time / seconds_to_tenth)).astype(np.float32)


def noise(random: Random, samples: int, low: float, high: float, tilt: float = 0.0) -> Wave:
    """Noise from about `low` to `high` Hz, with a peak of 1; `tilt` is decibels an octave.

    White noise has a tilt of 0, pink noise of -3. The edges are as soft as a natural sound's.
    """
    size = next_fast_len(samples, real=True)
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)
    shape = (np.maximum(hz, 20) / 1000) ** (tilt / 6.02)
    shape /= np.sqrt(1 + (low / np.maximum(hz, 1)) ** 6) * np.sqrt(1 + (hz / high) ** 6)
    white = random.standard_normal(size, dtype=np.float32)
    return loudest_one(irfft(rfft(white) * shape.astype(np.float32), n=size)[:samples])


def room(random: Random, wave: Wave, seconds_to_tenth: float, share: float) -> Wave:
    """`wave` with the echo of a room; `share` is how much of it is echo."""
    samples = seconds(seconds_to_tenth * 2)
    echo = random.standard_normal(samples, dtype=np.float32) * fading(samples, seconds_to_tenth)
    size = next_fast_len(len(wave) + samples, real=True)
    wet = irfft(rfft(wave, size) * rfft(echo, size), n=size)[: len(wave)]
    together = (1 - share) * wave + share * loudest_one(wet) * np.abs(wave).max()
    return np.asarray(together, dtype=np.float32)


def placed(parts: list[tuple[float, Wave]]) -> Wave:
    """Parts that begin at so many seconds, on a canvas of one clip; what sticks out is cut off."""
    canvas = np.zeros(SAMPLES, dtype=np.float32)
    for start, part in parts:
        first = round(start * SAMPLE_RATE)
        if first < SAMPLES:
            canvas[first : first + len(part)] += part[: SAMPLES - first]
    return canvas


def loudest_one(wave: NDArray[np.floating]) -> Wave:
    """The same sound with a peak of 1; silence stays silent."""
    peak = float(np.abs(wave).max()) if len(wave) else 0.0
    return np.asarray(wave / peak if peak > 0 else wave, dtype=np.float32)
