"""None of these, the other way: a class of other pictures, and what it knows of others."""

from functools import partial

import pandas as pd
import streamlit as st

from core.content import lesson_text, read, says
from core.evaluation.abroad import home_outcome
from core.project.guesses import Question
from core.project.project import Project
from core.project.records import RunRecord
from core.words import listed
from core.world.others import (
    LEARNED,
    OTHERS,
    Others,
    begin_others,
    other_kinds,
    other_pictures,
    others_place,
)
from ui.navigation import page_link
from ui.parts.choice import one_of
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import metric, note, what_you_saw
from ui.world.abroad import outcome_or_wait

CALLED = Question[str]("guess_others_", str, "called")  # about a run and a kind
CHOICES = read("domain.yaml", dict[str, str], "others_choices")
KINDS = read("domain.yaml", dict[str, str], "others_kinds")
SHOWN = 4


def something_else(here: Project, model: RunRecord) -> None:
    """Choose what the other class learns from, guess, and see."""
    text = lesson_text("domain")
    st.markdown(text["others_intro"].format(count=LEARNED))
    kinds = other_kinds(home_outcome(here, model).vocab)
    kind = one_of(
        says("world", "class_something_else"), {key: KINDS[key] for key in kinds}, key="others"
    )
    with st.container(horizontal=True, gap="small"):
        for picture in other_pictures(kind)[:SHOWN]:
            st.image(picture, width=110, alt=KINDS[kind])
    guess = guess_first(
        here,
        CALLED,
        lambda: guess_pills(text["others_guess"], CHOICES, key="guess_others"),
        others_place(model, kind),
        key="others",
        topic=kind,
    )
    if not guess.revealed:
        return
    begin = partial(begin_others, here, model, kind)
    found = outcome_or_wait(OTHERS, here, others_place(model, kind), begin, key="others")
    if found is not None:
        _shown(found, kind, guess.choice)


def _shown(found: Others, kind: str, guess: str | None) -> None:
    text = lesson_text("domain")
    table = pd.DataFrame(
        [
            (
                says("world", "learned", kind=KINDS[key]) if key == kind else KINDS[key],
                found.called[key].fraction,
                found.beyond[key].fraction,
            )
            for key in sorted(found.called, key=lambda key: key != kind)
        ],
        columns=["New pictures of", "Called “something else”", "Beyond the line"],
    )
    st.dataframe(table, hide_index=True, width="stretch")
    before, after = found.home
    metric(
        says("world", "right_at_home_after"),
        after.fraction,
        says("world", "before", figure=before.fraction),
    )
    missed = [f"“{KINDS[key]}”" for key in found.called if _is_missed(found, key)]
    if guess is not None:
        unlearned = [_is_missed(found, key) for key in found.called if key != kind]
        some = "learned" if all(unlearned) else "some"
        note_result(guess == (some if any(unlearned) else "every"))
    said = text["others_saw"].format(kind=KINDS[kind], score=found.called[kind].in_words)
    rest = text["others_missed"].format(kinds=listed(missed)) if missed else text["others_all"]
    guessed = says("world", "guessed", guess=CHOICES[guess]) if guess in CHOICES else ""
    what_you_saw(f"{guessed} {said} {rest}".strip())
    note(text["others_why"])
    page_link("gather", says("world", "add_such_class"), primary=True)


def _is_missed(found: Others, kind: str) -> bool:
    """Whether most new pictures of a kind got the name of one of the learner's classes."""
    return found.called[kind].accuracy < 0.5
