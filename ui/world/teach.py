"""A few pictures from the new place: guess what they are worth, then see."""

from functools import partial

import streamlit as st

from core.content import lesson_text, read, says
from core.evaluation.abroad import Abroad, place, standing
from core.evaluation.elsewhere import Elsewhere
from core.evaluation.held_back import is_own
from core.evaluation.taught_abroad import TAUGHT, Taught, from_there, teach, teaching_place
from core.project.guesses import Question
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Score
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import metric, note, what_you_saw
from ui.world.abroad import outcome_or_wait
from ui.world.bring import bring_to_learn

AFTER = Question[str]("guess_taught_", str, "choice")  # about a run under a condition
CHOICES = read("domain.yaml", dict[str, str], "teach_guess_choices")


def teach_it(here: Project, model: RunRecord, found: Abroad, where: Elsewhere) -> None:
    """The guess, then both models at home and elsewhere."""
    text, abroad = lesson_text("domain"), standing(found.abroad).score
    own = where.held_back and is_own(where.name)
    st.markdown(text["teach_intro_own" if own else _intro(where)])
    if own:
        bring_to_learn(here, found.home.vocab)
        if not from_there(here):
            return
    question = text["teach_guess"].format(abroad=abroad.fraction, count=abroad.total)
    guess = guess_first(
        here,
        AFTER,
        lambda: guess_pills(question, CHOICES, key="guess_taught"),
        place(model, where),
        key="taught",
        topic=where.name,
    )
    if not guess.revealed:
        return
    begin, about = partial(teach, here, model, where), teaching_place(here, model, where)
    taught = outcome_or_wait(TAUGHT, here, about, begin, key="taught")
    if taught is not None:
        _shown(taught, guess.choice)
        note(text["teach_kept_own" if own else "teach_kept"])


def _intro(where: Elsewhere) -> str:
    return "teach_intro_rendered" if where.held_back else "teach_intro"


def _shown(taught: Taught, guess: str | None) -> None:
    text = lesson_text("domain")
    before, after = taught.abroad
    with st.container(horizontal=True, gap="large"):
        metric(says("world", "here_before"), before.fraction)
        metric(says("world", "here_after"), after.fraction, f"{after.correct - before.correct:+d}")
        metric(
            says("world", "at_home_after"),
            taught.home[1].fraction,
            says("world", "before", figure=taught.home[0].fraction),
        )
    said = text["teach_shown"].format(
        before=before.in_words,
        after=after.in_words,
        extra=taught.extra,
        home_before=taught.home[0].in_words,
        home_after=taught.home[1].in_words,
    )
    guessed = says("world", "guessed", guess=CHOICES[guess]) if guess in CHOICES else ""
    if guess is not None:
        note_result(guess == _worth(before, after))
    more = text["teach_better"] if after.correct > before.correct else text["teach_same"]
    what_you_saw(f"{guessed} {said} {more}".strip())


def _worth(before: Score, after: Score) -> str:
    """Which of the choices came true: how many of the mistakes went away."""
    gained, mistakes = after.correct - before.correct, before.total - before.correct
    if gained < 0:
        return "fewer"
    gone = gained / max(1, mistakes)
    return "most" if gone > 0.7 else "half" if gone > 0.3 else "same"
