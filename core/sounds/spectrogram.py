"""The mel spectrogram: how loud each pitch is at each moment, as a picture can show it.

The parameters, the filters and the conversion to decibels are librosa's defaults, so that the
numbers here can be compared with any tutorial's.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft
from scipy.sparse import csr_array

SAMPLE_RATE = 22_050
N_FFT = 2048
HOP = 512
N_MELS = 128
TOP_DB = 80.0
FRAMES = 128
SAMPLES = (FRAMES - 1) * HOP  # 65,024: just under three seconds, and a square picture
_QUIETEST = 1e-10
_LINEAR_HZ = 200 / 3  # Hz a mel below 1 kHz; above it, mels are logarithmic (Slaney's scale)
_BREAK_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27

Floats = NDArray[np.floating]


def mel_decibels(wave: Floats) -> NDArray[np.float32]:
    """The mel spectrogram of a mono `wave` (-1…1, 22,050 Hz) in decibels, (128, frames).

    Row 0 is the lowest pitch. The loudest value is 0 dB, the quietest is cut off at -80 dB; of
    silence all are 0 dB, for nothing is louder than anything else.
    """
    mels: NDArray[np.float32] = _sparse_filters() @ power(wave)
    return decibels(mels)


def power(wave: Floats) -> NDArray[np.float32]:
    """The power spectrum of each frame, (1025, frames): Hann window, frames centred, zero padding.
    Frame i looks at the samples around `i * HOP`; there are `1 + len(wave) // HOP` frames."""
    padded = np.pad(np.asarray(wave, dtype=np.float32), N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP]
    spectrum = rfft(frames * _hann(), axis=1)
    return np.asarray(spectrum.real**2 + spectrum.imag**2, dtype=np.float32).T


def decibels(powers: Floats) -> NDArray[np.float32]:
    """10·log₁₀ of each power relative to the largest, no lower than -80 dB."""
    loudest = max(float(powers.max()), _QUIETEST)
    levels = 10 * np.log10(np.maximum(powers, _QUIETEST) / loudest)
    return np.asarray(np.maximum(levels, levels.max() - TOP_DB), dtype=np.float32)


@cache
def mel_filters() -> NDArray[np.float32]:
    """The triangular filters (128, 1025) that gather frequencies into mels, each of equal area."""
    centres = np.fft.rfftfreq(N_FFT, 1 / SAMPLE_RATE)
    edges = mel_to_hz(np.linspace(0, hz_to_mel(np.array(SAMPLE_RATE / 2)), N_MELS + 2))
    widths = np.diff(edges)
    slopes = edges[:, None] - centres[None, :]
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


@cache
def _sparse_filters() -> csr_array:
    """The filters without their zeros, which are nearly all of them."""
    return csr_array(mel_filters())


def hz_to_mel(hz: Floats) -> NDArray[np.float64]:
    """Frequencies on Slaney's mel scale: linear up to 1 kHz (15 mel), logarithmic above."""
    hz = np.asarray(hz, dtype=np.float64)
    above = _BREAK_HZ / _LINEAR_HZ + np.log(np.maximum(hz, _BREAK_HZ) / _BREAK_HZ) / _LOG_STEP
    return np.where(hz < _BREAK_HZ, hz / _LINEAR_HZ, above)


def mel_to_hz(mel: Floats) -> NDArray[np.float64]:
    """The frequencies (Hz) of mels: the inverse of `hz_to_mel`."""
    mel = np.asarray(mel, dtype=np.float64)
    first = _BREAK_HZ / _LINEAR_HZ
    above = _BREAK_HZ * np.exp(_LOG_STEP * (np.maximum(mel, first) - first))
    return np.where(mel < first, mel * _LINEAR_HZ, above)


@cache
def _hann() -> NDArray[np.float32]:
    """The periodic Hann window of one frame."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)).astype(np.float32)
