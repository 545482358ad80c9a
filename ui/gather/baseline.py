"""A guess before the first model: how far does the class balance alone get you?"""

from core.content import says
from core.curation.health.health import FEW, Balance
from core.words import percent
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import as_text, what_you_saw

_GUESSES = (0.1, 0.33, 0.5, 0.75, 0.95)
_NEAR = 0.1


def guess_the_baseline(balance: Balance) -> None:
    """The learner guesses what a model scores that looks at no picture; then sees it."""
    alone = len(balance.all_largest) == 1
    largest = "baseline_largest" if alone else "baseline_one_of"
    asked = "baseline" if balance.even else largest
    prompt = says("gather", asked, name=as_text(balance.largest))
    options = [f"about {percent(share)}" for share in _GUESSES]
    chosen = guess_now(prompt, options, key="gather_guess")
    if chosen is not None:
        near = abs(_GUESSES[chosen] - balance.baseline) <= _NEAR
        note_result(near, percent(balance.baseline))
        what_you_saw(_reveal(balance, _GUESSES[chosen], near=near))


def _reveal(balance: Balance, guess: float, *, near: bool) -> str:
    return " ".join(
        [
            f"{balance.most:,} of {balance.total:,} pictures are {as_text(balance.largest)}, so it "
            f"is right **{percent(balance.baseline)}** of the time.",
            "You were close." if near else f"You guessed {percent(guess)}.",
            "Any model you train has to beat that number before it has learned anything.",
            _advice(balance),
        ]
    )


def _advice(balance: Balance) -> str:
    smallest = as_text(balance.smallest)
    if balance.thin:
        return (
            f"Your smallest class, {smallest}, has {balance.fewest}: with fewer than {FEW}, one "
            "picture more or less changes the score. Bring more of it."
        )
    if balance.lopsided:
        return (
            f"{smallest} has {balance.fewest}, less than a third of your largest class: watch its "
            "row in the confusion matrix."
        )
    return "Your classes are of similar size, so accuracy will be a fair first measure."
