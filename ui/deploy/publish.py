"""Publish here, in one click: an address for phones, its QR code, and programs that use it."""

from datetime import datetime
from statistics import median

import streamlit as st

from core.content import lesson_text, says
from core.deploy.published.openapi import calling_code
from core.deploy.published.publication import (
    Publication,
    publication_of,
    publish,
    publishing_is_on,
    unpublish,
)
from core.deploy.published.table import measured_times
from core.drivetrain.decide.decision import load_decision
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import run_name
from core.words import count_of, file_size, listed, milliseconds
from ui.parts.address import ask_host, qr_code, reach
from ui.parts.choice import one_of
from ui.parts.class_seat import remind_no_people
from ui.parts.fold import fold
from ui.parts.lesson import as_text, hint, note

TEXT = lesson_text("deploy")


def publish_here(project: Project, model: RunRecord) -> None:
    """The learner publishes `model`, sees where it is, and ends it again."""
    st.subheader(says("deploy", "publish_here"), anchor=False)
    if not publishing_is_on():
        hint(TEXT["switched_off"])
        return
    published = publication_of(project)
    if published is None:
        _not_yet(project, model)
    else:
        _where_it_is(published, model)


def _not_yet(project: Project, model: RunRecord) -> None:
    st.markdown(TEXT["before"])
    remind_no_people("before_publishing")
    note(_shows(project))
    st.button(
        says("deploy", "publish"),
        type="primary",
        icon=":material/public:",
        key="publish",
        on_click=_publish,
        args=(project, model),
    )


def _publish(project: Project, model: RunRecord) -> None:
    publish(project, model)


def _shows(project: Project) -> str:
    """What anybody who has the address sees of the project."""
    decision = load_decision(project)
    if decision is None:
        return TEXT["shows_no_actions"]
    return TEXT["shows"].format(actions=listed([f"“{as_text(n)}”" for n in decision.rule.names]))


def _where_it_is(published: Publication, model: RunRecord) -> None:
    way = reach()
    picture, words = st.columns([2, 3], gap="large")
    with words:
        address = way.address(ask_host(way), published.id)
        st.code(address, language=None, wrap_lines=True)
        if way.hindrance:
            st.caption(TEXT[way.hindrance])
        works_here = way.address(way.here, published.id) if way.is_shut else address
        with st.container(horizontal=True):
            st.link_button(
                says("deploy", "open_the_page"), works_here, icon=":material/open_in_new:"
            )
            st.button(
                says("deploy", "unpublish"),
                key="unpublish",
                on_click=unpublish,
                args=(published.project,),
            )
        _which_run(published, model)
        _how_fast(published)
    with picture:
        st.image(qr_code(address), width=260, alt=says("parts", "qr_code", address=address))
    fold(
        says("deploy", "show_the_code"),
        "deploy_code",
        lambda: _code(works_here),
        icon=":material/code:",
    )


def _which_run(published: Publication, model: RunRecord) -> None:
    since = datetime.fromtimestamp(published.at)
    when = {"time": f"{since:%H:%M}", "day": f"{since.day} {since:%b}"}
    note(says("deploy", "published", model=run_name(published.run), **when))
    if model.id == published.run.id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            says("deploy", "publish_model_today"),
            key="publish_newer",
            on_click=_publish,
            args=(published.project, model),
        )
        note(says("deploy", "in_its_place", model=run_name(model)))


def _how_fast(published: Publication) -> None:
    times = measured_times(published.id)
    if not times:
        note(TEXT["not_measured"])
        return
    seconds = sorted(one.milliseconds / 1000 for one in times)
    note(
        TEXT["measured"].format(
            answers=count_of(len(times), "visitor"),
            middle=milliseconds(median(seconds)),
            quickest=milliseconds(seconds[0]),
            slowest=milliseconds(seconds[-1]),
            size=file_size(median(one.bytes for one in times)),
        )
    )


def _code(address: str) -> None:
    programs = calling_code(address)
    names = {name: name for name in programs}
    language = one_of(
        says("deploy", "language"), names, key="deploy_language", quiet=True, persist_state="page"
    )
    highlighted = {"curl": "bash"}.get(language, language.lower())
    st.code(programs[language], language=highlighted, wrap_lines=True)
    st.caption(TEXT["code_note"].format(address=address))
