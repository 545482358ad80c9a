"""Sounds as a way in: listen, look, guess, and bring your own."""

import streamlit as st

from core.content import lesson_text, says
from core.gather.intake import INTAKES
from core.gather.reading.refusal import Refused
from core.project.project import Project
from core.sounds.recording import take_recordings
from core.sounds.sound_set import LICENCE, PER_CLASS, SIDES, SIZE, Riddle, riddle, sound_picture
from core.sounds.spectrogram import SAMPLE_RATE
from core.sounds.voices import KINDS, sound
from core.sounds.wav import MAX_BYTES, to_wav
from ui.gather.starter import start_button
from ui.gather.upload_parts import Uploads, class_choice, next_key, taken_over, widget_key
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import as_text, note, what_you_saw

TEXT = lesson_text("sounds")
FIRST_KIND = "chirp"
_ANOTHER, _RIDDLE = "_another_sound", "_sound_riddle"


def sounds(project: Project) -> None:
    """A sound and its picture, a riddle, the starter set of sounds, and the learner's own."""
    st.markdown(TEXT["how"])
    _listen_and_look()
    _guess()
    with st.container(horizontal=True, vertical_alignment="center"):
        start_button(project, "sounds")
        st.markdown(says("gather", "sounds", count=SIZE, licence=LICENCE), width="stretch")
    with st.expander(says("gather", "your_own_sounds")):
        _own(project)
    note(TEXT["flips"])


def _listen_and_look() -> None:
    kind = st.pills(
        says("gather", "choose_a_sound"),
        KINDS,
        default=FIRST_KIND,
        required=True,
        key="sound_kind",
        persist_state="session",
    )
    kind = str(kind or FIRST_KIND)
    shown = int(st.session_state.get(_ANOTHER, 0))
    picture, words = st.columns([2, 3], gap="large", vertical_alignment="center")
    jpeg, wav = _drawn(kind, PER_CLASS * 10 + shown)
    picture.image(
        jpeg, width="stretch", alt=says("gather", "spectrogram", kind=kind, about=TEXT[kind])
    )
    with words:
        st.audio(wav, format="audio/wav")
        st.markdown(TEXT[kind])
        if st.button(
            says("gather", "another", kind=kind), key="another_sound", icon=":material/refresh:"
        ):
            st.session_state[_ANOTHER] = shown + 1
            st.rerun()


def _guess() -> None:
    number = int(st.session_state.get(_RIDDLE, 0))
    now = riddle(number)
    prompt = says("gather", "which_sound", kind=now.asked)
    *pictures, words = st.columns([2, 2, 3], gap="medium")
    with words:
        chosen = guess_now(prompt, SIDES, key=f"sound_guess_{number}")
        guessed = None if chosen is None else SIDES[chosen]
        if guessed:
            note_result(guessed == now.answer, now.answer)
            what_you_saw(_answer(now, guessed))
            if st.button(
                says("gather", "another_pair"), key="another_riddle", icon=":material/refresh:"
            ):
                st.session_state[_RIDDLE] = number + 1
                st.rerun()
    for picture, side, kind, seed in zip(pictures, SIDES, now.kinds, now.seeds, strict=True):
        with picture:
            _card(side, kind, seed, reveal=bool(guessed))


def _card(side: str, kind: str, seed: int, *, reveal: bool) -> None:
    jpeg, wav = _drawn(kind, seed)
    alt = says("gather", "sound_of" if reveal else "sound", side=side, kind=kind)
    st.image(jpeg, caption=f"{side}: {kind}" if reveal else side, width="stretch", alt=alt)
    if reveal:
        st.audio(wav, format="audio/wav")


def _answer(now: Riddle, guessed: str) -> str:
    verdict = "sound_right" if guessed == now.answer else "sound_wrong"
    return says("gather", verdict, side=now.answer, kind=now.asked, about=TEXT[now.asked])


def _own(project: Project) -> None:
    note(TEXT["own"])
    label = class_choice(project)
    if not label:
        return
    recorded = st.audio_input(
        says("gather", "record"), sample_rate=SAMPLE_RATE, key=widget_key("microphone")
    )
    files = st.file_uploader(
        says("gather", "drop_wav_files"),
        type=["wav"],
        accept_multiple_files=True,
        max_upload_size=MAX_BYTES // 1_000_000,
        key=widget_key("wavs"),
    )
    if recorded is not None or files:
        _take(project, [*files, *([recorded] if recorded else [])], label)


def _take(project: Project, uploads: Uploads, label: str) -> None:
    held = taken_over(uploads)
    next_key("microphone")
    next_key("wavs")
    try:
        with st.spinner(says("gather", "drawing_your_sounds")):
            INTAKES.note(project, take_recordings(project, held, label))
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    st.rerun()


@st.cache_data(max_entries=48, show_spinner=False)
def _drawn(kind: str, seed: int) -> tuple[bytes, bytes]:
    """A synthesised sound as (JPEG, WAV)."""
    wave = sound(kind, seed)
    return sound_picture(wave).jpeg, to_wav(wave)
