"""Can it be done? Five questions about the learner's idea, then a plan to start from."""

import streamlit as st

from core.drivetrain.plan.templates import PlanTemplate
from core.learning.possible.possible import Advice, HelperQuestion, Outlook, advise, possible
from core.project.project import Project
from core.project.settings import Setting
from ui.navigation import open_page
from ui.plan.form import choose_example

ANSWERS = Setting[dict[str, str]]("possible.answers", dict[str, str], dict)
OUTLOOKS: dict[Outlook, str] = {
    "start now": "Yes: start now",
    "start small": "Perhaps: start small",
    "not like this": "Not like this, but a smaller part of it",
}
SMALLER = "**The smaller part.** Let the model sort or flag, and a person who knows decides."


def can_it_be_done(project: Project) -> None:
    """Ask the five questions; answers stay in the project; the advice follows the last one."""
    saved = project.settings.get(ANSWERS)
    answers = {question.id: _ask(question, saved) for question in possible().helper}
    given = {name: option for name, option in answers.items() if option}
    if given != saved:
        project.settings.set(ANSWERS, given)
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
    with st.container(border=True):
        st.subheader(OUTLOOKS[advice.outlook], anchor=False)
        if advice.outlook == "not like this":
            st.markdown(SMALLER)
        st.markdown(f"**First step.** {advice.first_step}")
        harder, easier = st.columns(2, gap="large")
        with harder:
            _sentences("Harder than it looks", advice.risks)
        with easier:
            _sentences("Easier than it looks", advice.easier)
        _nearest_plan(advice.template)


def _sentences(title: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        st.markdown(f"**{title}**\n" + "".join(f"\n- {sentence}" for sentence in sentences))


def _nearest_plan(template: PlanTemplate) -> None:
    """The worked plan nearest to the idea, and the way to it: Objective opens with it chosen."""
    st.markdown(f"**Nearest worked plan: {template.title}** ({template.field}). {template.problem}")
    st.caption("Near in what has to be decided; the subject may be another.")
    st.caption(f"Not this: {template.not_this} {template.because}")
    if st.button(
        "Read this plan on Objective", key="idea_to_plan", icon=":material/arrow_forward:"
    ):
        choose_example(template)
        open_page("objective")
