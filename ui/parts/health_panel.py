"""The health of the server on a page, for the one who holds its admin key."""

import streamlit as st
from streamlit.runtime import Runtime

from core.content import lesson_text
from core.jobs.health import Health, admin_is_set, health, is_admin
from core.project.disk import home
from core.words import count_of, memory_size
from ui.parts.lesson import as_text

TEXT = lesson_text("host")
EVERY_S = 5.0
_KEY, _IN = "admin_key", "admin_is_in"


def health_panel() -> None:
    """Show the figures, folded away, once the key was typed, and again every few seconds; nothing
    on a server that has no key."""
    if admin_is_set():
        with st.expander(TEXT["health"], icon=":material/monitor_heart:", key="server_health"):
            _for_the_admin()


def _for_the_admin() -> None:
    if not st.session_state.get(_IN):
        said = st.text_input(TEXT["admin_key"], type="password", key=_KEY, max_chars=200)
        st.session_state[_IN] = bool(said) and is_admin(said)
        if said and not st.session_state[_IN]:
            st.warning(TEXT["wrong_key"])
    if st.session_state[_IN]:
        st.fragment(_figures, run_every=EVERY_S)()


def health_now() -> Health:
    """Return how this server stands, with the pages that are open in this process."""
    return health(home(), _open_pages())


def _open_pages() -> int:
    if not Runtime.exists():
        return 0
    sessions = getattr(Runtime.instance(), "_session_mgr", None)  # Streamlit has no public way
    return len(sessions.list_active_sessions()) if sessions else 0


def _figures() -> None:
    now = health_now()
    with st.container(horizontal=True, key="health_figures"):
        st.metric(TEXT["learners"], now.learners, border=True)
        st.metric(TEXT["memory"], memory_size(now.memory_free_bytes), border=True)
        st.metric(TEXT["disk"], memory_size(now.disk_free_bytes), border=True)
        st.metric(TEXT["line"], now.jobs_waiting + now.jobs_running, border=True)
    st.caption(
        TEXT["health_more"].format(
            processes=count_of(now.processes, "web process", "web processes"),
            held=memory_size(now.web_bytes),
            workspaces=count_of(now.workspaces, "workspace"),
            home=memory_size(now.home_bytes) if now.home_bytes is not None else TEXT["uncounted"],
        )
    )
    if now.errors:
        found = (f"{as_text(kind)}: {count}" for kind, count in now.errors.items())
        st.warning(f"{TEXT['errors']} {'; '.join(found)}.")
    else:
        st.caption(TEXT["no_errors"])
