"""The plan as a whole: its chain of reasoning, what it still lacks, and on one page to take."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from core.content import says
from core.drivetrain.card.card import MISSING, card, card_document
from core.drivetrain.card.markdown import as_markdown
from core.drivetrain.plan.plan import Plan
from core.drivetrain.plan.review import Remark, review
from core.project.project import Project
from core.words import count_of
from ui.navigation import page_link
from ui.parts.fold import fold
from ui.parts.lesson import as_text
from ui.parts.notebook_download import download


def plan_review(project: Project, here: str) -> None:
    """Show what is missing or contradictory in the plan; `here` is the page's own key."""
    remarks = review(project)
    if not remarks:
        st.markdown(says("plan", "nothing_missing_plan"))
        return
    points = count_of(len(remarks), "point")
    fold(
        says("plan", "critical_friend", points=points),
        "plan_review",
        lambda: _points(remarks, here),
    )


def _points(remarks: Sequence[Remark], here: str) -> None:
    for remark in remarks:
        _point(remark, here)


def _point(remark: Remark, here: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(as_text(remark.says), width="content")
        if remark.page != here:
            page_link(remark.page, primary=True)


def plan_chain(plan: Plan) -> None:
    """Show the four parts side by side, in the order in which they follow from each other."""
    levers = [lever.name.strip() for lever in plan.named_levers]
    links = (
        ("1 Objective", "What I want to happen", plan.objective),
        ("2 Levers", "What I can do about it", " · ".join(levers)),
        ("3 Data", "What would show what a lever does", plan.data_need),
        ("4 Models", "What tells me which lever to pull", plan.models),
    )
    for column, link in zip(st.columns(4, gap="medium"), links, strict=True):
        with column:
            _link(*link)


def _link(title: str, meaning: str, words: str) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{title}**")
        st.caption(meaning)
        st.markdown(as_text(words.strip()) or f":gray[{MISSING}]")


def plan_card(project: Project) -> None:
    """Offer the drivetrain card as PDF and Markdown; each is made when it is asked for."""
    with st.container(border=True):
        st.markdown(says("plan", "plan_on_one"))
        with st.container(horizontal=True):
            pdf, markdown = partial(_pdf, project), partial(_markdown, project)
            download(says("plan", "pdf_for_the_wall"), pdf, "drivetrain-card.pdf", key="card_pdf")
            download(says("plan", "markdown"), markdown, "drivetrain-card.md", key="card_md")


def _markdown(project: Project) -> bytes:
    return as_markdown(card_document(card(project, date.today()))).encode()


def _pdf(project: Project) -> bytes:
    """The printed card; fpdf2 takes 0.3 s to import, which no page waits for."""
    from core.drivetrain.card.pdf import card_pdf

    return card_pdf(card(project, date.today()))
