"""How the world might look different: a condition and how strong, or a set that was held back."""

import io
from collections.abc import Mapping
from functools import lru_cache

import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from core.content import lesson_text, read, says
from core.evaluation.abroad import records_of
from core.evaluation.conditions import CONDITIONS, STRENGTHS, Condition, condition_words
from core.evaluation.elsewhere import Elsewhere
from core.evaluation.held_back import CONDITIONS as RENDERED_SETS
from core.evaluation.held_back import (
    HeldBackSet,
    held_back_pictures,
    held_back_sets,
    is_own,
    known_to,
)
from core.project.project import Project
from core.project.records import ImageRecord
from core.training.outcome import Outcome
from core.words import count_of, percent
from ui.parts.choice import one_of
from ui.parts.fold import explained
from ui.parts.lesson import as_text, note
from ui.world.bring import bring_a_set

SHOWN, SIDE = 3, 360
CHANGED, RENDERED, BROUGHT = "changed", "rendered", "brought"


def choose_elsewhere(here: Project, home: Outcome) -> Elsewhere | None:
    """Ask for what is different; None while no set is there yet."""
    text = lesson_text("domain")
    st.markdown(text["intro"])
    sets = held_back_sets(here, home.vocab)
    rendered = [name for name in RENDERED_SETS if name in sets]
    ways = read("domain.yaml", dict[str, str], "ways")
    row = st.container(horizontal=True, vertical_alignment="bottom")
    label = says("world", "which_and_how_strong")
    box = row.popover(label, icon=":material/tune:", key="elsewhere")
    with box:
        way = one_of(
            says("world", "which_pictures"),
            {key: ways[key] for key in ways if key != RENDERED or rendered},
            key="elsewhere_way",
            bind="query-params",
            wrap=True,
        )
    if way == CHANGED:
        name = "no_background_rendered" if rendered else "no_background"
        return _condition(here, row, box, explanation=(name, text[name]))
    if way == RENDERED:
        return _set({name: sets[name] for name in rendered}, here, home, key="rendered_set")
    own = {name: one for name, one in sets.items() if is_own(name)}
    bring_a_set(here, home.vocab, folded=bool(own))
    return _set(own, here, home, key="own_set") if own else None


def _condition(
    here: Project, row: DeltaGenerator, box: DeltaGenerator, explanation: tuple[str, str]
) -> Elsewhere:
    """The condition, in the `row`; how strong it is stands in the `box` beside it."""
    names = {key: condition_words()[key].name for key in CONDITIONS}
    chosen = row.selectbox(
        says("world", "what_different"),
        list(names),
        format_func=names.__getitem__,
        key="condition",
        bind="query-params",
        width=260,
    )
    key = chosen if chosen in names else next(iter(names))
    condition = CONDITIONS[key]
    shares = {strength: percent(strength) for strength in STRENGTHS}
    with box:
        strength = one_of(
            says("world", "how_strong"),
            shares,
            key="strength",
            first=condition.usual,
            persist_state="session",
        )
    note(condition_words()[key].about)
    explained(here, *explanation)
    return Elsewhere(key, strength)


def _set(sets: Mapping[str, HeldBackSet], here: Project, home: Outcome, *, key: str) -> Elsewhere:
    titles = {name: as_text(one.title) for name, one in sets.items()}
    name = one_of(
        says("world", "which_set"), titles, key=key, row=st.pills, bind="query-params", wrap=True
    )
    shown = known_to(home.vocab, held_back_pictures(here, name))
    note(f"{as_text(sets[name].about)} {count_of(len(shown), 'picture')}.")
    return Elsewhere(name, held_back=True)


def show_some(here: Project, home: Outcome, where: Elsewhere) -> None:
    """Three of the pictures: at home and under the condition, or the first ones of the set."""
    if not where.held_back:
        records = _one_of_each(records_of(here, home.image_ids))
        _pairs(records, here, CONDITIONS[where.name], where.strength)
        return
    shown = known_to(home.vocab, held_back_pictures(here, where.name))
    first = {one.label: one for one in reversed(shown.values())}
    for column, label in zip(_side_by_side(), sorted(first)[:SHOWN], strict=False):
        picture = shown_jpeg(str(first[label].path))
        column.image(picture, width="stretch", alt=label, caption=as_text(label))


def _one_of_each(records: list[ImageRecord]) -> list[ImageRecord]:
    """The first picture of each class, then whatever comes, `SHOWN` in all."""
    first = {record.label: record for record in reversed(records)}
    ones = [first[label] for label in sorted(first)]
    return [*ones, *(record for record in records if record not in ones)][:SHOWN]


def _side_by_side() -> list[DeltaGenerator]:
    """Columns that stay beside each other on a phone, too: what follows from them is near then."""
    with st.container(key="pairs_in_a_row"):
        return st.columns(SHOWN, gap="small")


def _pairs(
    records: list[ImageRecord], here: Project, condition: Condition, strength: float
) -> None:
    """Each picture as it is, and under the condition below it."""
    for column, record in zip(_side_by_side(), records, strict=False):
        path = str(here.dataset.image_path(record.id))
        with column:
            st.image(
                shown_jpeg(path),
                width="stretch",
                alt=says("world", "label_at_home", label=record.label),
            )
            changed = shown_jpeg(path, record.id, condition.name, strength)
            name = condition_words()[condition.name].name
            st.image(
                changed,
                width="stretch",
                alt=f"{record.label}: {name}",
                caption=as_text(f"{record.label}: {name}"),
            )


@lru_cache(maxsize=128)
def shown_jpeg(path: str, image_id: str = "", condition: str = "", strength: float = 0.0) -> bytes:
    """A JPEG of a stored picture for the screen, as it is or under a condition."""
    with Image.open(path) as stored:
        picture = stored.convert("RGB")
    if condition:
        picture = CONDITIONS[condition].of(picture, image_id, strength)
    picture.thumbnail((SIDE, SIDE))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82)
    return stream.getvalue()
