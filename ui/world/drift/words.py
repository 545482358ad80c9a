"""A sign, a line and a plan in a learner's words."""

from core.content import Named, lesson_text, read, says
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import load_costs
from core.project.project import Project
from core.words import count_of, listed, number, percent, points
from core.world.drift.living import Levers, Sign, What, When, Which

SIGNS = read("drift.yaml", dict[Sign, Named], "signs")
AXES = read("drift.yaml", dict[Sign, str], "axes")
RANG = read("drift.yaml", dict[Sign, str], "signs_rang")
QUIET = read("drift.yaml", dict[Sign, str], "signs_quiet")
WHICH = read("drift.yaml", dict[Which, str], "which")
WHEN = read("drift.yaml", dict[When, str], "when")
WHAT = read("drift.yaml", dict[What, str], "what")
SENTENCE_LABELS = read("drift.yaml", dict[Which, str], "sentence_labels")
SENTENCE_WHEN = read("drift.yaml", dict[str, str], "sentence_when")
SENTENCE_ALARM = read("drift.yaml", dict[Sign, str], "sentence_alarm")
SENTENCE_WHAT = read("drift.yaml", dict[What, str], "sentence_what")
PLANS = read("drift.yaml", dict[str, str], "plans")


def line_value(sign: Sign, line: float) -> str:
    """A line as it stands on its slider."""
    if sign == "sure":
        return points(line)
    return percent(line) if sign in ("told", "labels") else number(line)


def rang_words(sign: Sign, line: float, rang: tuple[int, ...]) -> str:
    """When a sign first rings at this line, or that it never does."""
    words, name = RANG if rang else QUIET, SIGNS[sign].name.rstrip("?")
    month = rang[0] if rang else None
    return words[sign].format(sign=name, month=month, line=line_value(sign, line))


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
    none = lesson_text("drift")["sentence_none"]
    paid = SENTENCE_LABELS[levers.which].format(labels=levers.labels) if levers.labels else none
    learns = [] if levers.when == "never" else [SENTENCE_WHAT[levers.what]]
    return " ".join([paid, _again(levers), *learns, tried])


def _again(levers: Levers) -> str:
    if levers.when != "alarm":
        return SENTENCE_WHEN[levers.when]
    return SENTENCE_ALARM[levers.sign].format(line=line_value(levers.sign, levers.line))


def pictures(count: int) -> str:
    """So many pictures."""
    return count_of(count, "picture")
