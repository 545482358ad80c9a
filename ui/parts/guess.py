"""Predict, then reveal: choose, lock the guess in or skip it, and only then read what is so.

In a class every guess can be held: locked in by each, revealed for all at once by the teacher.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st

from core.classroom.answers import Asked
from core.content import says
from core.project.guesses import Guess, Question, save_guess, saved_guess
from core.project.project import Project
from ui.parts.class_guess import TEXT, SharedGuess, locked_words, shared_guess
from ui.parts.class_seat import this_run
from ui.parts.lesson import answer

T = TypeVar("T")
SHORT = 12  # characters of an answer: such answers stand in one row
_TOLD: ContextVar[Asked | None] = ContextVar("told", default=None)
_LAST: ContextVar[tuple[object, SharedGuess | None] | None] = ContextVar("last", default=None)


def tell(asked: Asked) -> None:
    """Say how a question stands on the screen and what is chosen: for what draws its own widget."""
    _TOLD.set(asked)


def _told(said: str = "") -> Asked:
    """What the question told of itself; where it told nothing, the choice as it is kept."""
    return _TOLD.get() or Asked(words=said)


def guess_choice(prompt: str, options: Sequence[str], *, key: str) -> int | None:
    """Ask; returns the position of what the learner chose, or None while they have not."""
    chosen = st.radio(
        f"**{prompt}**",
        range(len(options)),
        format_func=options.__getitem__,
        index=None,
        key=key,
        persist_state="session",
        horizontal=max(map(len, options)) <= SHORT,
    )
    words = "" if chosen is None else options[chosen]
    tell(Asked(prompt=prompt, options=tuple(options), words=words))
    return chosen


def guess_pills(question: str, choices: Mapping[T, str], *, key: str) -> T | None:
    """Ask under a heading, with a pill for each choice (value → Markdown)."""
    st.subheader(says("parts", "guess_first", question=question), anchor=False)
    chosen = st.pills(
        question,
        list(choices),
        format_func=choices.__getitem__,
        wrap=True,
        key=key,
        label_visibility="collapsed",
    )
    words = "" if chosen is None else choices[chosen]
    prompt = f"{question[:1].upper()}{question[1:]}"  # alone, it begins the sentence
    tell(Asked(prompt=prompt, options=tuple(choices.values()), words=words))
    return chosen


def guess_number(prompt: str, label: str, most: int, *, key: str) -> int:
    """Ask for a number from 0 to `most` on a slider, which stands in the middle at first."""
    st.markdown(f"**{prompt}**")
    chosen = st.slider(label, 0, most, most // 2, key=key, persist_state="session")
    tell_number(prompt, chosen, most)
    return chosen


def tell_number(prompt: str, chosen: int | None, most: int) -> None:
    """The same as `tell`, of a number from 0 to `most`."""
    words = "" if chosen is None else str(chosen)
    tell(Asked(prompt=prompt, kind="number", words=words, high=most, number=chosen))


def guess_first(
    project: Project,
    question: Question[T],
    ask: Callable[[], T | None],
    about: str = "",
    *,
    key: str,
    topic: str = "",
    lock: str = "Lock in my guess",
    skip: str = "Show me without a guess",
) -> Guess[T]:
    """Return the guess that is kept with the project; where there is none, ask for it.

    `ask` draws the question and returns the choice, None while there is none. The buttons under
    it are `lock_{key}` and `skip_{key}`. To a class a question is one by its setting and `topic`:
    what it is about, but for the learner's own runs.
    """
    shared = shared_guess(_topic(question, topic, about), about)
    _set_last(shared)
    guess = saved_guess(project, question, about)
    if guess.revealed:
        if shared:
            shared.beside()
        return guess
    if shared and (waiting := shared.waiting()):
        if shared.is_held:
            shared.wait_here(waiting)
            return guess
        choice = question.as_choice(waiting.choice)
        save_guess(project, question, choice, about)
        shared.taken_over()
        shared.beside()
        return Guess(True, choice)
    _TOLD.set(None)
    choice = ask()
    held = shared is not None and shared.is_held
    with st.container(horizontal=True):
        locked = st.button(lock, type="primary", disabled=choice is None, key=f"lock_{key}")
        passed = TEXT["do_not_know"] if held else skip
        skipped = st.button(passed, type="tertiary", key=f"skip_{key}")
    if skipped or (locked and choice is not None):
        made = None if skipped else choice
        if shared:
            shared.keep(made, _told(said=str(made)))
        if not held:
            save_guess(project, question, made, about)
        st.rerun()
    return guess


def guess_now(prompt: str, options: Sequence[str], *, key: str) -> int | None:
    """Ask, and return the position of the choice as soon as the answer may be shown: at once, but
    where a class's guesses are held. Then it is locked in, and None until it is revealed."""
    return shown_at_once(lambda: guess_choice(prompt, options, key=key), key=key, most=len(options))


def shown_at_once(ask: Callable[[], int | None], *, key: str, most: int) -> int | None:
    """The same for a question that `ask` draws: a whole number from 0, below `most`. `ask` tells
    how the question stands on the screen (`tell`)."""
    shared = shared_guess(key)
    _set_last(shared)
    made = shared.made() if shared else None
    if shared is None:
        return ask()
    if made is None:
        return _ask_now(shared, ask, key)
    if made.held and shared.is_held:
        shared.wait_here(made)
        return None
    if made.held and made.choice in range(most):
        st.markdown(f"**{made.asked.prompt}**  \n{locked_words(made.asked)}")
        chosen: int | None = made.choice
    else:
        chosen = ask()
    shared.beside()
    return chosen


def _ask_now(shared: SharedGuess, ask: Callable[[], int | None], key: str) -> int | None:
    _TOLD.set(None)
    chosen = ask()
    asked = _told()
    if not shared.is_held:
        if chosen is not None:
            shared.keep(chosen, asked)
        return chosen
    with st.container(horizontal=True):
        locked = st.button(TEXT["lock"], type="primary", disabled=chosen is None, key=f"lock_{key}")
        passed = st.button(TEXT["do_not_know"], type="tertiary", key=f"skip_{key}")
    if passed or (locked and chosen is not None):
        shared.keep(None if passed else chosen, asked)
        st.rerun()
    return None


def verdict(right: bool, because: str, truth: str = "") -> None:
    """Say whether the guess holds, in words as well as in colour, and why; `truth` is the right
    answer in words, for beside the class's guesses."""
    note_result(right, truth)
    if right:
        answer(says("parts", "quite_right", because=because), right=True)
    else:
        answer(says("parts", "not_quite", because=because), right=False)


def waits_for_class() -> bool:
    """Whether the guess that was shown last is locked in and waits for the teacher's word."""
    shared = _last()
    return shared is not None and shared.is_held and shared.waiting() is not None


def note_result(right: bool, truth: str = "") -> None:
    """Let the class know whether the guess that was shown last holds, and what is `truth` in words:
    for a page that says it in words of its own."""
    if shared := _last():
        shared.note_result(right, truth)


def _set_last(shared: SharedGuess | None) -> None:
    _LAST.set((this_run(), shared))


def _last() -> SharedGuess | None:
    """The guess that this run showed last; None in a fragment that runs again without a guess."""
    last = _LAST.get()
    return last[1] if last is not None and last[0] is this_run() else None


def _topic(question: Question[T], topic: str, about: str) -> str:
    if topic or question.setting.family:
        return f"{question.setting.name}{topic}"
    return f"{question.setting.name}{f':{about}' if about else ''}"
