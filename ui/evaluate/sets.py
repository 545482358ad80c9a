"""Which pictures the model is judged on: chosen here, and said what they are for."""

import streamlit as st

from core.content import lesson_text, says
from core.evaluation.evidence_sets import (
    TEST,
    VALID,
    EvidenceSet,
    evidence_sets,
    is_test_open,
    open_test,
    openings,
    part_outcome,
)
from core.evaluation.held_back import held_back_pictures, judged_held_back, known_to
from core.production.predictor import ModelUnavailable
from core.project.guesses import Question, is_near, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.words import count_of
from ui.parts.guess import guess_first, guess_number, note_result
from ui.parts.lesson import as_text, hint, note

NAMES = {"valid": "Validation", "train": "Training", "test": "Locked test set"}
SET = "set"
RIGHT_HELD_BACK = Question[int]("guess_held_back_", int, "right")  # about a run and a set


def choose_set(project: Project, whole: Outcome) -> EvidenceSet:
    """A box with every set there is."""
    sets = evidence_sets(project, whole)
    chosen = st.selectbox(
        says("evaluate", "judged_on"),
        list(sets),
        format_func=lambda key: set_name(sets[key]),
        key=SET,
        bind="query-params",
        help=lesson_text("evaluate")["set_valid"],
        width=210,
    )
    return sets[chosen if chosen in sets else VALID]


def about_set(one: EvidenceSet, run: RunRecord) -> None:
    """What the set is for; of the usual one it stands at the box."""
    if one.key != VALID:
        note(_about(one, run))


def answers_on(
    project: Project, run: RunRecord, one: EvidenceSet, vocab: list[str]
) -> Outcome | None:
    """What the run, which knows `vocab`, says about the set; None while the locked test set waits
    to be opened, and where the model cannot be asked."""
    if one.key == TEST and not _test_opened(project, run):
        return None
    if not one.held_back:
        return part_outcome(project, run, one.key)
    if not _guessed(project, run, one, vocab):
        return None
    answers = _asked_now(project, run, one.key)
    guess = saved_guess(project, RIGHT_HELD_BACK, f"{run.id}-{one.key}").choice
    if answers is not None and guess is not None:
        note_result(is_near(guess, answers.correct, len(answers.image_ids)))
    return answers


def set_name(one: EvidenceSet) -> str:
    """For example: "Held back: night"."""
    return NAMES.get(one.key) or f"Held back: {as_text(one.title)}"


def _about(one: EvidenceSet, run: RunRecord) -> str:
    text = lesson_text("evaluate")
    if one.held_back:
        return f"**{one.about}** {text['set_held_back']}"
    if one.key == "train":
        return text[f"set_train_{run.kind}"]
    return text[f"set_{one.key}"]


def _test_opened(project: Project, run: RunRecord) -> bool:
    """Whether this run's answers on the locked test set may be seen; else asks, once a run."""
    if is_test_open(project, run):
        times = len(openings(project))
        note(says("evaluate", "test_opened", models=count_of(times, "model")))
        return True
    st.warning(_before_opening(project))
    st.button(
        says("evaluate", "open_locked_test"),
        key="open_test",
        on_click=open_test,
        args=(project, run),
    )
    return False


def _before_opening(project: Project) -> str:
    times = len(openings(project))
    words = lesson_text("evaluate")["before_test"]
    if not times:
        return words
    return f"{words} {says('evaluate', 'opened_before', models=count_of(times, 'model'))}"


def _guessed(project: Project, run: RunRecord, one: EvidenceSet, vocab: list[str]) -> bool:
    """Whether the learner guessed how many it gets right, or passed; asks until then."""
    count = len(known_to(vocab, held_back_pictures(project, one.key)))
    text = lesson_text("evaluate")

    def ask() -> int:
        prompt = text["guess_held_back"].format(count=count)
        return guess_number(
            prompt, says("evaluate", "how_many_right"), count, key="guess_held_back"
        )

    about = f"{run.id}-{one.key}"
    guess = guess_first(project, RIGHT_HELD_BACK, ask, about, key="held_back", topic=one.key)
    if guess.choice is not None:
        note(text["guessed_held_back"].format(guess=guess.choice, count=count))
    return guess.revealed


def _asked_now(project: Project, run: RunRecord, name: str) -> Outcome | None:
    """The answers about a held-back set; the model is asked once, in a moment."""
    line = st.empty()

    def report(done: int, of: int) -> None:
        line.progress(done / of, text=says("evaluate", "asking", done=done, of=of))

    try:
        answers = judged_held_back(project, run, name, report)
    except ModelUnavailable as error:
        hint(str(error))
        return None
    line.empty()
    return answers
