"""Five thousand damaged copies of real photos: each is a picture, or is refused with a sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from core.gather.reading.decode import MAX_PIXELS, decode
from core.gather.reading.refusal import Refused
from core.project.archive.members import is_bare
from tests.core.gather.decoding import SENTENCE, counted
from tests.core.gather.hostile_pictures import FORMATS
from tests.core.gather.mutants import MUTANTS, mutants, small_copies
from tests.core.gather.pictures import as_file, noise, opened

STARTS = {name: as_file(noise(1), name)[:64] for name in FORMATS}


def originals(bears: Path, odd_files: Path) -> list[bytes]:
    """Small copies of real photos in every format, and some as they are."""
    photos = [sorted(folder.iterdir())[0] for folder in sorted(bears.iterdir())]
    opened_photos = [Image.open(photo) for photo in [*photos, *sorted(odd_files.iterdir())]]
    return [photo.read_bytes() for photo in photos] + small_copies(opened_photos)


def outcome(data: bytes) -> str:
    """ "" for a picture that came in clean, or the sentence it was refused with."""
    try:
        stored = decode(data, "photo.jpg")
    except Refused as refusal:
        return str(refusal)
    assert is_bare(stored.jpeg) and opened(stored.jpeg).size == (stored.width, stored.height)
    return ""


@pytest.mark.photos
def test_mutants_of_real_photos(bears: Path, odd_files: Path) -> None:
    came_in = 0
    with counted() as work:
        for what, data in mutants(originals(bears, odd_files), seed=8):
            said = outcome(data)
            assert not said or SENTENCE.match(said), (what, said)
            came_in += not said
    assert 0.2 * MUTANTS < came_in < 0.8 * MUTANTS  # else they are too tame, or too broken
    assert work.pixels <= MAX_PIXELS


@settings(max_examples=300)
@given(some.sampled_from(FORMATS), some.integers(2, 64), some.binary(max_size=600))
def test_any_bytes_behind_a_good_start(name: str, kept: int, data: bytes) -> None:
    said = outcome(STARTS[name][:kept] + data)
    assert not said or SENTENCE.match(said)
