"""Sounds on Gather, and the one click that leads to a trained model."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from scipy.io import wavfile

from core.project.project import Project
from core.sounds.sound_set import LICENCE, riddle
from core.sounds.spectrogram import SAMPLE_RATE
from core.starter.starter_sets import add_starter
from core.training.quick import quick
from tests.app import has, open_page, sent_by_component, texts, unfold
from ui.parts.lesson import as_text


def bell() -> bytes:
    time = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    buffer = io.BytesIO()
    wavfile.write(buffer, SAMPLE_RATE, np.sin(2 * np.pi * 660 * time).astype("f4") / 2)
    return buffer.getvalue()


def on_sounds(project: Project):  # type: ignore[no-untyped-def]
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Sounds").run()
    assert not at.exception
    return at


def audio(at: object) -> int:
    return len(at.get("audio"))  # type: ignore[attr-defined]


def test_listen_look_and_guess(project: Project) -> None:
    at = on_sounds(project)
    assert LICENCE in texts(at).replace("\\", "")
    assert "Short slanted strokes" in texts(at) and audio(at) == 1
    at.pills(key="sound_kind").select("rain").run()
    assert "A bright carpet" in texts(at)
    now = riddle(0)
    assert now.asked in at.radio(key="sound_guess_0").label
    wrong = "A" if now.answer == "B" else "B"
    at.radio(key="sound_guess_0").set_value(wrong).run()
    assert f"No, {now.answer} is the {now.asked}" in texts(at) and audio(at) == 3
    at.button(key="another_riddle").click().run()
    assert (
        not at.exception
        and riddle(1).asked in at.radio(key="sound_guess_1").label
        and audio(at) == 1
    )


def test_own_recordings_come_in_and_bad_ones_are_listed(project: Project) -> None:
    at = on_sounds(project)
    project.dataset.add_class("bell")
    at.run()
    at.selectbox(key="gather_class").select("bell").run()
    files = [("bell.wav", bell(), "audio/wav"), ("song.wav", b"ID3" + bytes(50), "audio/wav")]
    at.file_uploader[0].set_value(files).run()
    assert not at.exception and project.dataset.classes() == {"bell": 2}
    said = texts(at)
    assert as_text("song.wav") in said and "MP3" in said


def test_one_picked_sound_can_be_played_again(project: Project) -> None:
    add_starter(project, "sounds", per_class=2)
    at = open_page("/gather", project)
    ids = [record.id for record in project.dataset.images()]
    for picked, players in (([], 0), (ids[:1], 1), (ids[:2], 0)):
        at.session_state["gather_wall"] = {"selected": sent_by_component(picked)}
        at.run()
        assert not at.exception and audio(at) == players


def test_one_click_leads_to_a_guess_about_the_first_model(
    project: Project, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    monkeypatch.setattr("ui.parts.starter_set.NO_WAIT_S", 60)
    at = open_page("/gather", project)
    at.selectbox(key="gather_way").select("Starter sets").run()
    at.button(key="start_digits").click().run()
    assert not at.exception and at.title[0].value == "Evaluate"
    assert has(at, "lock_guess") and not has(at, "pair_0")
    assert len(project.runs.all()) == 1
    at = unfold(open_page("/gather", project), "ways_panel")
    at.selectbox(key="gather_way").select("Starter sets").run()
    assert "start_digits" not in [button.key for button in at.button]


def test_a_page_without_pictures_starts_with_ours(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button on any page: pictures at once, and a first model on its way."""
    begun: list[Project] = []
    monkeypatch.setattr("ui.parts.starter_set.start_quick", begun.append)
    monkeypatch.setattr("ui.parts.starter_set.FIRST", "digits")
    at = open_page("/datablock", project)
    at.button(key="use_starter").click().run()
    assert not at.exception and project.dataset.images() and len(begun) == 1


def test_waiting_for_a_training_ends_with_it(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "train_quick", lambda here, **_: here.runs.create("quick", {}, 1))
    digits.versions.freeze()
    quick.TRAINING.wait(digits, 0.01)
    quick.start_quick(digits)
    quick.TRAINING.wait(digits, 60)
    snapshot = quick.TRAINING.progress(digits)
    assert snapshot is not None and snapshot.state == "finished"
