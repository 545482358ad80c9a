"""What the learner has just seen on Decide, with its figures, and how far to trust it."""

from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.worth import Worth, blind_spot
from core.project.records import RunRecord
from core.training.runs import run_name
from core.words import count_of, listed
from ui.parts.cost_words import amount
from ui.parts.lesson import as_text

LEAST_SAID = 0.005  # what is less is written as 0


def about_the_model(now: Situation, run: RunRecord) -> str:
    """Which model on which pictures, and how its confidence was corrected."""
    honest = now.judged.honest
    temperature = honest.temperature
    confidence = (
        "It is surer than it should be, so its chances were softened"
        if temperature > 1.05
        else "It is less sure than it could be, so its chances were sharpened"
        if temperature < 0.95
        else "Its confidence is about right"
    )
    missing = now.judged.missing()
    blind = (
        f" No picture of {listed([as_text(name) for name in missing])} was judged, so mistakes "
        "there cannot be seen."
        if missing
        else ""
    )
    return f"{run_name(run)}. {confidence}. {honest.in_words}{blind}"


def decide_figures(now: Situation, worths: dict[str, Worth], differs: int) -> str:
    """Policy against argmax and against doing nothing, and the mistakes nobody could see yet."""
    unit = now.costs.unit
    policy, argmax, nothing = worths["policy"], worths["argmax"], worths["nothing"]
    perfect = worths["perfect"]
    words = (
        f"This rule costs {amount(policy.cost, unit)} per 1,000 pictures "
        f"(likely {amount(policy.low, unit)} to {amount(policy.high, unit)}). Doing nothing costs "
        f"{amount(nothing.cost, unit)}, always acting on the likeliest class "
        f"{amount(argmax.cost, unit)}. "
        f"The same model, but {count_of(differs, 'picture')} treated differently."
    )
    if perfect.cost >= LEAST_SAID:
        words += f" Even a perfect model would cost {amount(perfect.cost, unit)}."
    return f"{words}{_surprise(policy, argmax)}{_unseen(now)}"


def _surprise(policy: Worth, argmax: Worth) -> str:
    if policy.cost <= argmax.cost + 1e-9:
        return ""
    return (
        "\n\nOn these pictures following the likeliest class came out cheaper: the rare mistakes "
        "that the policy insures against did not happen here. With few pictures that is luck as "
        "often as not."
    )


def _unseen(now: Situation) -> str:
    spot = blind_spot(now.stakes, now.pictures, now.policy)
    if spot is None:
        return ""
    return (
        f"\n\n**What nobody has seen yet:** no mistake on {as_text(spot.when)}, but only "
        f"{count_of(spot.pictures, 'picture')} of it. So few cannot rule out mistakes that would "
        f"cost up to {amount(spot.cost, now.costs.unit)} for 1,000 pictures."
    )
