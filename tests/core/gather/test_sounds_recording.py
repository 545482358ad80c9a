"""A learner's own WAV files: read safely, cut into pictures, kept, and refused in one sentence."""

import io
import struct
import wave as wav_file
from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile

from core.content import says
from core.gather.reading.refusal import Refused
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.project.workspace import Workspace
from core.sounds.recording import add_recording, clips, sound_of, take_recordings
from core.sounds.spectrogram import SAMPLE_RATE, SAMPLES
from core.sounds.wav import MAX_BYTES, read_wav, to_wav
from tests.said import said


def sine(seconds: float, rate: int = SAMPLE_RATE, hz: float = 440) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype("f4")


def as_wav(samples: np.ndarray, rate: int = SAMPLE_RATE) -> bytes:
    buffer = io.BytesIO()
    wavfile.write(buffer, rate, samples)
    return buffer.getvalue()


def pcm24(samples: np.ndarray, rate: int = SAMPLE_RATE) -> bytes:
    buffer = io.BytesIO()
    with wav_file.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(3)
        file.setframerate(rate)
        whole = (samples * 8_388_607).astype("<i4")
        file.writeframes(whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    return buffer.getvalue()


TONE = sine(1)


@pytest.mark.parametrize(
    ("data", "tolerance"),
    [
        (as_wav(TONE), 1e-6),
        (as_wav(TONE.astype("f8")), 1e-6),
        (as_wav((TONE * 32767).astype("i2")), 1e-4),
        (as_wav((TONE * 2147483647).astype("i4")), 1e-6),
        (as_wav((TONE * 127 + 128).astype("u1")), 2e-2),
        (pcm24(TONE), 1e-6),
        (as_wav(np.stack([TONE, TONE], axis=1)), 1e-6),
        (to_wav(TONE), 1e-4),
    ],
    ids=["float32", "float64", "16 bit", "32 bit", "8 bit", "24 bit", "stereo", "our own"],
)
def test_every_common_kind_of_wav_is_the_same_sound(data: bytes, tolerance: float) -> None:
    heard = read_wav(data)
    assert heard.dtype == np.float32 and heard == pytest.approx(TONE, abs=tolerance)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_other_rates_keep_their_pitch(rate: int) -> None:
    heard = read_wav(as_wav(sine(1, rate), rate))
    assert len(heard) == pytest.approx(SAMPLE_RATE, abs=2)
    middle = heard[2000:-2000]
    loudest = np.abs(np.fft.rfft(middle)).argmax() * SAMPLE_RATE / len(middle)
    assert loudest == pytest.approx(440, abs=2)


def test_too_loud_floats_are_made_quieter_not_cut() -> None:
    assert read_wav(as_wav(TONE * 8)) == pytest.approx(TONE * 2, abs=1e-4)


NAN = TONE.copy()
NAN[5] = np.nan
LYING = bytearray(as_wav((TONE * 99).astype("i2")))
LYING[40:44] = struct.pack("<I", 0xFFFFFFF0)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"hello", "no_wav"),
        (b"ID3\x04" + bytes(60), "mp3"),
        (b"\0\0\0 ftypM4A ", "m4a"),
        (b"OggS" + bytes(60), "ogg"),
        (b"RIFF\x24\0\0\0WAVE", "damaged"),
        (b"RIFF\x24\0\0\0WAVE" + bytes(range(256)) * 4, "damaged"),
        (as_wav(TONE)[:30], "damaged"),
        (as_wav(sine(61, 8000), 8000), "too_long"),
        (as_wav(sine(0.01)), "too_short"),
        (as_wav(TONE, 500), "rate"),
        (as_wav(np.zeros((9000, 6), "f4")), "channels"),
        (as_wav(NAN), "no_numbers"),
        (bytes(MAX_BYTES + 1), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_else_is_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=said("sounds", why)):
        read_wav(data)


def test_a_lying_header_costs_no_memory() -> None:
    """A data chunk that claims 4 GB: what is really there, or a refusal."""
    try:
        assert len(read_wav(bytes(LYING))) <= len(TONE)
    except Refused as refusal:
        assert str(refusal) == says("sounds", "damaged")


def test_broken_bytes_are_refused_never_a_crash() -> None:
    random, good = np.random.default_rng(0), as_wav((TONE[:4000] * 32767).astype("i2"))
    for _ in range(150):
        spoiled = bytearray(good)
        for place in random.integers(4, 60, 3):
            spoiled[place] = int(random.integers(256))
        try:
            assert np.abs(read_wav(bytes(spoiled))).max() <= 1
        except Refused:
            pass


def test_a_recording_is_cut_into_three_seconds_and_silence_is_left_out() -> None:
    quiet = np.zeros(SAMPLES, dtype="f4")
    heard = clips(np.concatenate([sine(SAMPLES / SAMPLE_RATE), quiet, sine(1.5)]))
    assert [round(clip.start, 1) for clip in heard] == [0.0, 5.9]
    assert all(clip.wave.shape == (SAMPLES,) for clip in heard)
    assert len(clips(sine(SAMPLES / SAMPLE_RATE + 0.5))) == 1
    with pytest.raises(Refused, match=said("sounds", "silent")):
        clips(quiet)


def test_a_short_sound_stands_in_the_middle() -> None:
    [clip] = clips(sine(0.5))
    sounding = np.flatnonzero(clip.wave)
    assert sounding[0] + sounding[-1] == pytest.approx(SAMPLES, abs=3)


def test_a_recording_becomes_pictures_that_can_be_played(project: Project) -> None:
    added = add_recording(project, as_wav(sine(7)), "C:\\me\\bell.wav", " door/bell ")
    assert added.new == 3 and project.dataset.classes() == {"door/bell": 3}
    names = [record.name for record in project.dataset.images()]
    assert names == ["bell.wav 0:00", "bell.wav 0:02", "bell.wav 0:05"] or len(set(names)) == 3
    for record in project.dataset.images():
        heard = read_wav(sound_of(project, record.id) or b"")
        assert len(heard) == SAMPLES and np.abs(heard).max() == pytest.approx(0.5, abs=0.01)


def test_bad_files_are_listed_and_disturb_nobody(project: Project) -> None:
    files = [("a.wav", b"RIFF"), ("b.wav", as_wav(TONE)), ("b again.wav", as_wav(TONE))]
    report = take_recordings(project, files, "bell")
    assert report.new == 1 and [name for name, _ in report.refused] == ["a.wav"]
    assert report.already == [("b again.wav 0:00", "bell")]
    with pytest.raises(Refused):
        take_recordings(project, files, " / ")


def test_sounds_leave_with_their_pictures_and_travel_in_the_archive(
    project: Project, tmp_path: Path
) -> None:
    add_recording(project, as_wav(TONE), "one.wav", "low")
    add_recording(project, as_wav(sine(1, hz=2000)), "two.wav", "high")
    low, high = project.dataset.images("low")[0].id, project.dataset.images("high")[0].id
    project.dataset.remove([high])
    assert sound_of(project, high) is None and not project.dataset.sound_path(high).exists()
    saved = save_archive(project, tmp_path / "saved.zip")
    opened = Workspace.create().open_archive(saved)
    assert sound_of(opened, low) == sound_of(project, low)


def test_a_spoiled_sound_in_an_opened_project_is_not_played(project: Project) -> None:
    add_recording(project, as_wav(TONE), "one.wav", "low")
    [record] = project.dataset.images()
    project.dataset.sound_path(record.id).write_bytes(b"<script>")
    assert sound_of(project, record.id) is None
