"""Can it be done? Five questions about the learner's idea, then a plan to start from."""

from __future__ import annotations

import streamlit as st

from core.learning.can_it_be_done import Advice, Outlook, advise
from core.learning.possible import HelperQuestion, possible
from core.project.project import Project
from ui.navigation import page_link

ANSWERS = "possible.answers"
OUTLOOKS: dict[Outlook, str] = {
    "start now": "Yes: start now",
    "start small": "Perhaps: start small",
    "not like this": "Not like this, but a smaller part of it",
}


def can_it_be_done(project: Project) -> None:
    """Ask the five questions; answers stay in the project; the advice follows the last one."""
    saved: dict[str, str] = project.setting(ANSWERS, {})
    answers = {question.id: _ask(question, saved) for question in possible().helper}
    given = {name: option for name, option in answers.items() if option}
    if given != saved:
        project.set_setting(ANSWERS, given)
    advice = advise(given)
    if advice:
        _show(advice)
    else:
        st.caption(f"{len(given)} of {len(answers)} answered. Think of your own idea.")


def _ask(question: HelperQuestion, saved: dict[str, str]) -> str | None:
    texts = {option.id: option.text for option in question.options}
    before = saved.get(question.id)
    return st.pills(
        f"**{question.ask}**",
        list(texts),
        default=before if before in texts else None,
        format_func=texts.__getitem__,
        key=f"idea_{question.id}",
    )


def _show(advice: Advice) -> None:
    template = advice.template
    with st.container(border=True):
        st.subheader(OUTLOOKS[advice.outlook], anchor=False)
        st.markdown(f"**First step.** {advice.first_step}")
        if advice.risks:
            st.markdown("**Risks**\n" + "".join(f"\n- {risk}" for risk in advice.risks))
        st.markdown(
            f"**Nearest worked plan: {template.title}** ({template.field}). {template.problem}"
        )
        st.caption(f"Not this: {template.not_this} {template.because}")
        page_link("objective", "Find it on Objective", primary=True)
