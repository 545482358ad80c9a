"""The first look: how many it names right, a guess at what it mixes up, and what is so."""

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.classroom.answers import Asked
from core.content import lesson_text
from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import Confusion, Verdict, guess_choices, mix_ups, verdict
from core.project.guesses import MIX_UP, Pair
from core.project.project import Project
from core.statistics import Score
from core.training.outcome import JudgedPicture, Outcome
from core.words import count_of, listed, percent, percent_range
from ui.parts.guess import guess_first, guess_pills, note_result, tell
from ui.parts.lesson import as_text, metric, note

FEW_CHOICES = 10


def scores_row() -> DeltaGenerator:
    """The row that figures stand in, side by side on a phone, too (`ui/frame/frame.css`)."""
    return st.container(horizontal=True, gap="medium", key="scores")


def model_scores(valid: Outcome) -> None:
    """Show how many of the validation pictures `valid` were named right, in a row of figures."""
    score = Score(valid.correct, len(valid.image_ids))
    commonest, count = _commonest(valid)
    metric("Correct", score.fraction, percent(score.accuracy))
    likely, about = percent_range(score.likely), lesson_text("evaluate")["range"]
    metric("Likely range on more pictures like these", likely, help=about)
    metric(f"Always saying “{as_text(commonest)}”", f"{count} of {score.total}")


def your_success(project: Project) -> None:
    """When the learner said it works; nothing where they did not."""
    success = load_plan(project).success.strip()
    if success:
        note(f"You said it works when: {as_text(success)}")


def _commonest(valid: Outcome) -> tuple[str, int]:
    counts = np.bincount(valid.targets, minlength=len(valid.vocab))
    return valid.vocab[int(counts.argmax())], int(counts.max())


def pair_words(matrix: Confusion) -> str:
    """Which two classes were mixed up most, if one pair stands out."""
    pairs = mix_ups(matrix)
    if not pairs:
        return "No two classes were mixed up."
    if len(pairs) > 1 and pairs[0].count == pairs[1].count:
        return "No pair of classes stands out."
    names = f"**{as_text(pairs[0].first)}** and **{as_text(pairs[0].second)}**"
    return f"It mixed up {names} most: {count_of(pairs[0].count, 'time')}."


def worst_words(worst: JudgedPicture) -> str:
    """The picture with the highest loss: what it is, and what the model made of it."""
    picture = f"The highest loss is {worst.loss:.2f}, for a picture of {as_text(worst.label)}"
    if worst.is_correct:
        return f"{picture} that it got right, but was not sure of."
    return f"{picture} that it took for {as_text(worst.predicted)}."


def guess_mix_up(project: Project, run_id: str, matrix: Confusion) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the matrix may be shown.
    The guess is kept with the project, so it is asked once for each run."""
    vocab = matrix.vocab
    guess = guess_first(project, MIX_UP, lambda: _ask(run_id, vocab), run_id, key="guess")
    if guess.choice in guess_choices(vocab):
        found = verdict(matrix, guess.choice)
        note_result(found.right)
        st.markdown(_verdict_words(found, vocab))
    return guess.revealed


def _ask(run_id: str, vocab: list[str]) -> Pair | None:
    question, key = _question(vocab), f"guess_{run_id}"
    choices = {pair: _pair_words(pair, vocab) for pair in guess_choices(vocab)}
    if len(choices) <= FEW_CHOICES:
        return guess_pills(
            question, {pair: as_text(said) for pair, said in choices.items()}, key=key
        )
    st.subheader(f"Guess first: {question}", anchor=False)
    chosen = st.selectbox(
        question,
        list(choices),
        index=None,
        format_func=choices.__getitem__,
        key=key,
        label_visibility="collapsed",
    )
    words = "" if chosen is None else choices[chosen]
    tell(Asked(prompt=question, options=tuple(choices.values()), words=words))
    return chosen


def _question(vocab: list[str]) -> str:
    if len(vocab) == 2:
        return "which mistake will it make more often?"
    return "which two classes will it mix up most?"


def _pair_words(pair: Pair, vocab: list[str]) -> str:
    joined = " called " if len(vocab) == 2 else " and "
    return joined.join(pair)


def _verdict_words(result: Verdict, vocab: list[str]) -> str:
    guessed = f"You guessed **{as_text(_pair_words(result.guess, vocab))}**"
    others = listed([f"**{as_text(_pair_words(pair, vocab))}**" for pair in result.as_often])
    times = count_of(result.times, "time")
    if not result.most_times:
        return f"{guessed}. It mixed up nothing at all on these pictures."
    if not result.right:
        each = " each" if len(result.as_often) > 1 else ""
        return f"{guessed}: {times}. It was {others}: {result.most_times}{each}."
    if result.as_often:
        return f"{guessed}: {times}. That is a tie: just as often it was {others}."
    return f"{guessed}, and you were right: {times}, more than any other."
