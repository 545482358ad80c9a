"""The card at the end of the tour: what the learner did, from the records of their project."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from core.content import Content, Text, read
from core.drivetrain.card.card import result_words
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.rule_words import decision_in_short
from core.learning.deeds import deeds
from core.learning.tour.content import filled, tour
from core.learning.tour.place import tour_place
from core.learning.tour.standing import Standing
from core.project.project import Project
from core.starter.bear_sets import wrongly_labelled
from core.words import count_of, number


class CardWords(Content):
    """The headings of the four parts, and how a label and a mistake are told."""

    model: Text
    label: Text
    mistake: Text
    decision: Text
    found: Text
    costliest: Text
    worth: Text
    no_label: Text
    no_mistake: Text
    took: Text


@dataclass(frozen=True)
class Part:
    """One part of the card: its heading, one sentence (Markdown), and a picture's file, if any."""

    title: str
    says: str
    picture: Path | None = None


@dataclass(frozen=True)
class TourCard:
    """Everything on the card."""

    title: str
    says: str
    day: date
    parts: tuple[Part, ...]
    deeds: tuple[str, ...]
    took: str


def tour_card(project: Project, day: date) -> TourCard:
    """Return the card of a project whose tour is finished, as it stands on that day."""
    here, end = Standing(project), tour().end
    parts = (_model(here), _label(here), _mistake(here), _decision(here))
    return TourCard(
        title=end.title,
        says=end.says,
        day=day,
        parts=tuple(part for part in parts if part.says),
        deeds=tuple(deeds(project)),
        took=_took(project),
    )


def card_text(card: TourCard) -> str:
    """Return the card as plain text, to send to somebody."""
    lines = [f"{card.title}. {card.says}", *(f"{one.title}: {one.says}" for one in card.parts)]
    return "\n".join([*lines, *card.deeds, card.took]).replace("*", "").replace("\\", "")


def _words() -> CardWords:
    return read("tour_card.yaml", CardWords)


def _model(here: Standing) -> Part:
    says = result_words(here.run) if here.run else ""
    return Part(_words().model, filled("{says}", {"says": says}))


def _label(here: Standing) -> Part:
    """The picture of the fifth stop, if it carries another label now than on arrival there."""
    words, mark = _words(), tour_place(here.project).marks.get("label", {})
    there = {record.id: record.label for record in here.project.dataset.images()}
    image_id, before = str(mark.get("picture", "")), str(mark.get("label", ""))
    now = there.get(image_id, "")
    if not now or now == before:
        return Part(words.label, words.no_label)
    says = filled(
        words.found, {"before": before, "now": now, "called": str(mark.get("called", ""))}
    )
    return Part(words.label, says, here.project.dataset.image_path(image_id))


def _mistake(here: Standing) -> Part:
    """The picture for which acting on the likeliest class would have cost most. One that carries a
    wrong label of Bear World counts as no mistake: there the label is wrong, not the model."""
    words, now = _words(), here.situation
    if now is None:
        return Part(words.mistake, "")
    judged, stakes = now.judged, now.stakes
    usual = stakes.right_action[judged.predicted]
    planted = wrongly_labelled(here.project)
    true = np.array([image_id not in planted for image_id in judged.image_ids])
    excess = np.where(true, stakes.excess[usual, judged.targets], 0.0)
    row = int(np.argmax(excess))
    if excess[row] <= 0:
        return Part(words.mistake, words.no_mistake)
    figures = {
        "true": judged.classes[int(judged.targets[row])],
        "called": judged.classes[int(judged.predicted[row])],
        "cost": number(float(excess[row])),
        "unit": now.costs.unit,
    }
    path = here.project.dataset.image_path(judged.image_ids[row])
    return Part(words.mistake, filled(words.costliest, figures), path if path.exists() else None)


def _decision(here: Standing) -> Part:
    words, made = _words(), load_decision(here.project)
    if made is None:
        return Part(words.decision, "")
    costs = {one.key: number(one.cost) for one in made.strategies}
    figures = {"rule": decision_in_short(made), "unit": made.costs.unit, **costs}
    return Part(words.decision, filled(words.worth, figures))


def _took(project: Project) -> str:
    place = tour_place(project)
    times = [float(mark["at"]) for mark in place.marks.values() if "at" in mark]
    if not times or place.ended is None:
        return ""
    minutes = max(1, round((place.ended - min(times)) / 60))
    return filled(_words().took, {"minutes": count_of(minutes, "minute")}) if minutes <= 120 else ""
