"""Online, step by step: the learner ticks off what is done, and has the app ask the model there."""

from functools import partial

import streamlit as st

from core.content import says
from core.deploy.homes.homes import HOMES
from core.deploy.homes.places import homes_text
from core.deploy.online.asking import ASKING, Compared, Kind, app_address, start_asking
from core.deploy.online.steps import DONE, HostText, online_text, step_ids, tick
from core.project.project import Project
from core.project.records import RunRecord
from core.words import points
from ui.parts.address import qr_code
from ui.parts.background_work import watched
from ui.parts.choice import one_of
from ui.parts.fold import fold
from ui.parts.lesson import answer, as_text, note

TEXT = online_text()
LONGEST_ADDRESS = 300


def online(project: Project, model: RunRecord) -> None:
    """The learner chooses a host and a way, follows the steps, and sees whether it is the same
    model there."""
    st.subheader(says("deploy", "online_step_by_step"), anchor=False)
    st.markdown(TEXT.intro)
    hosts = {key: host.title for key, host in TEXT.hosts.items() if host.home in HOMES}
    key = one_of(TEXT.host, hosts, key="online_host", row=st.pills, persist_state="session")
    host = TEXT.hosts[key]
    way = one_of(TEXT.way, TEXT.ways, key="online_way", wrap=True, persist_state="session")
    _steps(project, key, way)
    fold(TEXT.terminal, "online_terminal", _terminal)
    fold(TEXT.script, "online_script", lambda: st.code(TEXT.script_code, language="python"))
    _then_and_now(host)
    _is_it_the_same(project, model, host)


def _steps(project: Project, key: str, way: str) -> None:
    host, done = TEXT.hosts[key], project.settings.get(DONE)
    places = homes_text().places.values()
    title = next((place.title for place in places if place.home == host.home), host.title)
    st.markdown(TEXT.first.format(home=title))
    ids = step_ids(key, way)
    for step, words in zip(ids, host.ways[way], strict=True):
        st.checkbox(
            words,
            value=step in done,
            key=f"online_{step}",
            on_change=_ticked,
            args=(project, step),
        )
    if done.issuperset(ids):
        answer(TEXT.all_done, right=True)


def _ticked(project: Project, step: str) -> None:
    tick(project, step, bool(st.session_state[f"online_{step}"]))


def _terminal() -> None:
    for system, words in TEXT.systems.items():
        st.markdown(f"**{system}.** {words}")


def _then_and_now(host: HostText) -> None:
    then, now = st.columns(2, gap="large")
    then.markdown(f"**{TEXT.then}**")
    then.markdown(host.then)
    day = f"{TEXT.checked.day} {TEXT.checked:%B %Y}"
    now.markdown(f"**{TEXT.now.format(checked=day)}**")
    now.markdown(host.now)


def _is_it_the_same(project: Project, model: RunRecord, host: HostText) -> None:
    st.markdown(f"**{TEXT.paste}**")
    typed = st.text_input(
        TEXT.address,
        key="online_address",
        placeholder="https://",
        max_chars=LONGEST_ADDRESS,
        persist_state="session",
    ).strip()
    if host.asked is None:
        note(TEXT.by_hand)
    else:
        _ask(project, model, host.asked, typed)
    if typed:
        st.markdown(f"**{TEXT.phone}**")
        address = app_address(typed)
        st.image(qr_code(address), width=200, alt=says("parts", "qr_code", address=address))


def _ask(project: Project, model: RunRecord, kind: Kind, typed: str) -> None:
    if watched(ASKING, project, key="online_stop", about=(kind, typed)):
        return
    st.button(
        TEXT.ask,
        key="online_ask",
        type="primary",
        disabled=not typed,
        on_click=start_asking,
        args=(project, model, kind, typed),
    )
    ended = ASKING.progress(project, (kind, typed))
    if ended and ended.state == "failed":
        st.error(as_text(ended.message))
    elif ended and ended.result:
        _told(ended.result)


def _told(found: Compared) -> None:
    show = partial(answer, right=True) if found.same else st.warning
    if found.furthest is None:
        show(TEXT.same_files if found.same else TEXT.other_files)
        return
    words = TEXT.same if found.same else TEXT.other
    show(words.format(label=as_text(found.label), furthest=points(found.furthest)))
