"""The parts of a report that the learner's plan and pictures tell: purpose, data, credits."""

from collections.abc import Iterator

from core.content import lesson_text, read, says
from core.drivetrain.card.blocks import Block, Chart, Gap, Points, Quote, Table, Words
from core.drivetrain.card.words import (
    cost_sentences,
    cost_table,
    day_words,
    range_words,
    worth_table,
)
from core.drivetrain.costs.costs import PER
from core.drivetrain.decide.decision import Decision
from core.drivetrain.decide.rule_words import decision_words
from core.drivetrain.decide.text import two_estimates
from core.drivetrain.plan.plan import Plan
from core.drivetrain.plan.templates import plan_templates
from core.learning.report.charts import BLUE, GREY, SKY, Bar, bars
from core.learning.report.content import report_text
from core.learning.report.facts import Facts, day_of
from core.learning.report.origins import counted as counted_origins
from core.project.records import SPLITS
from core.words import count_of, listed, number, percent
from core.world.drift.kept import monitoring
from core.world.loop.check import loop_checks

SHADES = {"train": BLUE, "valid": SKY, "test": GREY}
MOST_CLASSES = 30


def purpose(facts: Facts) -> Iterator[Block]:
    """Objective, success and who is affected, in the learner's words."""
    plan = facts.plan
    if not plan.has_objective:
        yield Gap(says("report", "plan_no_objective"), "objective")
    elif borrowed(plan):
        yield Gap(says("report", "plan_still_speaks"), "objective")
    yield from _quotes(
        ("Objective", plan.objective),
        ("We know that it worked when", plan.success),
        ("Who is affected", plan.affected),
        ("If it went really well", plan.really_well),
    )


def levers(facts: Facts) -> Iterator[Block]:
    """What can be done about it."""
    named = facts.plan.named_levers
    if not named:
        yield Gap(says("report", "plan_names_no"), "levers")
        return
    yield Words("What can be done:")
    yield Points(tuple(_lever(one.name.strip(), one.note.strip()) for one in named))


def _lever(name: str, note: str) -> str:
    return says("report", "lever", name=name, note=note) if note else name


def fear(facts: Facts) -> Iterator[Block]:
    """The failure the learner fears most."""
    if facts.plan.fear.strip():
        yield Quote("The failure we fear most", facts.plan.fear)
    else:
        yield Gap(says("report", "plan_not_say"), "objective")


def pictures(facts: Facts) -> Iterator[Block]:
    """How many pictures of what, and how they are shared out."""
    if not facts.counts:
        yield Gap(says("report", "no_pictures_yet"), "gather")
        return
    classes = count_of(len(facts.classes), "class", "classes")
    number = count_of(facts.number(), "picture")
    there = says("report", "pictures", pictures=number, classes=classes, sides=_sides(facts))
    yield Words(f"{there} {_how(facts)}")
    yield _classes_chart(facts)
    if not facts.number(split="test"):
        yield Gap(says("report", "no_test_set"), "datablock")


def wishes(facts: Facts) -> Iterator[Block]:
    """The data that the plan says it has, and lacks."""
    yield from _quotes(
        ("The plan says we have", facts.plan.data_have),
        ("The plan says we need", facts.plan.data_need),
    )


def credits(facts: Facts) -> Iterator[Block]:
    """Where the pictures are from and under which licence, counted."""
    if not facts.counts:
        return
    rows = tuple(
        (came, licence, f"{number:,}") for came, licence, number in counted_origins(facts.origins)
    )
    yield Table("Where the pictures are from", ("Came from", "Licence", "Pictures"), rows)
    unknown = sum(not origin.has_licence for origin in facts.origins.values())
    if unknown:
        many = "licence_one" if unknown == 1 else "licence_many"
        yield Gap(says("report", many, count=unknown), "gather")
    yield Words(report_text().draft.credits)


def borrowed(plan: Plan) -> bool:
    """Whether some words of the plan are a worked example's, as nobody has changed them."""
    examples = [template.plan for template in plan_templates().values()]
    mine = {name: words for name, words in plan.model_dump().items() if words}
    return any(getattr(one, name) == getattr(plan, name) for one in examples for name in mine)


