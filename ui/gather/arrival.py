"""What was brought, as we read it: shown with pictures and other readings before it is kept."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import streamlit as st

from core.content import lesson_text, says
from core.gather.as_read import Choices
from core.gather.class_names import clean_class_name
from core.gather.intake import start_intake
from core.gather.meaning.questions import way_in_words
from core.gather.meaning.reading import Reading
from core.gather.meaning.way import TEACHABLE, Way
from core.gather.reading.refusal import Refused
from core.gather.staging import Part, arrivals, drop, project_zip, small_picture, staged
from core.project.archive.members import ArchiveRefused
from core.project.project import Project
from core.words import count_of, listed
from ui.gather.unlabelled import table_alone
from ui.navigation import open_page
from ui.parts.lesson import as_text, tell_opened
from ui.session import open_workspace

TEXT = lesson_text("arrival")
MOST_CLASSES = 12  # that are shown with pictures; the others are named
EACH = 3  # pictures of a class
SMALL_PX = 72


def waiting_arrival(project: Project) -> bool:
    """Shows what waits for the learner's word; returns whether anything does."""
    parts = staged(project, st.session_state.get(_encodings(project), {}))
    if not parts:
        return False
    with st.container(border=True, key="arrival"):
        saved = next((part for part in parts if part.reading.saved_project), None)
        if saved is not None:
            _saved_project(project, saved)
        elif not any(part.reading.pictures or part.refused for part in parts):
            table_alone(project, parts)
        else:
            _pictures(project, parts)
    return True


def _saved_project(project: Project, part: Part) -> None:
    st.markdown(f"**{TEXT['saved']}** {TEXT['saved_how']}")
    with st.container(horizontal=True):
        if st.button(says("gather", "open_it"), type="primary", key="open_saved"):
            _open(project, part)
        _drop_button(project)


def _open(project: Project, part: Part) -> None:
    try:
        with st.spinner(says("gather", "opening")), tempfile.TemporaryDirectory() as folder:
            packed = project_zip(part, Path(folder) / "project.zip")
            opened = open_workspace().open_archive(packed)
    except (ArchiveRefused, Refused) as refusal:
        st.error(as_text(str(refusal)))
        return
    drop(project)
    tell_opened(opened)
    open_page("journey")


def _pictures(project: Project, parts: list[Part]) -> None:
    st.markdown(f"**{TEXT['head']}**")
    choices = {part.key: _part(project, part, parts) for part in parts}
    coming = arrivals(parts, choices)
    new = sum(len(part.reading.pictures) for part in parts)
    with st.container(horizontal=True):
        keep = f"Keep {count_of(new, 'picture')}"
        if st.button(keep, type="primary", key="keep_arrival", disabled=not new):
            if not start_intake(project, coming, at_the_end=lambda: drop(project)):
                st.toast(says("gather", "keep_later"))
            st.rerun()
        _drop_button(project)


def _drop_button(project: Project) -> None:
    if st.button(says("gather", "do_not_keep_it"), key="drop_arrival", type="tertiary"):
        drop(project)
        st.rerun()


def _part(project: Project, part: Part, parts: Sequence[Part]) -> Choices:
    """One ZIP or folder as it is read, and what the learner chooses about it."""
    if len(parts) > 1:
        st.markdown(as_text(part.name or TEXT["loose"]))
    if part.refused:
        st.warning(as_text(part.refused))
        return Choices()
    if not part.reading.pictures:
        st.caption(TEXT["nothing"])
        return Choices()
    shown = st.container()  # what follows from the answers stands above them
    _zip_names(project, part)
    way = _way(part)
    lock = _lock_test(part, way)
    joined = _spellings(part, way, _known(project, part, parts))
    rest = _rest(project, part, way)
    with shown:
        _as_read(project, part, way, lock)
    _left_out(part.reading)
    return Choices(way.key, lock, joined, rest)


def _as_read(project: Project, part: Part, way: Way, lock: bool) -> None:
    counts = [f"**{as_text(name)}** {count:,}" for name, count in way.counts.items()]
    line = TEXT["read_as"].format(classes=listed(counts)) if counts else TEXT["read_as_nothing"]
    said = [line]
    if way.unlabelled and counts:
        said.append(says("gather", "more_unlabelled", count=way.unlabelled))
    if lock and way.in_test:
        said.append(says("gather", "locked_away", pictures=count_of(way.in_test, "picture")))
    st.markdown(" ".join(said))
    if way.kind == TEACHABLE:
        st.caption(TEXT["teachable"])
    with st.container(horizontal=True, gap="medium"):
        for name in [*list(way.counts)[:MOST_CLASSES], *([""] if way.unlabelled else [])]:
            _class(project, part, way, name)
    if len(way.counts) > MOST_CLASSES:
        st.caption(says("gather", "more_classes", count=len(way.counts) - MOST_CLASSES))


