"""What deep learning can do: domains, expectations, the learner's own idea, a first project."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.content import says
from core.drivetrain.plan.templates import PlanTemplate
from core.learning.possible.possible import (
    Advice,
    Domain,
    HelperQuestion,
    Outlook,
    advise,
    possible,
)
from core.project.project import Project
from core.project.settings import Setting
from ui.navigation import open_page
from ui.parts.choice import one_of
from ui.parts.guess import guess_now, verdict, waits_for_class
from ui.parts.term_card.term_card import terms_here
from ui.plan.form import choose_example
from ui.start.time_card import time_card

PARTS = {
    "domains": "Eight domains",
    "expect": "Too little, too much",
    "idea": says("start", "can_it_be_done"),
    "choose": "A first project",
}
DOMAIN, CARD_BOX = "domain", "domain_cards"
CARDS = Path(__file__).with_name("domain_cards.css")
VERDICTS = {"too little": "too_little", "too much": "too_much"}
ANSWERS = Setting[dict[str, str]]("possible.answers", dict[str, str], dict)
OUTLOOKS: dict[Outlook, str] = {
    "start now": "Yes: start now",
    "start small": "Perhaps: start small",
    "not like this": "Not like this, but a smaller part of it",
}
SMALLER = says("start", "smaller_part_let")


def domains() -> bool:
    """Choose a domain, guess, and see its picture of today; returns whether one is chosen. Until
    then its card is all there is to press, and from then on the cards are in a box."""
    by_id = {domain.id: domain for domain in possible().domains}
    titles = {name: domain.title for name, domain in by_id.items()}
    st.html(CARDS)
    with _place_of_cards(is_chosen=_asked_for(titles)):
        chosen = st.pills(
            says("start", "domain"),
            list(titles),
            format_func=titles.__getitem__,
            key=DOMAIN,
            label_visibility="collapsed",
            bind="query-params",
            on_change=_close_cards,
        )
    if chosen is None:
        st.caption(says("start", "domain_first"))
        return False
    _domain(by_id[chosen])
    return True


def _place_of_cards(*, is_chosen: bool) -> DeltaGenerator:
    if not is_chosen:
        return st.container(key="domains_open")
    label = says("start", "other_domain")
    return st.popover(label, icon=":material/apps:", key=CARD_BOX, on_change="rerun")


def _asked_for(titles: dict[str, str]) -> bool:
    """Whether a domain is chosen, here or in the address."""
    asked = st.session_state.get(DOMAIN), st.query_params.get(DOMAIN)
    return asked[0] in titles or (DOMAIN not in st.session_state and asked[1] in titles.values())


def _close_cards() -> None:
    st.session_state[CARD_BOX] = False


def _domain(domain: Domain) -> None:
    st.subheader(domain.title, anchor=False)
    st.markdown(domain.line)
    guess = guess_now(domain.guess.prompt, domain.guess.options, key=f"guess_{domain.id}")
    if guess is None:
        if not waits_for_class():
            st.caption(says("start", "guess_first"))
        return
    truth = domain.guess.options[domain.guess.right]
    verdict(guess == domain.guess.right, domain.guess.because, truth)
    _today(domain)


def _today(domain: Domain) -> None:
    well, badly = st.columns(2, gap="large")
    with well:
        st.markdown("**Works well**\n" + _list(domain.well))
    with badly:
        st.markdown("**Works badly**\n" + _list(domain.badly))
    st.markdown(says("start", "ask_yourself", question=domain.watch))
    st.markdown(says("start", "in_the_loop", person=domain.person))
    _since(domain)
    changes = [change.text for change in domain.since]
    terms_here(" ".join([domain.title, domain.guess.because, *domain.well, *changes]))


def _since(domain: Domain) -> None:
    """What has changed since the book, each change with its date and a link to who says so."""
    st.markdown(says("start", "since_book_2020"))
    for change in domain.since:
        when, what = st.columns([1, 5], gap="small")
        when.markdown(f":gray[{change.date}]")
        with what:
            st.markdown(change.text)
            st.caption(f"[{change.source}]({change.url})")
    st.caption(says("start", "checked_in", month=possible().as_of))


def _list(items: tuple[str, ...]) -> str:
    return "".join(f"\n- {item}" for item in items)


def estimates() -> None:
    """One sentence at a time: does it expect too little of deep learning, or too much?"""
    sayings = possible().estimates
    numbers = {number: str(number) for number in range(1, len(sayings) + 1)}
    number = one_of(
        says("start", "sentence"), numbers, key="saying", quiet=True, persist_state="session"
    )
    saying = sayings[number - 1]
    st.subheader(saying.says, anchor=False)
    options = [says("start", f"expects_{name}") for name in VERDICTS.values()]
    guess = guess_now(says("start", "what_wrong_with"), options, key=f"saying_{number}")
    if guess is not None:
        right, truth = list(VERDICTS)[guess] == saying.verdict, VERDICTS[saying.verdict]
        because = says("start", f"it_expects_{truth}", because=saying.because)
        verdict(right, because, says("start", f"expects_{truth}"))


def choose_project(own: Project) -> None:
    """Pick a project to start with; after the guess come the rules, and how `own` keeps one."""
    text = possible().projects
    guess = guess_now(text.prompt, [one.text for one in text.options], key="first_project")
    if guess is None:
        return
    verdict(guess == text.right, text.options[guess].because, text.options[text.right].text)
    if guess != text.right:
        best = text.options[text.right]
        st.markdown(says("start", "better", project=best.text, because=best.because))
    st.markdown("\n".join(f"{number}. {rule}" for number, rule in enumerate(text.rules, 1)))
    st.space("small")
    st.subheader(says("start", "how_share_time"), anchor=False)
    time_card(own, guess=True)


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
        st.caption(says("start", "answered", given=len(given), all=len(answers)))


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
        st.markdown(says("start", "first_step", step=advice.first_step))
        harder, easier = st.columns(2, gap="large")
        with harder:
            _sentences(says("start", "harder_than_it_looks"), advice.risks)
        with easier:
            _sentences(says("start", "easier_than_it_looks"), advice.easier)
        _nearest_plan(advice.template)


def _sentences(title: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        st.markdown(f"**{title}**\n" + "".join(f"\n- {sentence}" for sentence in sentences))


def _nearest_plan(template: PlanTemplate) -> None:
    """The worked plan nearest to the idea, and the way to it: Objective opens with it chosen."""
    about = {"title": template.title, "field": template.field, "problem": template.problem}
    st.markdown(says("start", "nearest_plan", **about))
    st.caption(says("start", "near_what_decided"))
    st.caption(says("start", "not_this", words=template.not_this, because=template.because))
    if st.button(
        says("start", "read_plan_objective"), key="idea_to_plan", icon=":material/arrow_forward:"
    ):
        choose_example(template)
        open_page("objective")
