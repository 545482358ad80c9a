"""WAV files: a learner's recording read with suspicion, a clip written to be played."""

import io
import warnings
import wave as wav_file
from math import gcd

import numpy as np
from numpy.typing import NDArray

from core.gather.reading.refusal import Refused
from core.sounds.spectrogram import SAMPLE_RATE
from core.sounds.voices import Wave
from core.words import duration, file_size

MAX_BYTES = 30_000_000
MAX_SECONDS = 60
MIN_SECONDS = 0.1
MAX_CHANNELS = 2
RATES = (8_000, 96_000)

_SAVE_AS = "Save it as WAV (16 bit) and bring it again."
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ID3", f"It is an MP3. {_SAVE_AS}"),
    (0, b"\xff\xfb", f"It is an MP3. {_SAVE_AS}"),
    (0, b"\xff\xf3", f"It is an MP3. {_SAVE_AS}"),
    (0, b"OggS", f"It is an Ogg file. {_SAVE_AS}"),
    (0, b"fLaC", f"It is a FLAC file. {_SAVE_AS}"),
    (4, b"ftyp", f"It is an M4A or MP4 file. {_SAVE_AS}"),
    (0, b"\x1aE\xdf\xa3", f"It is a WebM file. {_SAVE_AS}"),
    (0, b"FORM", f"It is an AIFF file. {_SAVE_AS}"),
)


def read_wav(data: bytes) -> Wave:
    """The recording in `data`: mono, 22,050 Hz, float32 within -1…1.

    Takes 8, 16, 24 and 32 bit and floating point, mono and stereo, 8 to 96 kHz, up to a minute.
    Raises Refused with a sentence for everything else.
    """
    if len(data) > MAX_BYTES:
        raise Refused(f"It is larger than {file_size(MAX_BYTES)}. Cut it shorter.")
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise Refused(_no_wav(data))
    rate, samples = _samples(data)
    _check(rate, samples)
    mono = _scaled(samples).reshape(len(samples), -1).mean(axis=1)
    if not np.isfinite(mono).all():
        raise Refused(f"It holds numbers that are no sound. {_SAVE_AS}")
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


def _no_wav(data: bytes) -> str:
    if not data:
        return "The file is empty. Copy or record it again."
    for offset, signature, reason in _SIGNATURES:
        if data[offset:].startswith(signature):
            return reason
    return f"It is not a WAV file. {_SAVE_AS}"


def _samples(data: bytes) -> tuple[int, NDArray[np.generic]]:
    """The sample rate, and the samples as they are in the file, (N,) or (N, channels)."""
    from scipy.io import wavfile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # chunks it does not know: titles, markers
            rate, samples = wavfile.read(io.BytesIO(data))
    except Exception as error:  # it raises almost anything on damaged input
        raise Refused(
            f"The WAV file is damaged, or of a kind we cannot read. {_SAVE_AS}"
        ) from error
    return int(rate), samples


def _check(rate: int, samples: NDArray[np.generic]) -> None:
    if not RATES[0] <= rate <= RATES[1]:
        raise Refused(f"It has {rate:,} samples a second. Save it with 44,100.")
    if samples.ndim > 1 and samples.shape[1] > MAX_CHANNELS:
        raise Refused(f"It has {samples.shape[1]} channels. Save it in mono or stereo.")
    if samples.dtype not in (np.uint8, np.int16, np.int32, np.float32, np.float64):
        raise Refused(f"Its samples are of a size we cannot read. {_SAVE_AS}")
    lasts = len(samples) / rate
    if lasts > MAX_SECONDS:
        raise Refused(
            f"It lasts {duration(lasts)}. Cut it: {duration(MAX_SECONDS)} at most at a time."
        )
    if lasts < MIN_SECONDS:
        raise Refused("It lasts less than a tenth of a second. Record a little more.")


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
