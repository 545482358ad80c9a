"""Choosing the other model: the gate, or the one that names a second property."""

import streamlit as st

from core.content import lesson_text
from core.deploy.two_models.gates import GateChoice, Model, other_models, with_a_line
from core.evaluation.novelty import FALSE_CALLS as USUAL
from core.evaluation.novelty_line import FALSE_CALLS
from core.training.runs import run_name
from core.words import percent
from ui.parts.lesson import hint, note
from ui.session import every_project

TEXT = lesson_text("deploy_two_models")
LINE, NONE = "line", "none"


def gate_chosen(model: Model, *, optional: bool) -> GateChoice | None:
    """The gate the learner chose; None where there is none, or it lets in all or nothing (which is
    then said). Where it is `optional`, no gate is a choice, too."""
    line = with_a_line(model.project, model.run)
    others = other_models(every_project(), model.project)
    names = {LINE: TEXT["gate_line"]} if line else {}
    names |= {key: one.project.name for key, one in others.items()}
    names |= {NONE: TEXT["app_no_gate"]} if optional else {}
    if not names:
        hint(TEXT["gate_none"])
        return None
    label, key = ("app_gate", "app") if optional else ("gate_which", "try")
    chosen = _select(TEXT[label], names, key=f"two_models_gate_{key}")
    if chosen == LINE and line is not None:
        _about_line(model, line)
        return GateChoice(line)
    return _by_class(others[chosen]) if chosen in others else None


def second_chosen(model: Model, *, optional: bool) -> Model | None:
    """The second model the learner chose; None where there is none (which is said where it is not
    `optional`)."""
    others = other_models(every_project(), model.project)
    names = {NONE: TEXT["app_no_second"]} if optional else {}
    names |= {key: one.project.name for key, one in others.items()}
    if not names:
        hint(TEXT["second_none"])
        return None
    label, key = ("app_second", "app") if optional else ("second_which", "try")
    return others.get(_select(TEXT[label], names, key=f"two_models_second_{key}"))


def _select(label: str, names: dict[str, str], *, key: str) -> str:
    chosen: str = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=key, persist_state="session"
    )
    return chosen


def _about_line(model: Model, line: Model) -> None:
    kept = line.project.settings.get(FALSE_CALLS)
    share = percent(USUAL if kept is None else kept)
    same = line.run.id == model.run.id
    words = TEXT["gate_line_about" if same else "gate_line_other"]
    note(words.format(share=share, run=run_name(line.run)))


def _by_class(model: Model) -> GateChoice | None:
    """Another project's model, with its classes that are let in."""
    names: list[str] = st.multiselect(
        TEXT["lets_in"],
        model.vocab,
        default=model.vocab[:1],
        key=f"two_models_lets_in_{model.project.id}",
        persist_state="session",
    )
    names = [name for name in names if name in model.vocab]
    if not names or len(names) == len(model.vocab):
        hint(TEXT["lets_in_none"])
        return None
    return GateChoice(model, tuple(names))
