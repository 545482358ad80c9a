"""Where a picture is from, and what became of its label."""

from __future__ import annotations

import re

import streamlit as st

from core.evaluation.picture_evidence import Fact, change_in_words, origin
from core.project.project import Project
from core.project.records import ImageRecord
from ui.shell import as_text

LINE = "  \n"
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\()\[\]]+")


def facts_of(project: Project, record: ImageRecord | None) -> None:
    """Two short lists, side by side; nothing for a picture that is not in the dataset."""
    if record is None:
        return
    where, past = st.columns(2, gap="large")
    with where:
        st.markdown("**Where it is from**")
        facts = origin(record, project.provenance(record.id))
        st.caption(LINE.join(f"{as_text(fact.name)}: {_value(fact)}" for fact in facts))
    with past:
        st.markdown("**Its label so far**")
        changes = project.label_history(record.id)
        st.caption(LINE.join(as_text(change_in_words(change)) for change in changes))


def _value(fact: Fact) -> str:
    """A web address as a link, everything else as it was written."""
    return f"<{fact.value}>" if _ADDRESS.fullmatch(fact.value) else as_text(fact.value)
