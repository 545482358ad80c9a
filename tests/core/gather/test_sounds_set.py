"""Synthesised sounds: the same again from their seed, different from each other, playable."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.project.project import Project
from core.project.workspace import Workspace
from core.sounds import sound_set
from core.sounds.recording import sound_of
from core.sounds.sound_set import SIDE, SIDES, riddle, sound_picture
from core.sounds.spectrogram import SAMPLE_RATE, SAMPLES
from core.sounds.voices import KINDS, PEAK, sound
from core.sounds.wav import read_wav
from core.starter.starter_sets import STARTERS, add_starter
from tests.core.gather.pictures import opened


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_is_a_sound(kind: str) -> None:
    wave = sound(kind, 3)
    assert wave.shape == (SAMPLES,) and wave.dtype == np.float32
    assert np.abs(wave).max() == pytest.approx(PEAK, rel=1e-5)
    assert np.array_equal(wave, sound(kind, 3))
    assert not np.allclose(wave, sound(kind, 4))


def test_kinds_sound_like_what_they_are_called() -> None:
    """Where the middle of the power lies (Hz), in the median of a few: engines low, chirps high."""

    def centre(kind: str) -> float:
        middles = []
        for seed in range(7):
            powers = np.abs(np.fft.rfft(sound(kind, seed))) ** 2
            hz = np.fft.rfftfreq(SAMPLES, 1 / SAMPLE_RATE)
            middles.append(hz[np.searchsorted(powers.cumsum(), powers.sum() / 2)])
        return float(np.median(middles))

    middles = [centre(kind) for kind in ("engine", "whistle", "chirp")]
    assert all(lower < higher for lower, higher in pairwise(middles)), middles


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        sound("unicorn", 0)


def test_a_picture_has_time_to_the_right_and_pitch_upwards() -> None:
    """A high tone in the second half only: the light is at the top right."""
    time = np.arange(SAMPLES) / SAMPLE_RATE
    wave = np.sin(2 * np.pi * 5000 * time) * (time > time[-1] / 2)
    grey = np.asarray(opened(sound_picture(wave.astype(np.float32)).jpeg).convert("L"), float)
    assert grey.shape == (SIDE, SIDE)
    rows, columns = np.nonzero(grey > 200)
    assert len(rows) and rows.max() < SIDE / 2 and columns.min() > SIDE * 0.45


def test_the_starter_set_is_even_and_can_be_heard(project: Project) -> None:
    assert add_starter(project, "sounds", per_class=2) == 2 * len(KINDS)
    assert project.dataset.classes() == dict.fromkeys(KINDS, 2)
    for record in project.dataset.images():
        heard = sound_of(project, record.id)
        assert heard is not None
        again = sound_picture(
            sound(record.label, int(project.dataset.provenance(record.id)["seed"]))
        )
        assert again.id == record.id
    assert add_starter(project, "sounds", per_class=2) == 0


def test_it_is_drawn_once_on_a_machine(
    project: Project, home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole set is kept for the next workspace; a damaged file is drawn anew."""
    monkeypatch.setattr(sound_set, "PER_CLASS", 2)
    monkeypatch.setattr(sound_set, "SIZE", 2 * len(KINDS))
    first = [picture.id for picture in sound_set.sound_pictures()]
    monkeypatch.setattr(sound_set, "sound", lambda kind, seed: pytest.fail("drawn twice"))
    assert [picture.id for picture in sound_set.sound_pictures()] == first
    monkeypatch.undo()
    assert STARTERS["sounds"].size == sound_set.PER_CLASS * len(KINDS)


def test_a_damaged_store_is_drawn_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_set, "PER_CLASS", 2)
    monkeypatch.setattr(sound_set, "SIZE", 2 * len(KINDS))
    drawn = [picture.id for picture in sound_set.sound_pictures()]
    [store] = home.rglob("sounds-*.zip")
    store.write_bytes(b"PK nonsense")
    assert [picture.id for picture in sound_set.sound_pictures()] == drawn


def test_a_changed_seed_in_somebodys_project_plays_nothing_strange(project: Project) -> None:
    """Provenance may come from an opened project: what is no kind and seed is no sound."""
    [picture] = list(sound_set.sound_pictures(1))[:1]
    for provenance in ({"sound": "../etc", "seed": "1"}, {"sound": "rain", "seed": "-1"}):
        other = Workspace.create().current()
        other.dataset.add([type(picture)(**{**_fields(picture), "provenance": provenance})])
        assert sound_of(other, picture.id) is None


def _fields(picture: object) -> dict[str, object]:
    return {name: getattr(picture, name) for name in picture.__slots__}  # type: ignore[attr-defined]


def test_a_played_sound_is_the_sound(project: Project) -> None:
    add_starter(project, "sounds", per_class=1)
    record = project.dataset.images("knock")[0]
    heard = read_wav(sound_of(project, record.id) or b"")
    assert heard == pytest.approx(sound("knock", 0), abs=1e-4)


def test_riddles_ask_for_one_of_two_kinds_outside_the_set() -> None:
    riddles = [riddle(number) for number in range(40)]
    assert riddles[0].asked == "knock" and riddle(7) == riddle(7)
    for one in riddles:
        assert one.asked != one.other and {one.asked, one.other} <= set(KINDS)
        assert min(one.seeds) >= sound_set.PER_CLASS
    assert {one.answer for one in riddles} == set(SIDES)
    assert {one.asked for one in riddles} == set(KINDS)
