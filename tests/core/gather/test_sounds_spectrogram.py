"""The mel spectrogram is librosa's and SciPy's: the same filters, frames and decibels."""

import numpy as np
import pytest
from scipy.signal import ShortTimeFFT
from scipy.signal.windows import hann

from core.sounds.spectrogram import (
    FRAMES,
    HOP,
    N_FFT,
    N_MELS,
    SAMPLE_RATE,
    SAMPLES,
    decibels,
    hz_to_mel,
    mel_decibels,
    mel_filters,
    mel_to_hz,
    power,
)


def sine(hz: float, samples: int = SAMPLES) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(samples) / SAMPLE_RATE).astype(np.float32)


def test_power_is_scipys_short_time_fourier_transform() -> None:
    wave = np.random.default_rng(0).normal(size=SAMPLES).astype(np.float32)
    scipys = ShortTimeFFT(hann(N_FFT, sym=False), HOP, SAMPLE_RATE).stft(wave)
    first = -ShortTimeFFT(hann(N_FFT, sym=False), HOP, SAMPLE_RATE).p_min
    expected = np.abs(scipys[:, first : first + FRAMES]) ** 2
    assert power(wave).shape == (N_FFT // 2 + 1, FRAMES)
    assert np.allclose(power(wave), expected, rtol=1e-3, atol=1e-3)


def test_a_full_sine_has_the_power_that_pencil_and_paper_give() -> None:
    """A sine in the middle of a bin: amplitude 1, Hann window of mean 1/2, so (N/2 · 1/2)²."""
    bin_number = 100
    powers = power(sine(bin_number * SAMPLE_RATE / N_FFT))
    assert powers[bin_number, FRAMES // 2] == pytest.approx((N_FFT / 4) ** 2, rel=1e-3)
    assert powers[bin_number + 1, FRAMES // 2] == pytest.approx((N_FFT / 8) ** 2, rel=1e-3)


def test_the_mel_scale_is_slaneys() -> None:
    """Linear below 1 kHz (200/3 Hz a mel), logarithmic above; values as librosa 0.11 gives them."""
    assert hz_to_mel(np.array([0, 440, 1000, 4000])) == pytest.approx([0, 6.6, 15, 35.16376])
    assert hz_to_mel(np.array([SAMPLE_RATE / 2])) == pytest.approx([49.910594])
    hz = np.array([20.0, 999, 1001, 9000])
    assert mel_to_hz(hz_to_mel(hz)) == pytest.approx(hz)


def test_the_filters_are_librosas() -> None:
    """Single weights and the sum of all, from `librosa.filters.mel(sr=22050, n_fft=2048)`."""
    filters = mel_filters()
    assert filters.shape == (N_MELS, N_FFT // 2 + 1)
    assert filters[0, 1] == pytest.approx(0.016182853, rel=1e-5)
    assert filters[127, 1000] == pytest.approx(0.003126247, rel=1e-5)
    assert filters.max() == pytest.approx(0.038421705, rel=1e-5)
    assert filters.sum() == pytest.approx(11.886681, rel=1e-5)


def test_decibels_are_relative_to_the_loudest_and_end_at_80() -> None:
    assert decibels(np.array([100.0, 10.0, 1.0, 0.0])) == pytest.approx([0, -10, -20, -80])
    assert decibels(np.zeros(3)) == pytest.approx([0, 0, 0])


def test_a_higher_tone_lies_higher_and_loudness_changes_nothing() -> None:
    low, high = mel_decibels(sine(300)), mel_decibels(sine(3000))
    assert low.shape == (N_MELS, FRAMES)
    assert low.sum(axis=1).argmax() < high.sum(axis=1).argmax()
    centre = mel_to_hz(np.array([low.sum(axis=1).argmax() + 1.0]) * 49.910594 / (N_MELS + 1))
    assert centre[0] == pytest.approx(300, abs=30)
    assert mel_decibels(sine(300) / 50) == pytest.approx(low, abs=0.05)
