"""What each stop of the tour knows of the project: its figures, whether its steps are done, and how
what was tapped turned out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.learning.tour import at_the_gate, before_dark, labels, the_night
from core.learning.tour.content import Step, TourStop, filled, picked_text
from core.learning.tour.place import Mark, arrive, keep_tap, tapped, tour_place
from core.learning.tour.standing import Standing
from core.project.project import Project

Words = Mapping[str, str]
AT_ONCE = ("label", "price")  # what was tapped is judged before the steps, not after them
TURNED_OUT = {"right": True, "near": True, "tie": True} | dict.fromkeys(
    ("wrong", "cannot", "low", "high", "better", "worse"), False
)


class Figure(NamedTuple):
    """One figure of the learner's own, and quiet words beside it ("" for none)."""

    value: str
    beside: str = ""


@dataclass(frozen=True)
class Rule:
    """How a stop reads the project. Every function gets the standing, which holds the `mark` of the
    arrival and the `choice` that was tapped ("" before)."""

    steps: tuple[Callable[[Standing], bool], ...]
    words: Callable[[Standing], Words]
    verdict: Callable[[Standing], str]
    figure: Callable[[Standing], tuple[str, str]]
    mark: Callable[[Standing], Mark] = lambda here: {}
    tap: Callable[[Standing], object] = lambda here: None
    choices: Callable[[Standing], Words] | None = None
    picture: Callable[[Standing], Path | None] = lambda here: None


RULES: dict[str, Rule] = {
    "wish": Rule(
        (before_dark.has_levers,),
        before_dark.plan_words,
        before_dark.no_verdict,
        before_dark.levers_figure,
    ),
    "bears": Rule(
        (before_dark.has_pictures,),
        before_dark.class_words,
        before_dark.no_verdict,
        before_dark.pictures_figure,
        picture=before_dark.brown_black_bear,
    ),
    "seconds": Rule(
        (before_dark.trained_since,),
        before_dark.training_words,
        before_dark.training_verdict,
        before_dark.training_figure,
        mark=before_dark.runs_mark,
        tap=before_dark.keep_training_guess,
    ),
    "mistakes": Rule(
        (before_dark.looked_at_mistakes,),
        before_dark.mistake_words,
        before_dark.mistake_verdict,
        before_dark.mistake_figure,
        tap=before_dark.keep_mix_up_guess,
    ),
    "label": Rule(
        (labels.corrected, labels.applied, labels.retrained),
        labels.label_words,
        labels.label_verdict,
        labels.label_figure,
        mark=labels.doubtful_mark,
        picture=labels.marked_picture,
    ),
    "price": Rule(
        (the_night.costs_moved, the_night.decided),
        the_night.price_words,
        the_night.price_verdict,
        the_night.price_figure,
        mark=the_night.costs_mark,
        tap=the_night.keep_strategy_guess,
    ),
    "night": Rule(
        (the_night.tried_night, the_night.tried_another),
        the_night.night_words,
        the_night.night_verdict,
        the_night.night_figure,
    ),
    "gate": Rule(
        (at_the_gate.asked_another,),
        at_the_gate.gate_words,
        at_the_gate.gate_verdict,
        at_the_gate.gate_figure,
        mark=at_the_gate.gate_mark,
        choices=at_the_gate.actions,
        picture=labels.marked_picture,
    ),
}


@dataclass(frozen=True)
class StopNow:
    """A stop as it stands: everything the screen shows of it, in words.

    `soon` is said after the tap, until the first step is done; `step` is None before the tap and
    once all are done, `said` is "" until then. `picture` is what the question is about, `right`
    whether the tap turned out right, None where that is not known (yet).
    """

    stop: TourStop
    story: str
    ask: str
    choices: Words
    choice: str | None
    soon: str
    step: Step | None
    said: str
    figure: Figure | None
    picture: Path | None
    right: bool | None

    @property
    def done(self) -> bool:
        """Whether the learner may go on."""
        return bool(self.said)


def has_answer(stop: TourStop) -> bool:
    """Return whether the question of a stop is a prediction: its answer can wait for a class."""
    return RULES[stop.id].verdict is not before_dark.no_verdict


def come_to(project: Project, stop: TourStop) -> None:
    """Note how the project stands when the learner comes to a stop."""
    if stop.id not in tour_place(project).marks:
        arrive(project, stop, RULES[stop.id].mark(Standing(project)))


def tap(project: Project, stop: TourStop, choice: str) -> None:
    """Keep the learner's answer, also as the guess that the page would have asked for."""
    keep_tap(project, stop, choice)
    RULES[stop.id].tap(_standing(project, stop))


def seen(project: Project, stop: TourStop) -> StopNow:
    """Return the stop as it stands in this project."""
    rule, here = RULES[stop.id], _standing(project, stop)
    words, choice = rule.words(here), tapped(project, stop)
    choices = rule.choices(here) if rule.choices else stop.choices
    open_steps = [s for s, done in zip(stop.steps, rule.steps, strict=True) if not done(here)]
    verdict = rule.verdict(here) if choice else ""
    done = choice is not None and not open_steps
    step = open_steps[0] if choice is not None and open_steps else None
    first = step is not None and step == stop.steps[0]
    return StopNow(
        stop=stop,
        story=filled(stop.story, words),
        ask=filled(stop.ask, words),
        choices=choices,
        choice=choice,
        soon=filled(picked_text(stop.soon, choice, verdict), words) if choice and first else "",
        step=step and step.model_copy(update={"do": filled(step.do, words)}),
        said=filled(picked_text(stop.said, verdict), words) if done else "",
        figure=Figure(*rule.figure(here)) if done else None,
        picture=rule.picture(here),
        right=TURNED_OUT.get(verdict) if (first if stop.id in AT_ONCE else done) else None,
    )


def _standing(project: Project, stop: TourStop) -> Standing:
    place = tour_place(project)
    return Standing(project, place.marks.get(stop.id, {}), place.taps.get(stop.id, ""))
