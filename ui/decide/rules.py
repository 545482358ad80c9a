"""The policy as rules to follow, and the pictures whose action it changes."""

import numpy as np
import streamlit as st

from core.drivetrain.decide.policy import changed_rows
from core.drivetrain.decide.situation import Situation
from core.project.project import Project
from core.words import count_of
from ui.decide.controls import slider_case
from ui.parts.cost_words import amount, rules
from ui.parts.lesson import as_text, note
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

MOST_PICTURES = 24


def rules_in_words(now: Situation) -> list[str]:
    """Show, for the class the learner asks about, which action holds from which chance on; returns
    the rules shown."""
    st.subheader("The rule to follow", anchor=False)
    case = slider_case(now.costs)
    names = now.stakes.classes
    when = st.segmented_control(
        "For the chance of",
        names,
        default=case.when if case and case.when in names else names[0],
        format_func=as_text,
        required=True,
        key=f"rule_for_{case.when if case else ''}",
    )
    found = rules(now, str(when))
    st.markdown("\n".join(f"- {as_text(rule)}" for rule in found))
    note(_about_looks(now))
    return found


def changed_actions(project: Project, now: Situation) -> int:
    """Walls of the pictures for which the policy does something else than the likeliest class
    asks for, one for each action; returns how many pictures there are."""
    rows = changed_rows(now.stakes, now.pictures, now.policy)
    st.subheader(f"Where this differs from the model's answer: {len(rows)}", anchor=False)
    if not rows:
        note("On every picture the cheapest action is the one that the likeliest class asks for.")
    there = {record.id for record in project.dataset.images()}
    by_action: dict[str, list[int]] = {}
    for row in rows:
        if now.judged.image_ids[row] in there:
            by_action.setdefault(_action(now, row), []).append(row)
    for position, (action, some) in enumerate(by_action.items()):
        st.markdown(f"**{as_text(action)}**: {len(some)}")
        picture_wall(
            [_picture(project, now, row) for row in some[:MOST_PICTURES]],
            key=f"changed_{position}",
            label=f"{action}, though the model's answer asks for something else",
            pick=False,
        )
    return len(rows)


def _action(now: Situation, row: int) -> str:
    return now.costs.ask if _asked(now, row) else now.stakes.actions[int(now.policy.acts[row])]


def _asked(now: Situation, row: int) -> bool:
    return bool(now.policy.asked[row] > 0.5)


def _picture(project: Project, now: Situation, row: int) -> WallPicture:
    image_id = now.judged.image_ids[row]
    truth, said = int(now.pictures.targets[row]), int(now.pictures.predicted[row])
    usual = now.stakes.table[now.stakes.right_action[said], truth]
    mine = now.stakes.table[now.policy.acts[row], truth]
    asked = _asked(now, row)
    saved = float(usual - (now.stakes.asking[truth] if asked else mine))
    badge, tone = ("saves", "good") if saved > 0 else ("costs", "warn")
    return WallPicture(
        id=image_id,
        path=project.dataset.thumbnail(image_id),
        caption=f"says {now.stakes.classes[said]}",
        badge="looked at" if asked and saved <= 0 else badge,
        tone="" if asked and saved <= 0 else tone,
    )


def _about_looks(now: Situation) -> str:
    share = float(now.policy.asked @ now.pictures.weights)
    looks = count_of(round(share * now.costs.pictures_a_day), "picture")
    chances = "Chances are for real life: corrected for the model's confidence and for how often "
    chances += "each class turns up."
    if not np.isfinite(now.policy.price):
        return f"Nobody can look. {chances}"
    if now.policy.price > 0:
        price = amount(now.policy.price, now.costs.unit)
        return f"All {looks} a day go to a human; one more look would save {price}. {chances}"
    return f"A human sees {looks} a day, and more looks would not help. {chances}"
