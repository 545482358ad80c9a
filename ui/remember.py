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
    """Keep the workspace's id in this browser (a first-party cookie; it never leaves this host)."""
    if st.session_state.get("_remembered") == workspace_id:
        return
    st.session_state["_remembered"] = workspace_id
    writer = st.components.v2.component("remember_workspace", js=_SCRIPT)
    writer(data=workspace_id, key="remember")
