"""How the world might look different: one condition, how strong, and three pictures under it."""

import io
from functools import lru_cache

import streamlit as st
from PIL import Image

from core.content import lesson_text
from core.evaluation.conditions import CONDITIONS, STRENGTHS, Condition, condition_words
from core.project.project import Project
from core.project.records import ImageRecord
from core.words import percent
from ui.parts.choice import one_of
from ui.parts.lesson import as_text, note

SHOWN, SIDE = 3, 360


def choose_condition(records: list[ImageRecord], here: Project) -> tuple[Condition, float]:
    """Ask for a condition and its strength (0…1), and show some of the pictures under it."""
    st.markdown(lesson_text("domain")["intro"])
    names = {key: condition_words()[key].name for key in CONDITIONS}
    key = one_of(
        "What is different?", names, key="condition", row=st.pills, bind="query-params", wrap=True
    )
    condition = CONDITIONS[key]
    shares = {strength: percent(strength) for strength in STRENGTHS}
    strength = one_of(
        "How strong?", shares, key="strength", first=condition.usual, persist_state="session"
    )
    note(condition_words()[key].about)
    _pairs(_one_of_each(records), here, condition, strength)
    return condition, strength


def _one_of_each(records: list[ImageRecord]) -> list[ImageRecord]:
    """The first picture of each class, then whatever comes, `SHOWN` in all."""
    first = {record.label: record for record in reversed(records)}
    ones = [first[label] for label in sorted(first)]
    return [*ones, *(record for record in records if record not in ones)][:SHOWN]


def _pairs(
    records: list[ImageRecord], here: Project, condition: Condition, strength: float
) -> None:
    """Each picture as it is, and under the condition below it."""
    for column, record in zip(st.columns(SHOWN, gap="small"), records, strict=False):
        path = str(here.dataset.image_path(record.id))
        with column:
            st.image(shown(path, record.id), width="stretch", alt=f"{record.label} at home")
            changed = shown(path, record.id, condition.name, strength)
            name = condition_words()[condition.name].name
            st.image(
                changed,
                width="stretch",
                alt=f"{record.label}: {name}",
                caption=as_text(f"{record.label}: {name.lower()}"),
            )


@lru_cache(maxsize=128)
def shown(path: str, image_id: str, condition: str = "", strength: float = 0.0) -> bytes:
    """A JPEG of a stored picture for the screen, as it is or under a condition."""
    with Image.open(path) as stored:
        picture = stored.convert("RGB")
    if condition:
        picture = CONDITIONS[condition].of(picture, image_id, strength)
    picture.thumbnail((SIDE, SIDE))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82)
    return stream.getvalue()