def _class(project: Project, part: Part, way: Way, name: str) -> None:
    """A few pictures of one class, side by side under its name."""
    with st.container(width=3 * SMALL_PX + 24, gap="xsmall"):
        count = way.counts.get(name, way.unlabelled)
        st.caption(f"{as_text(name) if name else 'no label'} · {count:,}")
        with st.container(horizontal=True, gap="xsmall"):
            for path in _some_pictures(project, part, way, name):
                st.image(str(path), width=SMALL_PX)


def _some_pictures(project: Project, part: Part, way: Way, name: str) -> Iterator[Path]:
    places = [place for place, label in enumerate(way.names) if label == name]
    step = max(1, len(places) // EACH)
    for place in places[::step][:EACH]:
        if path := small_picture(project, part, place):
            yield path


def _way(part: Part) -> Way:
    ways = {way.key: way for way in part.reading.ways}
    if len(ways) < 2:
        return part.reading.way()
    key = st.radio(
        TEXT["ways"],
        list(ways),
        format_func=lambda key: as_text(way_in_words(part.reading, ways[key])),
        key=f"arrival_way_{part.key}",
    )
    return part.reading.way(key or "")


def _zip_names(project: Project, part: Part) -> None:
    """Where the names in a ZIP can be read in several ways, the learner says which is right."""
    if part.names is None or not part.names.others:
        return
    first = part.names.others[0]
    examples = {part.names.encoding: first[1], **{e: then for e, _, then in part.names.others}}
    chosen = st.radio(
        TEXT["names"],
        list(examples),
        index=list(examples).index(part.names.encoding),
        format_func=lambda encoding: as_text(examples[encoding]),
        key=f"arrival_names_{part.key}",
        horizontal=True,
    )
    if chosen and chosen != part.names.encoding:
        answers = st.session_state.setdefault(_encodings(project), {})
        answers[part.key] = chosen
        st.rerun()


def _lock_test(part: Part, way: Way) -> bool:
    if not way.in_test:
        return True
    return st.checkbox(
        TEXT["test"].format(count=count_of(way.in_test, "picture")),
        value=True,
        key=f"arrival_test_{part.key}",
    )


def _known(project: Project, part: Part, parts: Sequence[Part]) -> dict[str, int]:
    """Class → pictures, of the project and of what waits beside this part."""
    known = project.dataset.classes()
    for other in parts:
        if other.key != part.key:
            for name, count in other.reading.way().counts.items():
                known[name] = known.get(name, 0) + count
    return known


def _spellings(part: Part, way: Way, known: Mapping[str, int]) -> dict[str, str]:
    """Class → the class it becomes, for those the learner calls one; each group is asked about."""
    for name in way.one_spelling():
        st.caption(TEXT["looks_same_done"].format(name=as_text(name)))
    joined: dict[str, str] = {}
    for number, group in enumerate(way.spellings(known)):
        into = max(group, key=lambda name: (known.get(name, 0), way.counts.get(name, 0)))
        said = TEXT["spelling_one"].format(names=as_text(listed(group)), into=as_text(into))
        if st.checkbox(said, key=f"arrival_spelling_{part.key}_{number}"):
            joined |= dict.fromkeys(group, into)
    return joined


def _rest(project: Project, part: Part, way: Way) -> str:
    """The class for those that have none; "" where they stay without a label."""
    if not way.unlabelled:
        return ""
    chosen = st.selectbox(
        TEXT["rest"].format(count=count_of(way.unlabelled, "picture")),
        list({**project.dataset.classes(), **way.counts}),
        index=None,
        accept_new_options=True,
        placeholder=TEXT["rest_none"],
        key=f"arrival_rest_{part.key}",
    )
    try:
        return clean_class_name(chosen) if chosen else ""
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return ""


def _left_out(reading: Reading) -> None:
    if not reading.turned_away:
        return
    files = count_of(len(reading.turned_away), "file")
    with st.expander(says("gather", "cannot_use", files=files)):
        for name, reason in reading.turned_away[:20]:
            st.caption(f"{as_text(name)}: {as_text(reason)}")


def _encodings(project: Project) -> str:
    return f"_arrival_names_{project.id}"
