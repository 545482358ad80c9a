"""What the learner has just seen on Decide, with its figures, and how far to trust it."""

from core.content import says
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
    sure = "surer" if temperature > 1.05 else "less_sure" if temperature < 0.95 else "as_sure"
    said = [f"{run_name(run)}.", says("decide", sure), honest.in_words]
    if missing := now.judged.missing():
        names = listed([as_text(name) for name in missing])
        said.append(says("decide", "not_judged", classes=names))
    return " ".join(said)


def decide_figures(now: Situation, worths: dict[str, Worth], differs: int) -> str:
    """Policy against argmax and against doing nothing, and the mistakes nobody could see yet."""
    unit = now.costs.unit
    policy, argmax, nothing = worths["policy"], worths["argmax"], worths["nothing"]
    perfect = worths["perfect"]
    words = says(
        "decide",
        "decide_figures",
        cost=amount(policy.cost, unit),
        low=amount(policy.low, unit),
        high=amount(policy.high, unit),
        nothing=amount(nothing.cost, unit),
        argmax=amount(argmax.cost, unit),
        pictures=count_of(differs, "picture"),
    )
    if perfect.cost >= LEAST_SAID:
        even = says("decide", "perfect", cost=amount(perfect.cost, unit))
        words = f"{words} {even}"
    lucky = says("decide", "luck") if policy.cost > argmax.cost + 1e-9 else ""
    return "\n\n".join(filter(None, [words, lucky, _unseen(now)]))


def _unseen(now: Situation) -> str:
    spot = blind_spot(now.stakes, now.pictures, now.policy)
    if spot is None:
        return ""
    return says(
        "decide",
        "unseen",
        class_name=as_text(spot.when),
        pictures=count_of(spot.pictures, "picture"),
        cost=amount(spot.cost, now.costs.unit),
    )
