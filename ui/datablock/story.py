"""`DataBlock.summary` as a story of one picture, and DataBlocks broken on purpose."""

from itertools import groupby, zip_longest
from typing import Any

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.vision.recipe import Recipe, load_recipe
from core.vision.summary_story import BATCH, ITEM, carried_out, meaning
from core.words import listed
from ui.datablock.count import order
from ui.parts.choice import one_of
from ui.parts.guess import guess_now, verdict
from ui.parts.lesson import as_text
from ui.parts.worker_answer import Answer, picture_bytes, turn, worker_answer

TEXT = lesson_text("datablock")
CASES = [name.removeprefix("case_") for name in TEXT if name.startswith("case_")]
CHAPTERS = {ITEM: "item", BATCH: "batch"}
STOPS, NONSENSE, FINE = "It stops with an error", "It runs, but on nonsense", "It just works"


def step_by_step(project: Project) -> None:
    """One picture, transform by transform, as fastai tells it."""
    st.subheader(says("datablock", "one_picture_step"), anchor=False)
    st.markdown(TEXT["story"])
    with st.container(key="summary_story"):
        _told(project)


def _told(project: Project) -> None:
    answer = worker_answer("summary", **order(project))
    if answer is None:
        return
    drawn = _followed(project)
    recipe = load_recipe(project)
    chapters = groupby(answer["steps"], key=lambda step: str(step["chapter"]))
    for number, (chapter, steps) in enumerate(chapters, start=1):
        pictures = drawn.get(CHAPTERS.get(chapter, ""), [])
        with st.container(border=True):
            st.markdown(f"**{number} · {chapter}**")
            for step, picture in zip_longest(steps, pictures):
                if step:
                    _step(step, recipe, picture or "")
    if answer["failure"]:
        fastai_error(answer["failure"])


def fastai_error(failure: str) -> None:
    """What fastai said, and beside it what that means and what to do."""
    said, means = st.columns(2, gap="medium")
    with said:
        st.markdown(says("datablock", "what_fastai_says"))
        st.code(failure, language=None, wrap_lines=True)
    with means:
        st.markdown(says("datablock", "what_it_means"))
        st.markdown(TEXT[f"error_{meaning(failure) or 'unknown'}"])


def break_it(project: Project) -> None:
    """The learner picks a mistake, guesses, and fastai really runs it."""
    st.subheader(says("datablock", "break_it"), anchor=False)
    st.markdown(TEXT["break"])
    cases = {case: TEXT[f"case_{case}"] for case in CASES}
    how: dict[str, Any] = {"row": st.pills, "persist_state": "session"}
    case = one_of(says("datablock", "which_mistake"), cases, key="broken_case", **how)
    st.code(TEXT[f"code_{case}"], wrap_lines=True)
    options = [STOPS, NONSENSE, FINE]
    chosen = guess_now(says("datablock", "guess_what_will"), options, key=f"broken_guess_{case}")
    if chosen is not None and (
        outcome := worker_answer("broken", asked=True, **order(project), experiment=case)
    ):
        _reveal(case, options[chosen], outcome)


def _reveal(case: str, guess: str, outcome: Answer) -> None:
    happened = _what_happened(case, outcome)
    verdict(guess == happened, f"{happened}.", happened)
    if outcome["failure"]:
        fastai_error(outcome["failure"])
        return
    shape = " × ".join(str(side) for side in outcome["x"])
    labels = ", ".join(str(index) for index in outcome["y"])
    st.markdown(
        says(
            "datablock",
            "batch_out",
            shape=shape,
            labels=labels,
            get=TEXT.get(f"silent_{case}", TEXT["silent"]),
        )
    )


def _what_happened(case: str, outcome: Answer) -> str:
    if outcome["failure"]:
        return STOPS
    return NONSENSE if case.startswith("label") else FINE


def _followed(project: Project) -> dict[str, list[str]]:
    """The picture that fastai's summary takes, the first one it learns from, and what one draw
    makes of it; nothing where there is none."""
    first = next(iter(project.dataset.images(split="train")), None)
    if first is None:
        return {}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(
            str(project.dataset.thumbnail(first.id)),
            width=112,
            alt=says("datablock", "picture_of", label=first.label),
        )
        with st.container(width=420):
            st.markdown(says("datablock", "you_follow", first=as_text(first.name)))
            again = st.button(says("datablock", "another_draw"), key="another_stage")
    recipe, path = load_recipe(project).model_dump(), str(project.dataset.image_path(first.id))
    seed = turn("stages", forward=again)
    return worker_answer("stages", recipe=recipe, path=path, seed=seed) or {}


def _step(step: dict[str, str], recipe: Recipe, picture: str) -> None:
    """One transform, what it does in plain words, what came out of it, and how that looks."""
    name, result = step["transform"], step["result"]
    failed = result == "failed"
    icon = ":material/close:" if failed else ":material/arrow_downward:"
    words = f"{icon} **{as_text(name)}** {_does(name, recipe)}"
    said = words if failed or not result else f"{words}  \n`{_short(result)}`"
    if not picture:
        st.markdown(said)
        return
    seen, beside = st.columns([1, 6], vertical_alignment="center")
    seen.image(picture_bytes(picture), width=112, alt=says("datablock", "picture_after", name=name))
    beside.markdown(said)


def _does(name: str, recipe: Recipe) -> str:
    """What a transform does; the augmentations one by one where it stands for several."""
    together = [one.name for one in carried_out(name, recipe)]
    known = str(TEXT.get(f"step_{name}", ""))
    if not together or (known and len(together) == 1):
        return known
    return str(TEXT["step_together"]).format(names=listed(together))


def _short(result: str) -> str:
    """Paths end in a name of sixty characters; the end of it says enough."""
    return result if len(result) <= 90 else f"…{result[-32:]}"
