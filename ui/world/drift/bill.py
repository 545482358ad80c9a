"""What a year cost under each plan."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from core.content import lesson_text
from core.drivetrain.costs.costs import Costs
from core.words import number
from core.world.drift.bill import LOOKS_AN_ALARM, Bill, bill_of
from core.world.drift.living import Levers, Month
from core.world.drift.made import MadeYear
from ui.parts.cost_words import amount
from ui.parts.lesson import as_text
from ui.world.drift.comes_in import UNTOUCHED
from ui.world.drift.levers import year_by
from ui.world.drift.words import PLANS

Lives = Mapping[str, list[Month]]


def lives_of(made: MadeYear, levers: Levers) -> dict[str, list[Month]]:
    """The year by each plan; all but the first with the learner's own labels."""
    plans = {
        "never": replace(UNTOUCHED, labels=0),
        "monthly": replace(levers, when="monthly", sign=Levers.sign, line=Levers.line),
        "yours": levers,
    }
    return {name: year_by(made, plan) for name, plan in plans.items()}


def bills_of(made: MadeYear, lives: Lives, costs: Costs) -> dict[str, Bill]:
    """What each plan cost. Who never retrains or retrains each month listens to no alarm."""
    stakes, first = costs.stakes(made.vocab), lives["never"][0].score.accuracy
    return {
        name: bill_of(
            [replace(month, rang=month.rang and name == "yours") for month in months], stakes, first
        )
        for name, months in lives.items()
    }


def prices(costs: Costs) -> str:
    """What a label and a false alarm cost, in words."""
    return lesson_text("drift")["prices"].format(
        look=amount(costs.look, costs.unit),
        alarm=amount(LOOKS_AN_ALARM * costs.look, costs.unit),
        looks=LOOKS_AN_ALARM,
    )


def bill_table(bills: Mapping[str, Bill], costs: Costs) -> pd.DataFrame:
    """Counts and costs, a row a plan."""
    return pd.DataFrame(
        [
            (
                PLANS[name],
                f"{bill.labels} ({number(bill.for_labels)})",
                f"{bill.mistakes} ({number(bill.for_mistakes)})",
                f"{bill.false_alarms} ({number(bill.for_alarms)})",
                number(bill.total),
            )
            for name, bill in bills.items()
        ],
        columns=[
            "plan",
            "labels (cost)",
            "mistakes (cost)",
            "false alarms (cost)",
            f"all, in {as_text(costs.unit)}",
        ],
    )
