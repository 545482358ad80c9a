"""Which home: the learner orders four places, then the figures of their own model are shown."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from core.classroom.answers import Asked
from core.content import says
from core.deploy.which_home.places import (
    CRITERIA,
    ORDER,
    PLACES,
    Criterion,
    Figures,
    Place,
    about,
    figures,
    fits,
    home_text,
    in_order,
    on_phones,
    sending,
)
from core.deploy.which_home.timing import TIMING, Timed, start_timing, timed
from core.evaluation.runs.run_settings import model_size
from core.jobs.background import Progress
from core.project.guesses import saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.words import duration, file_size, listed, number
from ui.deploy.measured_home import measured_home
from ui.parts.background_work import watched
from ui.parts.choice import one_of
from ui.parts.guess import guess_first, tell, verdict
from ui.parts.lesson import as_text
from ui.parts.worker_answer import warm_worker

AS_WORDS: dict[Criterion, Callable[[float], str]] = {
    "waiting": duration,
    "bytes": lambda size: file_size(size) if size else "0 bytes",
    "offline": lambda value: "no" if value else "yes",
    "price": lambda euros: says("deploy", "a_year", euros=number(euros)),
}


def which_home(project: Project, run: RunRecord) -> None:
    """One order after the other, and below them what was measured."""
    text = home_text()
    st.subheader(says("deploy", "which_home"), anchor=False)
    st.markdown(text.intro)
    criterion = _criterion()
    guess = guess_first(
        project,
        ORDER,
        lambda: _ordered(criterion),
        about(run, criterion),
        key=f"which_home_{criterion}",
        topic=criterion,
    )
    if not guess.revealed:
        return
    found = _timed(project, run)
    if found is None:
        return
    _reveal(project, run, criterion, guess.choice, found)
    if saved_guess(project, ORDER, about(run, "waiting")).revealed:
        measured_home(project, run, found)


def _criterion() -> Criterion:
    names = {criterion: home_text().criteria[criterion].name for criterion in CRITERIA}
    how: dict[str, Any] = {"row": st.pills, "wrap": True, "persist_state": "session"}
    chosen: Criterion = one_of(home_text().criterion, names, key="which_home_by", **how)
    return chosen


def _ordered(criterion: Criterion) -> list[Place] | None:
    """The places in the order chosen so far, one question after the other; None until all have
    their place. The last one needs no question."""
    text, order = home_text(), list[Place]()
    st.caption("  \n".join(f"{one.name}: {one.about}" for one in text.places.values()))
    st.markdown(f"**{text.criteria[criterion].ask}**")
    for turn in range(len(PLACES) - 1):
        left = [place for place in PLACES if place not in order]
        chosen = st.pills(
            text.first if turn == 0 else text.then,
            left,
            format_func=lambda place: text.places[place].name,
            wrap=True,
            key=f"which_home_{criterion}_{'_'.join(order)}",
        )
        if chosen is None:
            return None
        order.append(chosen)
    order += [place for place in PLACES if place not in order]
    names = tuple(text.places[place].name for place in order)
    ask, said = text.criteria[criterion].ask, _names(order)
    tell(Asked(prompt=ask, kind="order", words=said, order=names))
    st.markdown(text.your_order.format(order=_names(order)))
    return order


def _names(order: list[Place]) -> str:
    return listed([home_text().places[place].name for place in order], "then")


def _timed(project: Project, run: RunRecord) -> Timed | None:
    """What was measured; until then its progress, begun by itself."""
    if watched(TIMING, project, key="which_home_stop"):
        st.caption(home_text().measuring)
        return None
    found, last = timed(project, run), TIMING.progress(project)
    if found is not None:
        return found
    if last is None or last.state not in ("stopped", "failed") or _again(last):
        start_timing(project, run, warm_worker())
        st.rerun()
    return None


def _again(last: Progress[Timed]) -> bool:
    """Whether the learner asks for it once more, after it was stopped or failed."""
    (st.error if last.state == "failed" else st.caption)(as_text(last.message))
    return st.button(home_text().measure, type="primary", key="which_home_measure")


def _reveal(
    project: Project,
    run: RunRecord,
    criterion: Criterion,
    order: list[Place] | None,
    found: Timed,
) -> None:
    """Whether the order fits, every place with its figure, and what the figures say."""
    values = figures(project, found)[criterion]
    _verdict(order, values)
    rows = [(home_text().places[p].name, _figure(criterion, values[p])) for p in in_order(values)]
    st.table(pd.DataFrame(rows, columns=["place", home_text().criteria[criterion].name]))
    st.markdown(home_text().criteria[criterion].told.format(**_said(project, run, found)))


def _verdict(order: list[Place] | None, values: Figures) -> None:
    by_figures = _names(in_order(values))
    right = order is not None and fits(order, values)
    if order is not None:
        text = home_text().fits if right else home_text().fits_not
        verdict(right, text.format(order=_names(order) if right else by_figures))


def _figure(criterion: Criterion, value: float | None) -> str:
    return home_text().not_yet if value is None else AS_WORDS[criterion](value)


def _said(project: Project, run: RunRecord, found: Timed) -> dict[str, str]:
    """The learner's own figures for the sentences."""
    text, size, phones = home_text(), model_size(project, run), on_phones(project)
    told = text.phones_told.format(phones=duration(phones)) if phones else text.phones_not
    return {
        "size": file_size(found.sent),
        "sending": duration(sending(found.sent)),
        "one": duration(found.one),
        "wakes": duration(text.places["host"].wakes_in),
        "phones": told,
        "model": file_size(size.bytes) if size else "its file",
        "checked": text.checked,
        "here": number(text.places["here"].euros_a_year),
        "edge": number(text.places["edge"].euros_a_year),
    }
