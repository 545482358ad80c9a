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
    options = [says("gather", "about", share=percent(share)) for share in _GUESSES]
    chosen = guess_now(prompt, options, key="gather_guess")
    if chosen is not None:
        near = abs(_GUESSES[chosen] - balance.baseline) <= _NEAR
        note_result(near, percent(balance.baseline))
        what_you_saw(_reveal(balance, _GUESSES[chosen], near=near))


def _reveal(balance: Balance, guess: float, *, near: bool) -> str:
    figures = {"most": balance.most, "total": balance.total, "share": percent(balance.baseline)}
    said = [
        says("gather", "baseline_is", name=as_text(balance.largest), **figures),
        says("gather", "close") if near else says("gather", "guessed", share=percent(guess)),
        says("gather", "beat_it"),
        _advice(balance),
    ]
    return " ".join(said)


def _advice(balance: Balance) -> str:
    smallest = {"name": as_text(balance.smallest), "fewest": balance.fewest}
    if balance.thin:
        return says("gather", "thin", few=FEW, **smallest)
    return says("gather", "lopsided", **smallest) if balance.lopsided else says("gather", "similar")
