"""One guess as a class shares it: held until the teacher's word, then in bars by the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.classroom.answers import (
    Asked,
    Kept,
    keep,
    kept,
    taken_over,
    turned_out,
)
from core.classroom.histogram import Bar, bar_of, same_words
from core.classroom.topics import topic_of
from core.content import lesson_text
from core.plain_text import one_line
from core.words import count_of
from ui.parts.class_seat import Seat, note_topic, page_here, seat
from ui.parts.lesson import as_text
from ui.parts.palette import BLUE

_ROW = (
    '<tr><th scope="row" style="text-align:left;font-weight:{weight};padding:.2em .8em .2em 0;'
    'width:45%;border:0">{words}</th><td style="border:0;padding:.2em 0">'
    '<div style="width:{width};height:1.1em;border-radius:3px;'
    'background:{colour}"></div></td>'
    '<td style="border:0;width:3em;text-align:right;font-variant-numeric:tabular-nums">'
    "{guesses}</td></tr>"
)


def class_bars(bars: Sequence[Bar], caption: str, mine: int | None = None, you: str = "") -> None:
    """Show each choice with its bar and count; the bar at `mine` is marked with the words `you`."""
    most = max((bar.guesses for bar in bars), default=0) or 1
    rows = "".join(
        _ROW.format(
            words=escape(one_line(bar.words)) + (f" ← {escape(you)}" if at == mine else ""),
            weight=700 if at == mine else 400,
            width=f"calc({bar.guesses} * 100% / {most})",
            colour=BLUE,
            guesses=bar.guesses,
        )
        for at, bar in enumerate(bars)
    )
    st.html(
        '<table style="width:100%;border-collapse:collapse;border:0"><caption style="text-align:'
        f'left;padding-bottom:.4em">{escape(caption)}</caption><tbody>{rows}</tbody></table>'
    )


TEXT = lesson_text("class_guess")
_SAID = "_turned_out"


@dataclass(frozen=True)
class SharedGuess:
    """One question on the screen of a learner who is in a class: `topic` is the same for the whole
    class, `about` tells this learner's runs apart."""

    at: Seat
    topic: str
    about: str
    _right: list[DeltaGenerator] = field(default_factory=list, compare=False, repr=False)

    @property
    def is_held(self) -> bool:
        """Whether the answer waits for the teacher's word."""
        return self.at.of.lead.holds(self.topic, page_here())

    @property
    def is_shown(self) -> bool:
        """Whether the class's guesses stand beside the answer."""
        return self.topic in self.at.of.lead.revealed

    def made(self) -> Kept | None:
        """The learner's guess as the class keeps it; None before they made one, and where the
        question was asked again since."""
        found = kept(self.at.learner, self.topic, self.about)
        counts = found is not None and self.at.of.lead.counts(self.topic, found.at)
        return found if counts else None

    def waiting(self) -> Kept | None:
        """The learner's guess while the project does not have it yet."""
        found = self.made()
        return found if found is not None and found.held else None

    def keep(self, choice: Any, asked: Asked, *, instead: bool = False) -> None:
        """Keep the learner's guess with the class; held where the page is."""
        words = {} if choice is not None else {"words": "", "number": None}
        keep(
            self.at.learner,
            self.topic,
            choice,
            asked.model_copy(update=words),
            page=page_here(),
            about=self.about,
            held=self.is_held,
            instead=instead or self.made() is None,
        )

    def taken_over(self) -> None:
        """Note that the project has the guess now."""
        taken_over(self.at.learner, self.topic, self.about)

    def wait_here(self, made: Kept) -> None:
        """What stands in place of the answer while it is held."""
        with st.container(border=True, key=f"waits_{_key(self.topic)}"):
            st.markdown(f"{as_text(made.asked.prompt)}  \n**{locked_words(made.asked)}**")
            st.caption(TEXT["waits"])

    def beside(self) -> None:
        """The class's guesses beside the answer, once the teacher revealed it; else nothing."""
        found = topic_of(self.at.of, self.topic) if self.is_shown else None
        if found is None or not found.bars:
            return
        made = self.made()
        with st.container(border=True, key=f"class_guess_{_key(self.topic)}"):
            guesses = count_of(found.count - found.passed, "guess", "guesses")
            caption = TEXT["class_guessed"].format(guesses=guesses)
            mine = None if made is None else _mine(made.asked, found.bars)
            class_bars(found.bars, caption, mine, TEXT["you"])
            self._right.append(st.empty())
            self._say_right("" if made is None else made.asked.truth)

    def note_result(self, right: bool, truth: str = "") -> None:
        """Keep whether the guess held, and the right answer in words, which then stands beside the
        class's guesses; once a session, and the first word counts: levers that are moved later do
        not change what was guessed about."""
        self._say_right(truth)
        said = st.session_state.setdefault(_SAID, set())
        this = (self.topic, self.about, self.at.of.lead.again.get(self.topic))
        made = None if this in said else self.made()
        if made is not None:
            said.add(this)
            turned_out(self.at.learner, self.topic, self.about, right, truth)

    def _say_right(self, truth: str) -> None:
        if truth and self._right:
            self._right[-1].markdown(TEXT["right_is"].format(truth=as_text(truth)))


def shared_guess(topic: str, about: str = "") -> SharedGuess | None:
    """The question as the class shares it; None for a learner in no class."""
    here = seat()
    note_topic(topic)
    return None if here is None else SharedGuess(here, topic, about)


def locked_words(asked: Asked) -> str:
    """What a learner locked in, in words."""
    if asked.passed:
        return TEXT["locked_none"]
    return TEXT["locked"].format(guess=as_text(asked.words))


def _mine(asked: Asked, bars: Sequence[Bar]) -> int | None:
    if asked.passed:
        return None
    if asked.number is not None:
        return bar_of(asked.number, asked.low, asked.high, bars)
    if asked.kind == "words":
        mine = same_words(asked.words)
        return next((at for at, bar in enumerate(bars) if same_words(bar.words) == mine), None)
    first = asked.order[0] if asked.order else asked.words
    return next((at for at, bar in enumerate(bars) if bar.words.split(" · ")[0] == first), None)


def _key(topic: str) -> str:
    return "".join(one if one.isalnum() else "_" for one in topic)
