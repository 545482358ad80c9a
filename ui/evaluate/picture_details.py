"""What stands around an opened picture: its neighbours, where it is from, its probabilities."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.curation.embedding.neighbours import Neighbour, nearest_training
from core.evaluation.picture_evidence import Fact, change_in_words, origin
from core.production.run_files import MISSING, model_labels
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.vision.backbone import BackboneUnavailable
from core.words import count_of, percent
from ui.parts import charts
from ui.parts.chart_labels import LONGEST, plain, shortened
from ui.parts.lesson import as_text
from ui.parts.palette import class_colours, class_marks
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall


def nearest_pictures(
    project: Project, run: RunRecord, path: Path, image_id: str, label: str
) -> None:
    """A row of neighbours of the picture at `path`, and how many of them carry its `label`."""
    text = lesson_text("picture_card")
    st.markdown(says("evaluate", "nearest_training_pictures"))
    try:
        preprocess = model_labels(project, run).preprocess()
        found = nearest_training(project, path, image_id, preprocess)
    except (OSError, KeyError, ValueError):
        st.caption(MISSING)
        return
    except BackboneUnavailable as reason:
        st.caption(as_text(str(reason)))
        return
    if not found:
        st.caption(text["nearest_missing"])
        return
    st.caption(f"{_agreement(found, label)} {text['nearest']}")
    picture_wall(
        _on_wall(project, found, label),
        key="card_nearest",
        size=120,
        label=says("evaluate", "nearest_training_pictures_button"),
        pick=False,
    )


def _agreement(found: Sequence[Neighbour], label: str) -> str:
    same = sum(one.label == label for one in found)
    return f"{same} of {count_of(len(found), 'neighbour')} labelled {as_text(label)}."


def _on_wall(project: Project, found: Sequence[Neighbour], label: str) -> list[WallPicture]:
    marks = class_marks(project.dataset.classes())
    return [
        WallPicture(
            id=one.image_id,
            path=project.dataset.thumbnail(one.image_id),
            caption=f"{one.label}, {one.cosine:.2f}",
            badge=marks.get(one.label, "?"),
            tone="good" if one.label == label else "warn",
        )
        for one in found
    ]


LINE = "  \n"
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\()\[\]]+")


def facts_of(project: Project, record: ImageRecord | None) -> None:
    """Two short lists, side by side; nothing for a picture that is not in the dataset."""
    if record is None:
        return
    where, past = st.columns(2, gap="large")
    with where:
        st.markdown(says("evaluate", "where_it_is_from"))
        facts = origin(record, project.dataset.provenance(record.id))
        st.caption(LINE.join(f"{as_text(fact.name)}: {_value(fact)}" for fact in facts))
    with past:
        st.markdown(says("evaluate", "its_label_so_far"))
        changes = project.dataset.label_history(record.id)
        st.caption(LINE.join(as_text(change_in_words(change)) for change in changes))


def _value(fact: Fact) -> str:
    """A web address as a link, everything else as it was written."""
    return f"<{fact.value}>" if _ADDRESS.fullmatch(fact.value) else as_text(fact.value)


MOST_BARS = 8
BAR_PX, FRAME_PX = 36, 34


def probability_bars(ranked: list[tuple[str, float]], label: str) -> None:
    """A bar for each class, likeliest first, with its mark; of many classes the likeliest seven
    and the label's own."""
    shown = _worth_showing(ranked, label)
    vocab = [name for name, _ in ranked]
    charts.show(
        _figure(shown, vocab),
        table=pd.DataFrame(ranked, columns=["class", "probability"]),
        alt="; ".join(f"{name} {percent(share)}" for name, share in shown),
        key="card_probabilities",
        height=BAR_PX * len(shown) + FRAME_PX,
    )


def _worth_showing(ranked: list[tuple[str, float]], label: str) -> list[tuple[str, float]]:
    if len(ranked) <= MOST_BARS:
        return ranked
    first = ranked[: MOST_BARS - 1]
    own = [pair for pair in ranked[MOST_BARS - 1 :] if pair[0] == label]
    return first + (own or [ranked[MOST_BARS - 1]])


def _figure(shown: list[tuple[str, float]], vocab: list[str]) -> go.Figure:
    colours, marks = class_colours(vocab), class_marks(vocab)
    named = [
        (f"{plain(shortened(name, LONGEST))} ({marks[name]}) ", share) for name, share in shown
    ]
    whole = [plain(name) for name, _ in shown]
    return charts.share_bars(named, [colours[name] for name, _ in shown], to=1.25, whole=whole)
