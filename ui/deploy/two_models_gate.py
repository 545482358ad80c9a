"""A gate before the classifier: who is right more often? First guessed, then counted."""

import streamlit as st

from core.content import lesson_text, says
from core.deploy.two_models.gates import GateChoice, Model
from core.deploy.two_models.measured import (
    ALONE,
    BETTER,
    CHAIN,
    NEITHER,
    TRYING,
    Tried,
    about,
    start_trying,
    usual_pictures,
)
from core.deploy.two_models.strange import (
    DIGITS,
    STATIC,
    Strange,
    classes_to_try,
    strange_pictures,
    strange_sources,
)
from core.project.project import Project
from core.statistics import Score
from core.words import count_of, percent, percent_range
from ui.deploy.two_models_choice import gate_chosen
from ui.parts.background_work import watched
from ui.parts.guess import guess_choice, verdict
from ui.parts.guess import guess_first as guessed
from ui.parts.lesson import as_text, hint, metric, note
from ui.session import every_project

TEXT = lesson_text("deploy_two_models")
SOON_S = 0.4
HARDLY = 0.001
CHOICES = {CHAIN: "ask_chain", ALONE: "ask_alone", NEITHER: "ask_neither"}


def gate_first(model: Model) -> None:
    """The gate, the strange pictures, the guess, and then what both were right about."""
    st.markdown(TEXT["gate_about"])
    gate = gate_chosen(model, optional=False)
    if gate is None:
        return
    projects = every_project()
    chosen = _strange(model.project, projects, gate)
    usual = len(usual_pictures(model, gate))
    strange = len(strange_pictures(chosen, projects, model.project, gate))
    if not usual or not strange:
        hint(TEXT["source_empty" if usual else "no_usual"])
        return
    topic = about(model, gate, chosen)

    def ask() -> int | None:
        question = TEXT["ask"].format(usual=usual, strange=strange)
        note(TEXT["ask_counts"])
        place = guess_choice(question, [TEXT[key] for key in CHOICES.values()], key=f"g_{topic}")
        return None if place is None else list(CHOICES)[place]

    guess = guessed(model.project, BETTER, ask, topic, key="two_models", topic="two_models")
    if guess.revealed and (tried := _tried(model, gate, chosen, projects)):
        _reveal(tried, guess.choice)


def _strange(here: Project, projects: list[Project], gate: GateChoice) -> Strange:
    """Where the pictures that are none of the kinds come from."""
    of_project = {one.id: one for one in projects}
    names = {DIGITS: TEXT["source_digits"], STATIC: TEXT["source_static"]}
    names |= {key: TEXT["source_project"].format(name=one.name) for key, one in of_project.items()}
    source: str = st.selectbox(
        TEXT["source"],
        strange_sources(projects, here),
        format_func=names.__getitem__,
        key="two_models_source",
        persist_state="session",
    )
    if source not in of_project:
        note(TEXT["source_easy"])
        return Strange(source)
    but = st.multiselect(
        TEXT["source_but"],
        classes_to_try(of_project[source], here, gate),
        key=f"two_models_but_{source}",
        persist_state="session",
    )
    note(TEXT["source_warning"])
    return Strange(source, tuple(but))


def _tried(
    model: Model, gate: GateChoice, chosen: Strange, projects: list[Project]
) -> Tried | None:
    """What was counted; begins it, and shows how far it is, until then."""
    project, topic = model.project, about(model, gate, chosen)
    if TRYING.progress(project, topic) is None:
        start_trying(model, gate, chosen, projects)
        TRYING.wait(project, SOON_S, topic)
    if watched(TRYING, project, key="two_models_stop", about=topic):
        return None
    ended = TRYING.progress(project, topic)
    if ended is None or ended.result is None:
        hint(as_text(ended.message if ended else ""))
        if st.button(says("deploy", "ask_again"), key="two_models_again"):
            TRYING.forget(project, topic)
            st.rerun()
        return None
    return ended.result


def _reveal(tried: Tried, choice: int | None) -> None:
    """The three figures, who is better on all pictures, and for which mix it pays."""
    alone, chain = (tried.score(chained=chained) for chained in (False, True))
    key = {CHAIN: "told_chain", ALONE: "told_alone", NEITHER: "told_neither"}[tried.better]
    told = TEXT[key].format(chain=chain.in_words, alone=alone.in_words)
    if choice is None:
        st.markdown(told)
    else:
        verdict(choice == tried.better, told)
    with st.container(horizontal=True):
        _figure("figure_alone", tried.score(chained=False, strange=False))
        _figure("figure_chain", tried.score(chained=True, strange=False))
        _figure("figure_strange", tried.score(chained=True, strange=True))
    stopped = count_of(tried.stopped_usual, "picture")
    st.markdown(f"{TEXT['told_stopped'].format(count=stopped)} {_mix(tried)}")
    chance = TEXT["told_hardly"] if tried.p < HARDLY else percent(tried.p)
    note(TEXT["told_test"].format(p=chance))


def _figure(key: str, score: Score) -> None:
    metric(TEXT[key], score.fraction, f"likely {percent_range(score.likely)}")


def _mix(tried: Tried) -> str:
    if tried.pays_from is None:
        return TEXT["told_mix_never"]
    if tried.pays_from == 0:
        return TEXT["told_mix_free"]
    return TEXT["told_mix"].format(share=percent(tried.pays_from))