def _quotes(*said: tuple[str, str]) -> Iterator[Block]:
    for label, text in said:
        if text.strip():
            yield Quote(label, text)


def _sides(facts: Facts) -> str:
    sides = {split: facts.number(split=split) for split in SPLITS}
    return listed([says("report", f"side_{side}", count=n) for side, n in sides.items() if n])


def _how(facts: Facts) -> str:
    split = facts.split
    held_out = facts.number(split="valid") / max(1, facts.number())
    evenly = split.stratified and split.kind == "random"
    name = "split_random_even" if evenly else f"split_{split.kind}"
    return says("report", name, share=percent(held_out))


def _classes_chart(facts: Facts) -> Chart:
    held = [split for split in SPLITS if facts.number(split=split)]
    counts = {name: [facts.number(name, split) for split in held] for name in facts.classes}
    rows = [
        Bar(name, tuple(zip(numbers, (SHADES[s] for s in held), strict=True)), f"{sum(numbers):,}")
        for name, numbers in counts.items()
    ]
    table = Table(
        "Pictures of each class",
        ("Class", *held),
        tuple((name, *(f"{n:,}" for n in numbers)) for name, numbers in counts.items()),
    )
    parts = listed([says("report", f"part_{split}") for split in held])
    alt = says("report", "classes_alt", parts=parts)
    legend = [(split, SHADES[split]) for split in held]
    return Chart("classes", bars(rows[:MOST_CLASSES], legend=legend), alt, table)


def decision(facts: Facts) -> Iterator[Block]:
    """The costs, the rule, and what each way of deciding costs."""
    made = facts.decision
    if made is None:
        yield Gap(says("report", "no_decision_been"), "decide")
        return
    yield from _still_right(facts, made)
    yield cost_table(made.costs, says("report", "actions_cost", unit=made.costs.unit))
    yield Points(cost_sentences(made.costs))
    yield Words(says("report", "decided", day=day_words(day_of(made.at))))
    yield Points(tuple(decision_words(made)))
    yield _worth_chart(made)
    if made.expected is not None and made.pictures is not None:
        counted = range_words(made.cost_of("policy"))
        yield Words(two_estimates(made.pictures, counted, made.expected))


def on_the_way(facts: Facts) -> Iterator[Block]:
    """What is known for the first steps at work: how many pictures a day, how many looks."""
    if facts.decision is not None:
        costs = facts.decision.costs
        counts = {"pictures": costs.pictures_a_day, "looks": costs.looks_a_day}
        yield Words(says("report", "looks", **counts))


def loop_check(facts: Facts) -> Iterator[Block]:
    """What the learner would watch if it went really well."""
    words = read("loop.yaml", dict[str, str], "well_cases")
    checks = loop_checks(facts.project)
    rows = [
        (name, checks[case].happens, checks[case].measure, checks[case].owner)
        for case, name in words.items()
        if case in checks and checks[case].is_whole
    ]
    if rows:
        text = lesson_text("loop")
        head = (text["case_head"], text["happens_head"], text["measure_head"], text["owner_head"])
        yield Table(text["well_caption"], head, tuple(rows))


def watching(facts: Facts) -> Iterator[Block]:
    """The monitoring sentence, once the learner has kept one."""
    sentence = monitoring(facts.project)
    if sentence:
        yield Quote(lesson_text("drift")["report_head"], sentence)


def _still_right(facts: Facts, made: Decision) -> Iterator[Block]:
    if facts.run is not None and made.run_id != facts.run.id:
        yield Gap(says("report", "decision_made_with"), "decide")
    if made.costs.assumed:
        yield Gap(says("report", "some_costs_assumed"), "decide")


def _worth_chart(made: Decision) -> Chart:
    ways, unit = made.strategies, made.costs.unit
    rows = [
        Bar(one.name, ((one.cost, BLUE if one.key == "policy" else GREY),), number(one.cost))
        for one in ways
    ]
    drawn = bars(rows, [(one.low, one.high) for one in ways])
    caption = says("card", "ways_cost", per=PER, unit=unit)
    alt = says("report", "ways_alt", per=PER, unit=unit)
    return Chart("worth", drawn, alt, worth_table(made, caption))
