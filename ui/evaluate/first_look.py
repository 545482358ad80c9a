"""The first look: how many it names right, a guess at what it mixes up, and what is so."""

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.classroom.answers import Asked
from core.content import lesson_text, says
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
    return st.container(horizontal=True, gap="small", key="scores")


def model_scores(valid: Outcome) -> None:
    """Show how many of the validation pictures `valid` were named right, in a row of figures."""
    score = Score(valid.correct, len(valid.image_ids))
    commonest, count = _commonest(valid)
    metric(says("evaluate", "correct"), score.fraction, percent(score.accuracy))
    likely, about = percent_range(score.likely), lesson_text("evaluate")["range"]
    metric(says("evaluate", "likely_range_more"), likely, help=about)
    metric(says("evaluate", "always_saying", name=as_text(commonest)), f"{count} of {score.total}")


def your_success(project: Project) -> None:
    """When the learner said it works; nothing where they did not."""
    success = load_plan(project).success.strip()
    if success:
        note(says("evaluate", "your_success", success=as_text(success)))


def _commonest(valid: Outcome) -> tuple[str, int]:
    counts = np.bincount(valid.targets, minlength=len(valid.vocab))
    return valid.vocab[int(counts.argmax())], int(counts.max())


def pair_words(matrix: Confusion) -> str:
    """Which two classes were mixed up most, if one pair stands out."""
    pairs = mix_ups(matrix)
    if not pairs:
        return says("evaluate", "no_two_classes")
    if len(pairs) > 1 and pairs[0].count == pairs[1].count:
        return says("evaluate", "no_pair_classes")
    names = f"**{as_text(pairs[0].first)}** and **{as_text(pairs[0].second)}**"
    return says("evaluate", "mixed_up_most", names=names, times=count_of(pairs[0].count, "time"))


def worst_words(worst: JudgedPicture) -> str:
    """The picture with the highest loss: what it is, and what the model made of it."""
    return says(
        "evaluate",
        "worst_right" if worst.is_correct else "worst_wrong",
        loss=worst.loss,
        label=as_text(worst.label),
        predicted=as_text(worst.predicted),
    )


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
    st.subheader(says("parts", "guess_first", question=question), anchor=False)
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
        return says("evaluate", "which_mistake_will")
    return says("evaluate", "which_two_classes")


def _pair_words(pair: Pair, vocab: list[str]) -> str:
    first, second = pair
    joined = "one_called_other" if len(vocab) == 2 else "both_mixed_up"
    return says("evaluate", joined, first=first, second=second)


def _verdict_words(result: Verdict, vocab: list[str]) -> str:
    guess = as_text(_pair_words(result.guess, vocab))
    others = listed([f"**{as_text(_pair_words(pair, vocab))}**" for pair in result.as_often])
    times, most = count_of(result.times, "time"), result.most_times
    return says("evaluate", _how_it_was(result), guess=guess, times=times, others=others, most=most)


def _how_it_was(result: Verdict) -> str:
    if not result.most_times:
        return "nothing_mixed_up"
    if not result.right:
        return "other_pairs" if len(result.as_often) > 1 else "other_pair"
    return "tied_pair" if result.as_often else "right_pair"
