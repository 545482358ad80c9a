"""Seconds: guess, choose how often it looks at each picture, train, see how it did."""

import streamlit as st

from core.classroom.answers import Asked
from core.content import lesson_text, says
from core.learning.tour.place import tour_asks, tour_waits
from core.project.guesses import is_near
from core.project.project import Project
from core.project.records import RunRecord
from core.training.quick.head import LEAST_SQUARES
from core.training.runs import finished_runs, guess_about, keep_guess, last_guess, waiting_runs
from core.vision.recipe import load_recipe, run_recipe
from core.vision.views import EXTRA, Views, keep_views, views_of
from core.words import count_of, duration
from ui.parts.background_work import quick_training
from ui.parts.choice import one_of
from ui.parts.class_guess import SharedGuess
from ui.parts.fold import fold
from ui.train.run_result import (
    right_of,
    run_result,
    say_held_result,
    shared_training,
    training_question,
)

TEXT = lesson_text("train")
NAMES: dict[Views, str] = {"once": "As it is", "mirrored": "Mirrored too", "crops": "And in pieces"}
ENOUGH_TO_TIME = 20  # pictures: fewer say little about the time a look takes
LUCK = 2  # pictures
NOT_FOR = says("train", "not_for_pictures")


def latest(project: Project, kind: str) -> RunRecord | None:
    """The latest finished run of a kind ("quick" or "finetune")."""
    return next((run for run in finished_runs(project) if run.kind == kind), None)


def quick_card(project: Project) -> None:
    """A guess, a button, a result."""
    st.subheader(says("train", "in_seconds"), anchor=False)
    st.markdown(TEXT["seconds"])
    run = latest(project, "quick")
    held = next((one for one in waiting_runs(project) if one.kind == "quick"), None)
    known = any(one is not None and knows_the_data(project, one) for one in (run, held))
    shared = shared_training()
    if not known and not tour_asks(project, "train"):
        _guess(project, shared)
    quick_views(project)
    quick_training(project, "Train again" if run or held else "Train", key="train_quick")
    if held is not None:
        say_held_result(project, shared)
    elif run is not None and not tour_waits(project, "train"):
        _shown(project, run, shared, known)


def _shown(project: Project, run: RunRecord, shared: SharedGuess | None, known: bool) -> None:
    """The result, with the class's guesses; that of other pictures or labels is folded away."""
    if not known:
        fold(TEXT["last_training"], "last_training", lambda: _result(project, run, None))
        return
    if shared:
        shared.beside()
    _result(project, run, shared)


def knows_the_data(project: Project, run: RunRecord) -> bool:
    """Whether a run learned from the pictures and labels as they are: then there is no result left
    to guess, and else its own would give the next one away."""
    now = project.versions.now()
    return now is not None and run.version == now.number


def _result(project: Project, run: RunRecord, shared: SharedGuess | None) -> None:
    guess = None if tour_asks(project, "train") else guess_about(project, run)
    if shared and guess is not None:
        right, valid = int(run.results["correct"]), int(run.results["valid"])
        shared.note_result(is_near(guess, right, valid), str(right))
    run_result(project, run, guess)
    if run.settings.get("head") == LEAST_SQUARES:
        st.caption(TEXT["least_squares"])


def _guess(project: Project, shared: SharedGuess | None) -> None:
    """The slider; a class hears of the guess, too."""
    valid = len(project.dataset.images(split="valid"))
    if valid < 1:
        return
    key = f"guess_{project.id}_{valid}"
    prompt, chance = training_question(project, valid)

    def kept() -> None:
        right = int(st.session_state[key])
        keep_guess(project, right)
        if shared:
            asked = Asked(prompt=prompt, kind="number", words=str(right), high=valid, number=right)
            shared.keep(right, asked, instead=True)

    st.slider(
        prompt,
        0,
        valid,
        min(valid, last_guess(project) or chance),
        key=key,
        persist_state="session",
        on_change=kept,
    )


def quick_views(project: Project) -> None:
    """One choice, its price before, its effect after."""
    key = f"quick_views_{project.id}"
    one_of(
        says("train", "how_looks_each"),
        NAMES,
        key=key,
        first=views_of(project),
        on_change=lambda: keep_views(project, st.session_state[key]),
    )
    st.caption(" ".join(filter(None, (_price(project), _effect(project)))))


def looked_too(run: RunRecord) -> str:
    """For a run's settings, such as "mirrored too"; empty where each picture was seen once."""
    views = run.settings.get("views", "once")
    return next((NAMES[v] for v in EXTRA if v == views and v != "once"), "")


def _price(project: Project) -> str:
    """Looks are paid once: they are kept with the pictures."""
    pictures, more = len(project.dataset.images(split="train")), len(EXTRA[views_of(project)])
    if not more:
        return says("train", "more_looks_at")
    looks = pictures * more
    seconds = _seconds_a_look(project)
    if _looked_before(project):
        return says("train", "looks_kept", not_for=NOT_FOR)
    said, time = count_of(looks, "look"), duration(looks * (seconds or 0))
    how = "more_looks_time" if seconds else "more_looks"
    return says("train", how, looks=said, time=time, not_for=NOT_FOR)


def _looked_before(project: Project) -> bool:
    """Whether a quick training has looked this way, or in more ways, at the size of now."""
    more, now = len(EXTRA[views_of(project)]), load_recipe(project).preprocess()
    runs = (
        run
        for run in finished_runs(project)
        if run.kind == "quick" and run_recipe(run).preprocess() == now
    )
    return any(len(EXTRA.get(run.settings.get("views", "once"), ())) >= more for run in runs)


def _seconds_a_look(project: Project) -> float | None:
    """As long as it took on this machine the last time; None before there was one."""
    timed = [
        run.results["seconds"] / run.results["embedded"]
        for run in finished_runs(project)
        if run.kind == "quick" and run.results.get("embedded", 0) >= ENOUGH_TO_TIME
    ]
    return next(iter(timed), None)


def _effect(project: Project) -> str:
    """The latest run for each way to look, all on the same pictures; empty for only one way."""
    runs = [run for run in finished_runs(project) if run.kind == "quick"]
    alike = [run for run in runs if _seen(run) == _seen(runs[0])]
    latest = {run.settings.get("views", "once"): run for run in reversed(alike)}
    shown = [(NAMES[views], latest[views]) for views in EXTRA if views in latest]
    if len(shown) < 2:
        return ""
    correct = [int(run.results["correct"]) for _, run in shown]
    said = ", ".join(f"{name} **{right_of(run)}**" for name, run in shown)
    difference = max(correct) - min(correct)
    how = "views_differ" if difference > LUCK else "views_luck" if difference else "views_same"
    return says("train", how, said=said)


def _seen(run: RunRecord) -> tuple[int, str]:
    return run.version, str(run.settings.get("recipe"))
