"""A learner's own recording: cut into clips, turned into pictures, kept so that it can be heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from core.content import says
from core.gather.class_names import clean_class_name
from core.gather.intake import IntakeReport
from core.gather.reading.refusal import Refused
from core.project.disk import write_whole
from core.project.project import Project
from core.project.records import Added, NewImage
from core.sounds.sound_set import SIDE, sound_picture
from core.sounds.spectrogram import SAMPLE_RATE, SAMPLES
from core.sounds.voices import KINDS, Wave, sound
from core.sounds.wav import read_wav, to_wav

RECORDING = "recording"
QUIET = 10 ** (-50 / 20)  # a clip whose peak lies below -50 dB is silence
SHORTEST = SAMPLE_RATE  # what is left over at the end is a clip of its own from one second on


@dataclass(frozen=True, eq=False)
class Clip:
    """One picture's worth of sound: `wave` (65024,) at 22,050 Hz, from `start` seconds on."""

    start: float
    wave: Wave


def take_recordings(
    project: Project, files: Iterable[tuple[str, bytes]], label: str
) -> IntakeReport:
    """Takes WAV files (name, bytes) into the class `label`; one that cannot be used is listed with
    the reason and disturbs no other. Raises Refused for an unusable class name."""
    clean, report = clean_class_name(label), IntakeReport()
    for name, data in files:
        try:
            added = add_recording(project, data, name, clean)
        except Refused as refusal:
            report.refused.append((name, str(refusal)))
        else:
            report.new += added.new
            report.already += added.already
    return report


def add_recording(project: Project, data: bytes, name: str, label: str) -> Added:
    """Takes a WAV file into the class `label`: a picture for every three seconds that are not
    silent, each with its sound. Raises Refused with a sentence for what cannot be used.
    """
    clean = clean_class_name(label)
    images = []
    for clip in clips(read_wav(data)):
        image = _new_image(clip, PurePath(name.replace("\\", "/")).name[-100:], clean)
        write_whole(project.dataset.sound_path(image.id), to_wav(clip.wave))
        images.append(image)
    return project.dataset.add(images)


def clips(wave: Wave) -> list[Clip]:
    """The recording in pieces of just under three seconds; a short one in the middle of silence.
    Raises Refused when there is nothing to hear in any of them."""
    starts = range(0, max(len(wave) - SHORTEST, 0) + 1, SAMPLES)
    pieces = [(start, wave[start : start + SAMPLES]) for start in starts]
    heard = [
        Clip(start / SAMPLE_RATE, _filled(piece))
        for start, piece in pieces
        if float(np.abs(piece).max()) >= QUIET
    ]
    if not heard:
        raise Refused(says("sounds", "silent"))
    return heard


def sound_of(project: Project, image_id: str) -> bytes | None:
    """The sound behind a picture as a WAV file; None for a picture that was never a sound.

    A synthesised one is made again from its seed; a recording is read again before it is handed
    out, for it may have come in somebody's saved project.
    """
    noted = project.dataset.provenance(image_id)
    kind, seed = noted.get("sound", ""), noted.get("seed", "")
    if kind in KINDS and seed.isdecimal() and len(seed) <= 9:
        return to_wav(sound(kind, int(seed)))
    path = project.dataset.sound_path(image_id)
    if kind != RECORDING or not path.exists():
        return None
    try:
        return to_wav(read_wav(path.read_bytes()))
    except Refused:
        return None


def _filled(piece: Wave) -> Wave:
    missing = SAMPLES - len(piece)
    return np.pad(piece, (missing // 2, missing - missing // 2))


def _new_image(clip: Clip, name: str, label: str) -> NewImage:
    picture = sound_picture(clip.wave)
    minutes, rest = divmod(int(clip.start), 60)
    return NewImage(
        id=picture.id,
        jpeg=picture.jpeg,
        label=label,
        name=f"{name} {minutes}:{rest:02d}",
        width=SIDE,
        height=SIDE,
        source=RECORDING,
        provenance={"sound": RECORDING, "file": name, "start_seconds": f"{clip.start:.2f}"},
    )
