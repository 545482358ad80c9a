"""What a comparison of runs says, in words a beginner understands."""

from core.evaluation.runs.comparison import Difference, RunComparison
from core.statistics import fewest_for_proof
from core.words import count_of
from ui.parts.palette import BLUE, GREEN, ORANGE, PURPLE

LETTERS = ("A", "B", "C", "D")
COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
MOST = len(LETTERS)


def difference_words(difference: Difference, needed: float) -> str:
    """On how many pictures two runs disagree, how they split, and whether that is proof."""
    first, second = LETTERS[difference.first], LETTERS[difference.second]
    if not difference.disagreed:
        return (
            f"**{first} and {second} are right and wrong about the same pictures.** Nothing here "
            "says that one is better."
        )
    split = (
        f"**{first} and {second} disagree on {count_of(difference.disagreed, 'picture')}: {first} "
        f"is right on {len(difference.first_right)}, {second} on {len(difference.second_right)}.**"
    )
    series = f"Such a split, or a more lopsided one, comes up in {how_often(difference.p_value)}"
    return f"{split} {series}{_so(difference, needed)}"


def how_often(p_value: float) -> str:
    """A p-value as a count, for example: 18 of 100 coin-toss series."""
    if p_value > 0.995:
        return "every coin-toss series"
    for of in (100, 1_000, 10_000):
        if p_value * of >= 1:
            return f"{round(p_value * of):,} of {of:,} coin-toss series"
    return "fewer than 1 of 10,000 coin-toss series"


def _so(difference: Difference, needed: float) -> str:
    ahead = difference.ahead
    if ahead is not None and difference.p_value < needed:
        return f": luck hardly explains it. **{LETTERS[ahead]} is better** on pictures like these."
    fewest = fewest_for_proof(needed)
    if difference.disagreed < fewest:
        return (
            f": this is not proof, and could not be. It takes {fewest} disagreements at least, all "
            "to one side. More validation pictures would tell."
        )
    return ": this is not proof."


def left_out_words(comparison: RunComparison) -> str:
    """How many pictures count, and how many of each run do not; "" when all do."""
    if not any(comparison.left_out):
        return ""
    out = ", ".join(
        f"{LETTERS[run]} {number} of {number + len(comparison.pictures)}"
        for run, number in enumerate(comparison.left_out)
        if number
    )
    return (
        f"These runs saw different validation sets. Only the "
        f"**{count_of(len(comparison.pictures), 'picture')}** in all of them count here; "
        f"left out: {out}."
    )


def relabelled_words(comparison: RunComparison) -> str:
    """That some labels changed between the runs; "" when none did."""
    if not comparison.relabelled:
        return ""
    relabelled = count_of(comparison.relabelled, "picture was", "pictures were")
    return (
        f"{relabelled} relabelled between the runs; "
        f"all are marked by the label that {LETTERS[comparison.runs - 1]} saw."
    )
