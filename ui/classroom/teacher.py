"""Which class the teacher at this browser leads: by their key, kept in a cookie of the server."""

import streamlit as st

from core.classroom.classes import NoSuchClass, SchoolClass, class_of_key
from ui.parts.address import base_path

COOKIE = "drivetrain_class"
KEEP = "/class/key"
_KEY = "_class_key"
PART = "class_part"  # in the session: the part of the page that the teacher is in

# The server sets the cookie in its answer (ui/frame/door/class_door.py): no script can read it.
_SCRIPT = """
let told = null
export default function ({ data }) {
  if (told === data.key) return
  told = data.key
  fetch(data.address, { method: "POST", body: data.key || "-" }).catch(() => { told = null })
}
"""


def class_here() -> SchoolClass | None:
    """The class whose key this browser or session has; None where it has none, or the class is
    over."""
    key = st.session_state.get(_KEY)
    if key is None:
        key = st.context.cookies.get(COOKIE)
    try:
        return class_of_key(key) if isinstance(key, str) and key else None
    except NoSuchClass:
        return None


def lead_with(key: str) -> None:
    """Lead the class of this key in this browser from now on, from its first part; "" leaves it."""
    st.session_state[_KEY] = key
    st.session_state.pop(PART, None)


def tell_browser() -> None:
    """Have the browser keep the key of this session, or forget it; in every run of the page."""
    key = st.session_state.get(_KEY)
    writer = st.components.v2.component("class_key", js=_SCRIPT)
    if key is not None:
        writer(data={"key": key, "address": f"{base_path()}{KEEP}"}, key="class_key", height=1)
