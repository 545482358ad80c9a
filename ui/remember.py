"""Bring a learner back to their own workspace when they open the bare address again."""

from __future__ import annotations

import streamlit as st

COOKIE = "drivetrain_workspace"

_SCRIPT = f"""
export default function ({{ data }}) {{
  document.cookie = `{COOKIE}=${{data}}; path=/; max-age=31536000; SameSite=Strict`;
}}
"""


def remember(workspace_id: str) -> None:
    """Keep the workspace's id in this browser (a first-party cookie; it never leaves this host).

    The writer stands in every run: shown in the first one only, it would move all that follows,
    and the browser would build the page anew under the learner's hands.
    """
    writer = st.components.v2.component("remember_workspace", js=_SCRIPT)
    with st.sidebar:
        writer(data=workspace_id, key="remember", height=1)
