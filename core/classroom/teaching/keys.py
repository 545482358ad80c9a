"""The keys of the worksheets, worked out by the functions that the lessons use themselves."""

from collections.abc import Mapping

import numpy as np

from core.classroom.teaching.content import CostPaper, MatrixPaper, ResizePaper, ThresholdPaper
from core.classroom.teaching.figures import as_matrix, matrix_words
from core.drivetrain.costs.costs import Costs
from core.drivetrain.decide.rule import Rule, rule_of
from core.drivetrain.decide.rule_words import bands
from core.drivetrain.plan.templates import plan_templates
from core.evaluation.confusion import Confusion, class_scores, mix_ups
from core.vision.resize.resize_marks import mark
from core.words import listed, number, percent

NOBODY = float("inf")
BEAR, NOTHING = "bear", "nothing"
ALARM, WAIT = "alarm", "wait"


def resize_key(paper: ResizePaper) -> dict[str, str]:
    """Return the answers for a photo of `wide` × `high` squares, by their names in braces."""
    wide, high = paper.wide, paper.high
    crop, pad, squish = (mark(wide, high, method) for method in ("crop", "pad", "squish"))
    side = max(wide, high)
    return {
        "all": str(wide * high),
        "lost": str(round(crop.lost * wide * high)),
        "lost_share": percent(crop.lost),
        "added": str(round(pad.padding * side * side)),
        "added_share": percent(pad.padding),
        "stretch": number(squish.stretch),
    }


def threshold_rule(paper: ThresholdPaper) -> Rule:
    """Return the rule of the alarm paper: two actions, two classes, nobody to ask."""
    costs = Costs(
        table={ALARM: {NOTHING: paper.alarm, BEAR: 0}, WAIT: {NOTHING: 0, BEAR: paper.miss}},
        idle=WAIT,
        rates={NOTHING: 1, BEAR: 1},
        look=0,
        looks_a_day=0,
        pictures_a_day=1,
    )
    return rule_of(costs.stakes([NOTHING, BEAR]), "", NOBODY)


def threshold_key(paper: ThresholdPaper) -> dict[str, str]:
    """Return the answers about the alarm, by their names in braces."""
    rule = threshold_rule(paper)
    chances = np.array([[1 - one, one] for one in paper.chances])
    shown = np.array(paper.bear, dtype=np.intp)
    sums, ours = rule.sums(chances), rule.chosen(chances)
    half = (chances[:, 1] < 0.5).astype(np.intp)
    [cut] = {band.low for band in bands(rule, BEAR) if band.action == ALARM}
    return {
        "alarm_3": number(float(sums[2, 0])),
        "wait_3": number(float(sums[2, 1])),
        "threshold": percent(cut),
        "alarms": str(int((ours == 0).sum())),
        "alarms_half": str(int((half == 0).sum())),
        "cost": number(float(rule.table[ours, shown].sum())),
        "cost_half": number(float(rule.table[half, shown].sum())),
    }


def counted(paper: MatrixPaper) -> Confusion:
    """Return the matrix of the pictures on the paper."""
    classes = list(paper.classes)
    counts = np.zeros((len(classes),) * 2, dtype=np.int64)
    for actual, called in paper.pictures:
        counts[classes.index(actual), classes.index(called)] += 1
    return Confusion(classes, counts)


def matrix_key(paper: MatrixPaper) -> dict[str, str]:
    """Return the answers about the matrix, by their names in braces."""
    matrix = counted(paper)
    worst = mix_ups(matrix)[0]
    score = next(one for one in class_scores(matrix) if one.name == "grizzly")
    return {
        "rows": matrix_words(paper.classes, as_matrix(matrix)),
        "right": str(matrix.correct),
        "all": str(matrix.total),
        "pair": listed([worst.first, worst.second]),
        "times": str(worst.count),
        "precision": f"{score.precision.correct} of {score.precision.total}",
        "recall": f"{score.recall.correct} of {score.recall.total}",
    }


def paper_costs() -> Costs:
    """Return the costs of the campsite, which the costs paper prints."""
    return plan_templates()["bears"].costs


def cost_key(paper: CostPaper) -> dict[str, str]:
    """Return the cheapest action and all sums for each picture, by their names in braces."""
    costs = paper_costs()
    rule = rule_of(costs.stakes(costs.classes), "", NOBODY)
    found: dict[str, str] = {}
    for place, chances in enumerate(paper.pictures, 1):
        row = np.array([[chances[name] for name in costs.classes]])
        sums = dict(zip(rule.names, rule.sums(row)[0], strict=True))
        found[f"best_{place}"] = rule.names[int(rule.chosen(row)[0])]
        found[f"sums_{place}"] = ", ".join(f"{name} {number(sum_)}" for name, sum_ in sums.items())
    return found


def answered(answers: tuple[str, ...], key: Mapping[str, str]) -> tuple[str, ...]:
    """Return the answers of a paper with the key in place of the names in braces."""
    return tuple(one.format_map(key) for one in answers)
