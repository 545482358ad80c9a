"""Which is better? A guess, the answer in words, and the pictures behind it."""

from collections.abc import Sequence

import streamlit as st

from core.content import says
from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import Difference, RunComparison, SharedPicture
from core.project.guesses import BETTER, saved_guess
from core.project.project import Project
from core.statistics import fewest_for_proof
from core.words import count_of, percent
from ui.parts.choice import one_of
from ui.parts.guess import guess_choice, guess_first, verdict
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, GREEN, ORANGE, PURPLE
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall

PICTURES = 12
CANNOT_TELL = -1
LETTERS = ("A", "B", "C", "D")
COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
MOST = len(LETTERS)
EXPERIMENT = "experiment_"


def is_it_real(project: Project, comparison: RunComparison, key: str) -> None:
    """The pair's split in words, how that is judged, and the pictures themselves."""
    difference = comparison.difference(*_pair(comparison, key))
    st.markdown(difference_words(difference, comparison.needed))
    with st.expander(says("train", "how_judged_coin"), key=f"{key}_coins"):
        st.markdown(compare_text().coin)
        if comparison.runs > 2:
            share = percent(comparison.needed)
            st.markdown(compare_text().many.format(share=share))
    first, second = LETTERS[difference.first], LETTERS[difference.second]
    _wall(
        project,
        says("train", "one_right", right=first, wrong=second),
        difference.first_right,
        difference,
        key,
    )
    _wall(
        project,
        says("train", "one_right", right=second, wrong=first),
        difference.second_right,
        difference,
        key,
    )


def _pair(comparison: RunComparison, key: str) -> tuple[int, int]:
    """The two to look at; with more than two runs the learner chooses."""
    pairs = comparison.pairs
    if len(pairs) == 1:
        return pairs[0]
    names = {
        place: says("train", "pair", first=LETTERS[first], second=LETTERS[second])
        for place, (first, second) in enumerate(pairs)
    }
    return pairs[one_of(says("train", "which_two"), names, key=f"{key}_pair")]


def _wall(
    project: Project,
    title: str,
    pictures: Sequence[SharedPicture],
    difference: Difference,
    key: str,
) -> None:
    if not pictures:
        return
    st.markdown(f"**{title}: {len(pictures)}**")
    there = {record.id for record in project.dataset.images()}
    shown = [picture for picture in pictures if picture.image_id in there]
    page = page_of(shown, key=f"{key}_{title}_page", per_page=PICTURES)
    picture_wall(
        [_on_wall(project, picture, difference) for picture in page],
        key=f"{key}_{title}",
        label=title,
        pick=False,
    )
    if len(shown) < len(pictures):
        note(says("train", "deleted_since", pictures=len(pictures) - len(shown)))


def _on_wall(project: Project, picture: SharedPicture, difference: Difference) -> WallPicture:
    wrong = difference.second if picture.right(difference.first) else difference.first
    return WallPicture(
        id=picture.image_id,
        path=project.dataset.thumbnail(picture.image_id),
        caption=says(
            "train",
            "run_says",
            label=picture.label,
            letter=LETTERS[wrong],
            answer=picture.answers[wrong],
        ),
    )


def guessed(project: Project, about: str, names: Sequence[str], prompt: str) -> bool:
    """Whether the learner has committed to a guess, or to none; else asks for it."""
    topic = about if about.startswith(EXPERIMENT) else ""  # each experiment asks its own question
    return guess_first(
        project, BETTER, lambda: _ask(about, names, prompt), about, key=about, topic=topic
    ).revealed


def answer_guess(project: Project, about: str, comparison: RunComparison) -> None:
    """Say whether the guess holds; nothing for somebody who made none."""
    choice = saved_guess(project, BETTER, about).choice
    if choice is not None:
        best = CANNOT_TELL if comparison.best is None else comparison.best
        verdict(choice == best, _what_is_so(comparison))


def _ask(about: str, names: Sequence[str], prompt: str) -> int | None:
    options = [as_text(option) for option in _options(names)]
    choice = guess_choice(prompt, options, key=f"guess_{about}")
    return CANNOT_TELL if choice == len(names) else choice


def _options(names: Sequence[str]) -> list[str]:
    """What a learner can guess: one of the runs, or that the pictures cannot tell."""
    runs = [f"{letter}: {name}" for letter, name in zip(LETTERS, names, strict=False)]
    return [*runs, "These pictures cannot tell"]


def _what_is_so(comparison: RunComparison) -> str:
    if comparison.best is not None:
        others = "the other" if comparison.runs == 2 else "all others"
        return says("train", "better", letter=LETTERS[comparison.best], others=others)
    scores = [comparison.score(run).correct for run in range(comparison.runs)]
    if len(set(scores)) == 1:
        return says("train", "they_right_equally")
    leader = LETTERS[scores.index(max(scores))]
    return says("train", "not_told", leader=leader)


def difference_words(difference: Difference, needed: float) -> str:
    """On how many pictures two runs disagree, how they split, and whether that is proof."""
    says = compare_text().says
    names = {"first": LETTERS[difference.first], "second": LETTERS[difference.second]}
    if not difference.disagreed:
        return says["agree"].format(**names)
    split = says["disagree"].format(
        pictures=count_of(difference.disagreed, "picture"),
        first_right=len(difference.first_right),
        second_right=len(difference.second_right),
        often=how_often(difference.p_value),
        **names,
    )
    return f"{split}: {_so(difference, needed)}"


def how_often(p_value: float) -> str:
    """A p-value as a count, for example: 18 of 100 coin-toss series."""
    if p_value > 0.995:
        return "every coin-toss series"
    for of in (100, 1_000, 10_000):
        if p_value * of >= 1:
            return says("train", "series", p_value=round(p_value * of), of=of)
    return "fewer than 1 of 10,000 coin-toss series"


def _so(difference: Difference, needed: float) -> str:
    says, fewest = compare_text().says, fewest_for_proof(needed)
    if difference.ahead is not None and difference.p_value < needed:
        return says["proof"].format(ahead=LETTERS[difference.ahead])
    return says["too_few" if difference.disagreed < fewest else "no_proof"].format(fewest=fewest)


def left_out_words(comparison: RunComparison) -> str:
    """How many pictures count, and how many of each run do not; "" when all do."""
    if not any(comparison.left_out):
        return ""
    out = ", ".join(
        f"{LETTERS[run]} {number} of {number + len(comparison.pictures)}"
        for run, number in enumerate(comparison.left_out)
        if number
    )
    pictures = count_of(len(comparison.pictures), "picture")
    return compare_text().says["left_out"].format(pictures=pictures, out=out)


def relabelled_words(comparison: RunComparison) -> str:
    """That some labels changed between the runs; "" when none did."""
    if not comparison.relabelled:
        return ""
    pictures = count_of(comparison.relabelled, "picture was", "pictures were")
    last = LETTERS[comparison.runs - 1]
    return compare_text().says["relabelled"].format(pictures=pictures, last=last)
