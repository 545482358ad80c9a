"""The domains of deep learning, one at a time: a guess, then what works and what does not."""

import streamlit as st

from core.learning.possible.possible import Domain, possible
from ui.parts.guess import guess_choice, verdict
from ui.parts.terms_here import terms_here


def domains() -> None:
    """Choose a domain, guess, and see its picture of today."""
    by_id = {domain.id: domain for domain in possible().domains}
    first = next(iter(by_id))
    chosen = st.pills(
        "Domain",
        list(by_id),
        default=first,
        format_func=lambda name: by_id[name].title,
        required=True,
        key="domain",
        bind="query-params",
        label_visibility="collapsed",
    )
    _domain(by_id[chosen or first])


def _domain(domain: Domain) -> None:
    st.subheader(domain.line, anchor=False)
    guess = guess_choice(domain.guess.prompt, domain.guess.options, key=f"guess_{domain.id}")
    if guess is None:
        st.caption("Guess first. What works and what does not appears after it.")
        return
    verdict(guess == domain.guess.right, domain.guess.because)
    _today(domain)


def _today(domain: Domain) -> None:
    well, badly = st.columns(2, gap="large")
    with well:
        st.markdown("**Works well**\n" + _list(domain.well))
    with badly:
        st.markdown("**Works badly**\n" + _list(domain.badly))
    st.markdown(f"**Ask yourself:** {domain.watch}")
    st.markdown(f"**Stays in the loop:** {domain.person}")
    _since(domain)
    changes = [change.text for change in domain.since]
    terms_here(" ".join([domain.title, domain.guess.because, *domain.well, *changes]))


def _since(domain: Domain) -> None:
    """What has changed since the book, each change with its date and a link to who says so."""
    st.markdown("**Since the book of 2020**")
    for change in domain.since:
        when, what = st.columns([1, 5], gap="small")
        when.markdown(f":gray[{change.date}]")
        with what:
            st.markdown(change.text)
            st.caption(f"[{change.source}]({change.url})")
    st.caption(f"Looked at in {possible().as_of}.")


def _list(items: tuple[str, ...]) -> str:
    return "".join(f"\n- {item}" for item in items)
