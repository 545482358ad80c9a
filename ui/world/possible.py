"""These two are possible: sets of answers, what they promise, and what the promise is worth."""

from functools import partial

import pandas as pd
import streamlit as st

from core.content import lesson_text, read, says
from core.evaluation.abroad import Abroad, place, work_place
from core.evaluation.elsewhere import Elsewhere
from core.evaluation.possible import (
    COARSE,
    ERRORS,
    POSSIBLE,
    USUAL_ERROR,
    Possible,
    Reached,
    always_possible,
    look_for_possible,
    possible,
    reached,
)
from core.project.guesses import Question
from core.project.project import Project
from core.project.records import RunRecord
from core.words import listed, percent
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import as_text, hint, metric, note, what_you_saw
from ui.world.abroad import outcome_or_wait, picture_abroad

HOLDS = Question[str]("guess_possible_", str, "holds")  # about a run elsewhere
CHOICES = read("domain.yaml", dict[str, str], "possible_choices")
EXAMPLES = 6
NEAR = 0.05  # a promise that is missed by less is kept


def possible_sets(here: Project, model: RunRecord, found: Abroad, where: Elsewhere) -> None:
    """The guess, then the promise at home and elsewhere, and pictures with their sets."""
    text = lesson_text("domain")
    st.markdown(text["possible_intro"])
    guess = guess_first(
        here,
        HOLDS,
        lambda: guess_pills(text["possible_guess"], CHOICES, key="guess_possible"),
        place(model, where),
        key="possible",
        topic=where.name,
    )
    if not guess.revealed:
        return
    about = work_place(here, model, where)
    begin = partial(look_for_possible, here, found, about)
    sets = outcome_or_wait(POSSIBLE, here, about, begin, key="possible")
    if sets is not None:
        _promise(found, where, sets, guess.choice)


@st.fragment
def _promise(found: Abroad, where: Elsewhere, sets: Possible, guess: str | None) -> None:
    """Everything that moves with the promise."""
    text = lesson_text("domain")
    error = st.select_slider(
        says("world", "how_often_may"),
        ERRORS,
        value=_first_error(sets.fewest),
        format_func=percent,
        key="possible_error",
    )
    home, abroad = reached(sets.home, error), reached(sets.abroad, error)
    with st.container(horizontal=True, gap="large"):
        metric(says("world", "promised"), percent(1 - error))
        for name, one in (("Reached at home", home), ("Reached here", abroad)):
            metric(
                name,
                percent(one.share),
                says("world", "most_halves", low=percent(one.low), high=percent(one.high)),
            )
        metric(
            says("world", "possible_classes_here"),
            f"{abroad.size:.1f}",
            says("world", "at_home", figure=f"{home.size:.1f}"),
        )
    what_you_saw(_words(home, abroad, error, guess))
    if sets.known < COARSE:
        coarse = text["possible_coarse"].format(
            known=sets.known, fewest=sets.fewest, step=percent(1 / (sets.fewest + 1))
        )
        always = text["possible_always"] if always_possible(sets.fewest, error) else ""
        hint(f"{coarse} {always}".strip())
    _examples(found, where, sets, error)


def _first_error(fewest: int) -> float:
    """The promise to begin with: 90 %, or less where so few known pictures rule nothing out."""
    usual = [one for one in ERRORS if one >= USUAL_ERROR]
    return next((one for one in usual if not always_possible(fewest, one)), usual[-1])


def _words(home: Reached, abroad: Reached, error: float, guess: str | None) -> str:
    text = lesson_text("domain")
    lost = 1 - error - abroad.share
    kept = "kept" if lost < NEAR else "missed" if lost < 4 * NEAR else "broken"
    if guess is not None:
        note_result(guess == kept)
    said = text["possible_saw"].format(
        promised=percent(1 - error), home=percent(home.share), abroad=percent(abroad.share)
    )
    guessed = says("world", "guessed", guess=CHOICES[guess]) if guess in CHOICES else ""
    return f"{guessed} {said} {text[f'possible_{kept}']}".strip()


def _possible(names: list[str], truth: str) -> str:
    said = "possible_classes" if names else "possible_none"
    return says("world", said, names=listed(names, "or"), truth=truth)


def _examples(found: Abroad, where: Elsewhere, sets: Possible, error: float) -> None:
    """Pictures that were asked about with the first half, several possible classes first."""
    asked, vocab = sets.abroad[0], found.abroad.vocab
    chosen = possible(asked, error)
    order = sorted(range(len(asked.rows)), key=lambda row: abs(int(chosen[row].sum()) - 2))
    note(lesson_text("domain")["possible_examples"])
    with st.container(horizontal=True, gap="small"):
        for row in order[:EXAMPLES]:
            names = [vocab[one] for one in chosen[row].nonzero()[0]]
            truth = vocab[int(asked.targets[row])]
            st.image(
                picture_abroad(found, int(asked.rows[row]), where),
                width=150,
                caption=as_text(_possible(names, truth)),
                alt="",
            )
    sizes = pd.Series(chosen.sum(axis=1)).value_counts().sort_index()
    with st.expander(says("world", "how_many_classes")):
        st.dataframe(
            pd.DataFrame({"classes": sizes.index, "pictures": sizes.to_numpy()}), hide_index=True
        )
