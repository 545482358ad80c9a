"""A sign, a line and a plan in a learner's words."""

from core.content import Named, lesson_text, read, says
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import load_costs
from core.project.project import Project
from core.words import count_of, listed, number, percent, points
from core.world.drift.living import Levers, Sign, What, When, Which

SIGNS = read("drift.yaml", dict[Sign, Named], "signs")
AXES = read("drift.yaml", dict[Sign, str], "axes")
LINE_WORDS = read("drift.yaml", dict[Sign, str], "lines")
WHICH = read("drift.yaml", dict[Which, str], "which")
WHEN = read("drift.yaml", dict[When, str], "when")
WHAT = read("drift.yaml", dict[What, str], "what")
SENTENCE_WHEN = read("drift.yaml", dict[When, str], "sentence_when")
WHICH_WORDS = read("drift.yaml", dict[Which, str], "which_words")
WHAT_WORDS = read("drift.yaml", dict[What, str], "what_words")
PLANS = read("drift.yaml", dict[str, str], "plans")


def line_value(sign: Sign, line: float) -> str:
    """A line as it stands on its slider."""
    if sign == "sure":
        return points(line)
    return percent(line) if sign in ("told", "labels") else number(line)


def line_words(sign: Sign, line: float) -> str:
    """A line as the end of a sentence."""
    return LINE_WORDS[sign].format(line=line_value(sign, line))


def months_said(numbers: list[int]) -> str:
    """ "in month 3", "in months 3 and 5", "never"."""
    if not numbers:
        return "never"
    months = "in_months" if numbers[1:] else "in_month"
    return says("world", months, months=listed([str(one) for one in numbers]))


def costs_of(here: Project, vocab: list[str]) -> Costs:
    """The learner's costs for the classes of a year."""
    return load_costs(here, vocab)


def sentence(levers: Levers, tried: str) -> str:
    """The monitoring sentence of a plan; `tried` says what it did in the year."""
    text = lesson_text("drift")
    paid = (
        text["sentence_labels"].format(labels=levers.labels, which=WHICH_WORDS[levers.which])
        if levers.labels
        else text["sentence_none"]
    )
    again = SENTENCE_WHEN[levers.when].format(
        what=WHAT_WORDS[levers.what],
        line=line_words(levers.sign, levers.line),
        sign=SIGNS[levers.sign].name.lower().rstrip("?"),
    )
    return f"{paid} {again} {tried}"


def pictures(count: int) -> str:
    """So many pictures."""
    return count_of(count, "picture")
