"""What is coming in right now, and what became of it."""

import pandas as pd
import streamlit as st

from core.content import says
from core.gather.intake import INTAKES, IntakeReport
from core.project.project import Project
from core.words import count_of, listed
from ui.parts.background_work import watched
from ui.parts.lesson import as_text

NAMED = 6  # files that are named with a reason before the table has to say the rest
WAITING = says("gather", "disk_server_full")


def coming_in(project: Project) -> bool:
    """Shows the running intake, or the report of the last one until it is closed.

    Returns whether one is running. It lives in the server, so a reload shows it again.
    """
    if watched(INTAKES, project, key="stop_intake", waiting=WAITING):
        return True
    if (last := INTAKES.progress(project)) is not None:
        _ended(project, last.result)
    return False


def _ended(project: Project, report: IntakeReport | None) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_summary(report), width="stretch")
            if st.button(says("gather", "close_button"), key="close_intake", type="tertiary"):
                INTAKES.forget(project)
                st.rerun()
        if report:
            _refused(report)
            _already(report)


def _summary(report: IntakeReport | None) -> str:
    if report is None:
        return says("gather", "intake_broke_off")
    said = [says("gather", "came_in", pictures=count_of(report.new, "picture"))]
    if report.unlabelled:
        said.append(says("gather", "no_label", count=report.unlabelled))
    if report.stopped:
        said.append(says("gather", "stopped", seen=report.seen, total=report.total))
    if report.on_purpose:
        more = count_of(len(report.refused) + len(report.already), "file")
        said.append(says("gather", "on_purpose", files=more))
    elif not report.refused and not report.already and not report.stopped:
        said.append(says("gather", "all_used"))
    return " ".join(said)


def _refused(report: IntakeReport) -> None:
    if not report.refused:
        return
    by_reason: dict[str, list[str]] = {}
    for name, reason in report.refused:
        by_reason.setdefault(reason, []).append(name)
    files = count_of(len(report.refused), "file")
    with st.expander(says("gather", "could_not_use", files=files), expanded=not report.on_purpose):
        for reason, names in by_reason.items():
            st.markdown(as_text(reason))
            st.caption(as_text(listed(_named(names))))
        if any(len(names) > NAMED for names in by_reason.values()):
            _show_table(report.refused, "Why, and what to do")


def _named(names: list[str]) -> list[str]:
    more = len(names) - NAMED
    return [*names[:NAMED], says("gather", "more", count=more)] if more > 0 else names


def _already(report: IntakeReport) -> None:
    if report.already:
        files = count_of(len(report.already), "file")
        with st.expander(says("gather", "already_here", files=files)):
            rows = [(name, label or "without a label") for name, label in report.already]
            _show_table(rows, "It is in the class")


def _show_table(rows: list[tuple[str, str]], second: str) -> None:
    st.dataframe(
        pd.DataFrame(rows, columns=["File", second]),
        hide_index=True,
        width="stretch",
        column_config={second: st.column_config.TextColumn(width="large")},
    )
