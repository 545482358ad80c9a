"""WAV files: a learner's recording read with suspicion, a clip written to be played."""

import io
import warnings
import wave as wav_file
from math import gcd

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.gather.reading.refusal import Refused
from core.sounds.spectrogram import SAMPLE_RATE
from core.sounds.voices import Wave
from core.words import duration, file_size

MAX_BYTES = 30_000_000
MAX_SECONDS = 60
MIN_SECONDS = 0.1
MAX_CHANNELS = 2
RATES = (8_000, 96_000)

# What the bytes of a file from an offset on say it is: the name of the sentence about it.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (4, b"ftyp", "m4a"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"FORM", "aiff"),
)


def read_wav(data: bytes) -> Wave:
    """The recording in `data`: mono, 22,050 Hz, float32 within -1…1.

    Takes 8, 16, 24 and 32 bit and floating point, mono and stereo, 8 to 96 kHz, up to a minute.
    Raises Refused with a sentence for everything else.
    """
    if len(data) > MAX_BYTES:
        raise Refused(says("sounds", "too_large", most=file_size(MAX_BYTES)))
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise Refused(says("sounds", _instead(data)))
    rate, samples = _samples(data)
    _check(rate, samples)
    mono = _scaled(samples).reshape(len(samples), -1).mean(axis=1)
    if not np.isfinite(mono).all():
        raise Refused(says("sounds", "no_numbers"))
    return _resampled(mono, rate)


def to_wav(wave: Wave) -> bytes:
    """A mono clip of 22,050 Hz as a WAV file of 16 bit, which every browser plays."""
    buffer = io.BytesIO()
    with wav_file.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(wave, -1, 1) * 32_767).round().astype("<i2").tobytes())
    return buffer.getvalue()


def _instead(data: bytes) -> str:
    """The name of the sentence for what a file is instead of a WAV."""
    if not data:
        return "empty"
    starts = (kind for at, signature, kind in _SIGNATURES if data[at:].startswith(signature))
    return next(starts, "no_wav")


def _samples(data: bytes) -> tuple[int, NDArray[np.generic]]:
    """The sample rate, and the samples as they are in the file, (N,) or (N, channels)."""
    from scipy.io import wavfile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # chunks it does not know: titles, markers
            rate, samples = wavfile.read(io.BytesIO(data))
    except Exception as error:  # it raises almost anything on damaged input
        raise Refused(says("sounds", "damaged")) from error
    return int(rate), samples


def _check(rate: int, samples: NDArray[np.generic]) -> None:
    if not RATES[0] <= rate <= RATES[1]:
        raise Refused(says("sounds", "rate", rate=rate))
    if samples.ndim > 1 and samples.shape[1] > MAX_CHANNELS:
        raise Refused(says("sounds", "channels", channels=samples.shape[1]))
    if samples.dtype not in (np.uint8, np.int16, np.int32, np.float32, np.float64):
        raise Refused(says("sounds", "sample_size"))
    lasts = len(samples) / rate
    if lasts > MAX_SECONDS:
        most = duration(MAX_SECONDS)
        raise Refused(says("sounds", "too_long", lasts=duration(lasts), most=most))
    if lasts < MIN_SECONDS:
        raise Refused(says("sounds", "too_short"))


def _scaled(samples: NDArray[np.generic]) -> NDArray[np.float32]:
    """Whole numbers to -1…1; floating point as it is, made quieter where it goes beyond."""
    floats = samples.astype(np.float32)
    if samples.dtype == np.uint8:
        return np.asarray((floats - 128) / 128, dtype=np.float32)
    if samples.dtype.kind == "i":
        return np.asarray(floats / 2.0 ** (8 * samples.dtype.itemsize - 1), dtype=np.float32)
    return np.asarray(floats / max(1.0, float(np.abs(floats).max())), dtype=np.float32)


def _resampled(mono: NDArray[np.float32], rate: int) -> Wave:
    if rate == SAMPLE_RATE:
        return mono
    from scipy.signal import resample_poly

    common = gcd(rate, SAMPLE_RATE)
    again = resample_poly(mono, SAMPLE_RATE // common, rate // common)
    return np.asarray(np.clip(again, -1, 1), dtype=np.float32)
