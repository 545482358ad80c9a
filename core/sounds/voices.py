"""Six kinds of sound, made of nothing but arithmetic and a seed."""

from collections.abc import Callable
from zlib import crc32

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
    """Noise from about `low` to `high` Hz, with a peak of 1; `tilt` is decibels an octave. White
    noise has a tilt of 0, pink noise of -3. The edges are as soft as a natural sound's."""
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


LENGTH = SAMPLES / SAMPLE_RATE
PEAK = 0.7


def sound(kind: str, seed: int) -> Wave:
    """One sound of a kind, (65024,) at 22,050 Hz: the same seed gives the same sound.

    It is heard in a room and over some background noise, both of them different each time.
    Raises KeyError for a kind that is not in KINDS.
    """
    voice = _VOICES[kind]
    random = np.random.default_rng([crc32(kind.encode()), seed])
    dry = loudest_one(voice(random))
    heard = room(random, dry, random.uniform(0.05, 0.35), random.uniform(0.0, 0.3))
    return PEAK * loudest_one(heard + _background(random))


def _background(random: Random) -> Wave:
    """Hum, wind or hiss, from hardly there to nearly as loud as the sound itself."""
    loudness = 10 ** (random.uniform(-55, -12) / 20)
    return np.float32(loudness) * noise(random, SAMPLES, 30, 11_000, random.uniform(-7, 0))


def _chirp(random: Random) -> Wave:
    """A bird: a few quick notes that sweep, high up."""
    parts, start = [], random.uniform(0, 0.6)
    pitch, pause = random.uniform(1600, 5200), random.uniform(0.03, 0.35)
    for _ in range(random.integers(2, 9)):
        samples = seconds(random.uniform(0.05, 0.32))
        bend = [pitch * random.uniform(0.7, 1.45) for _ in range(random.integers(2, 4))]
        note = tone(curve(bend, samples), (1, random.uniform(0, 0.2))) * bell(samples, 0.015, 0.04)
        parts.append((start, note))
        start += samples / SAMPLE_RATE + pause
    return placed(parts)


def _alarm(random: Random) -> Wave:
    """A machine that wants to be heard: beeps, two tones in turn, or a siren's wail."""
    low, rate = random.uniform(500, 2600), random.uniform(0.7, 5)
    high = low * random.choice([1.0, 1.19, 1.33, 1.6])
    turn = np.sin(2 * np.pi * (rate * np.arange(SAMPLES) / SAMPLE_RATE + random.uniform()))
    wails = random.uniform() < 0.35
    share = (turn + 1) / 2 if wails else turn > 0
    hz = (low + (high - low) * share).astype(np.float32)
    edge = random.uniform(0.05, 0.5)
    sounding = tone(hz, (1, 0.1 * edge, edge, 0, 0.6 * edge, 0, 0.4 * edge))
    beeps = high == low or (not wails and random.uniform() < 0.3)
    gate = np.clip(turn * 12 + random.uniform(-6, 6), 0, 1) if beeps else 1.0
    return (sounding * gate * bell(SAMPLES, 0.02, 0.05)).astype(np.float32)


def _knock(random: Random) -> Wave:
    """Knuckles on wood: a few short thuds with a click at the front."""
    parts, start = [], random.uniform(0.05, 0.9)
    body, pause = random.uniform(90, 420), random.uniform(0.12, 0.5)
    ring, click = random.uniform(0.03, 0.16), random.uniform(0.1, 0.7)
    for _ in range(random.integers(1, 6)):
        samples = seconds(0.4)
        thud = np.zeros(samples, dtype=np.float32)
        for overtone in (1.0, 1.58, 2.24, 3.6):
            hz = np.full(samples, body * overtone * random.uniform(0.97, 1.03), dtype=np.float32)
            thud += tone(hz) * fading(samples, ring / overtone) / np.float32(overtone)
        hit = noise(random, samples, 300, 8000, -2) * fading(samples, 0.012) * np.float32(click)
        parts.append((start, (thud + hit) * np.float32(random.uniform(0.5, 1))))
        start += pause * random.uniform(0.85, 1.15)
    return placed(parts)


def _rain(random: Random) -> Wave:
    """A hiss that swells and calms, with single drops in front of it."""
    swell = curve(list(random.uniform(0.35, 1, 7)), SAMPLES)
    hiss = noise(random, SAMPLES, random.uniform(100, 900), random.uniform(5000, 10_500), -2)
    drops = []
    for _ in range(random.integers(5, 140)):
        samples = seconds(random.uniform(0.01, 0.05))
        hz = np.full(samples, random.uniform(900, 7000), dtype=np.float32)
        drop = tone(hz) * fading(samples, 0.008) * np.float32(random.uniform(0.1, 1))
        drops.append((random.uniform(0, LENGTH), drop))
    return hiss * swell + placed(drops) * np.float32(random.uniform(0.1, 1.2))


def _whistle(random: Random) -> Wave:
    """A person whistling: one to five held notes, nearly pure, that slide and waver."""
    parts, start = [], random.uniform(0, 0.5)
    pitch = random.uniform(800, 2600)
    for _ in range(random.integers(1, 6)):
        samples = seconds(random.uniform(0.18, 1.3))
        time = np.arange(samples) / SAMPLE_RATE
        slide = curve([pitch * random.uniform(0.75, 1.3) for _ in range(3)], samples)
        waver = 1 + random.uniform(0, 0.02) * np.sin(2 * np.pi * random.uniform(4, 7) * time)
        breath = noise(random, samples, pitch * 0.8, pitch * 2.2) * random.uniform(0.01, 0.12)
        note = (tone((slide * waver).astype(np.float32), (1, 0.04)) + breath) * bell(
            samples, 0.05, 0.08
        )
        parts.append((start, note.astype(np.float32)))
        start += samples / SAMPLE_RATE + random.uniform(0.0, 0.25)
    return placed(parts)


def _engine(random: Random) -> Wave:
    """Something with cylinders: a low tone with many overtones that revs and shakes."""
    idle = random.uniform(28, 110)
    revs = curve([idle * random.uniform(0.85, 1.7) for _ in range(4)], SAMPLES)
    fall = random.uniform(0.72, 0.93)
    strengths = tuple(fall**n * random.uniform(0.3, 1) for n in range(24))
    shaking = 1 + random.uniform(0, 0.5) * np.sin(np.cumsum(revs) * np.pi / SAMPLE_RATE)
    exhaust = noise(random, SAMPLES, 40, random.uniform(1500, 8000), -4)
    return (tone(revs, strengths) / 4 * shaking + exhaust * random.uniform(0.1, 1.1)).astype(
        np.float32
    )


_VOICES: dict[str, Callable[[Random], Wave]] = {
    "alarm": _alarm,
    "chirp": _chirp,
    "engine": _engine,
    "knock": _knock,
    "rain": _rain,
    "whistle": _whistle,
}
KINDS = tuple(_VOICES)
