"""The stops of the night: what a mistake costs, and the dark."""

from core.content import says
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import classes_named
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.policy import cheapest_policy
from core.drivetrain.decide.rule import rule_of
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.stream import stream
from core.drivetrain.decide.worth import SIMPLE, can_be_done, cheapest_simple
from core.drivetrain.plan.plan import load_plan
from core.evaluation.elsewhere import title_of
from core.evaluation.tried_abroad import Tried, tried
from core.learning.tour.content import tour
from core.learning.tour.place import Mark
from core.learning.tour.standing import Standing
from core.project.guesses import CHEAPEST, save_guess
from core.words import listed, number, percent_of

NIGHT = "night"
MOST_TIMES = 5000.0  # where the slider of Decide ends
SHARES = {"same": (0.95, 2.0), "few": (0.7, 0.95), "half": (0.3, 0.7), "none": (-1.0, 0.3)}


def costs_mark(here: Standing) -> Mark:
    """The costs on arrival, as text."""
    return {"costs": here.situation.costs.model_dump_json() if here.situation else ""}


def costs_moved(here: Standing) -> bool:
    """Whether the mistake to speak of first is ten times as bad as on arrival, or as bad as the
    page lets it be."""
    now = here.situation
    if now is None or now.costs.model_dump_json() == here.mark.get("costs"):
        return False
    wanted = min(10 * _times(here, _costs_before(here, now)), MOST_TIMES)
    return _times(here, now.costs) >= 0.99 * wanted


def decided(here: Standing) -> bool:
    """Whether a decision was kept since the arrival, with the costs as they are."""
    made = load_decision(here.project)
    return made is not None and made.at >= float(here.mark.get("at", 0)) and costs_moved(here)


def keep_strategy_guess(here: Standing) -> None:
    """The tap is the guess that Decide would ask for."""
    save_guess(here.project, CHEAPEST, here.choice)


def price_words(here: Standing) -> dict[str, str]:
    """What each way of deciding costs, and what moving the costs changed."""
    now = here.situation
    if now is None:
        return dict.fromkeys(
            ("was", "tenfold", "cost", "best", "least", "changed", "pictures", "policy", "argmax"),
            "",
        )
    before = _costs_before(here, now)
    best = cheapest_simple(now.worths, now.stakes)
    names = tour_choices("price")
    chosen = here.choice if here.choice in SIMPLE else SIMPLE[0]
    return {
        "was": number(_times(here, before)),
        "tenfold": number(10 * _times(here, before)),
        "cost": number(now.worths[chosen].cost),
        "best": listed([f"“{names[key]}”" for key in best]),
        "least": number(now.worths[best[0]].cost) if best else "",
        "changed": str(_changed(now, before)),
        "pictures": f"{len(now.judged.image_ids):,}",
        "policy": number(now.worths["policy"].cost),
        "argmax": number(now.worths["argmax"].cost),
    }


def price_verdict(here: Standing) -> str:
    """Before the decision how the tap turned out, after it what the rule saves."""
    now = here.situation
    if now is None:
        return "luck"
    if decided(here):
        return "saves" if _saved(now) > 0 else "luck"
    chosen = here.choice if here.choice in SIMPLE else SIMPLE[0]
    if not can_be_done(now.worths[chosen], now.stakes):
        return "cannot"
    return "right" if chosen in cheapest_simple(now.worths, now.stakes) else "wrong"


def price_figure(here: Standing) -> tuple[str, str]:
    """What the rule saves against the action of the likeliest class."""
    return (number(max(0.0, _saved(here.situation))) if here.situation else "", "")


def tour_choices(stop_id: str) -> dict[str, str]:
    """The choices of a stop in words."""
    return next(stop.choices for stop in tour().stops if stop.id == stop_id)


def _saved(now: Situation) -> float:
    return now.worths["argmax"].cost - now.worths["policy"].cost


def _costs_before(here: Standing, now: Situation) -> Costs:
    said = str(here.mark.get("costs", ""))
    return Costs.model_validate_json(said) if said else now.costs


def _times(here: Standing, costs: Costs) -> float:
    words = costs.feared(classes_named(load_plan(here.project), costs.classes))
    return words.times if words else 1.0


def _changed(now: Situation, before: Costs) -> int:
    """How many pictures are treated otherwise than under the costs before."""
    stakes = before.stakes(now.judged.classes)
    if stakes.actions != now.stakes.actions:
        return len(now.judged.image_ids)
    pictures = stream(now.judged, stakes)
    rule = rule_of(stakes, before.ask, cheapest_policy(stakes, pictures).bar)
    old, new = rule.chosen(pictures.probs), now.rule.chosen(now.pictures.probs)
    return int((old != new).sum())


def tried_night(here: Standing) -> bool:
    """Whether the model was tried at night."""
    return _night(here) is not None


def tried_another(here: Standing) -> bool:
    """Whether the model was tried at night and under one condition more."""
    return _night(here) is not None and len(_tried(here)) > 1


def night_words(here: Standing) -> dict[str, str]:
    """How the model stands by day, at night, and where else the learner looked, the worst first."""
    night = _night(here)
    other = next((one for one in _tried(here) if one != night), None)
    return {
        "held": str(here.held),
        "home": percent_of(here.valid.correct, here.held) if here.valid is not None else "",
        "night": percent_of(night.right, night.pictures) if night else "",
        "other": _title(here, other) if other else "",
        "left": percent_of(other.right, other.pictures) if other else "",
    }


def night_verdict(here: Standing) -> str:
    """Whether the night is as was guessed, better or worse; measured by what was right by day."""
    night = _night(here)
    if night is None or here.valid is None:
        return "right"
    share = night.right / max(1, here.valid.correct)
    low, high = SHARES.get(here.choice, (-1.0, 2.0))
    return "right" if low <= share < high else "better" if share >= high else "worse"


def night_figure(here: Standing) -> tuple[str, str]:
    """How many are right at night, beside those by day."""
    night = _night(here)
    if night is None or here.valid is None:
        return "", ""
    return f"{night.right} of {night.pictures}", says("tour", "by_day", count=here.valid.correct)


def _title(here: Standing, one: Tried) -> str:
    return title_of(here.project, one.where, here.valid.vocab if here.valid is not None else [])


def _tried(here: Standing) -> list[Tried]:
    return tried(here.project, here.run) if here.run else []


def _night(here: Standing) -> Tried | None:
    """The changed pictures; the rendered set of the same name is another one."""
    changed = (one for one in _tried(here) if not one.held_back)
    return next((one for one in changed if one.condition == NIGHT), None)
