"""item_tfms and batch_tfms: the same transforms timed, and the files they leave behind counted."""

import pandas as pd
import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.vision.recipe import Recipe, load_recipe
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import what_you_saw
from ui.parts.worker_answer import Answer, worker_answer

TEXT = lesson_text("augment")
TIMED = 32


def timing(project: Project) -> None:
    """A guess, then the measurement on the learner's own pictures."""
    train = project.dataset.images(split="train")
    st.markdown(TEXT["timing"])
    options = ["None", str(len(train)), str(3 * len(train))]
    chosen = guess_now(TEXT["files_guess"].format(train=len(train)), options, key="files_guess")
    if chosen is None:
        return
    guess = options[chosen]
    before = files_in(project)
    answer = measured(project)
    if answer:
        _show_times(answer)
        after = files_in(project)
        note_result((chosen == 0) == (after == before), options[0] if after == before else "")
        _show_lesson(guess, answer, before, after, project)


def measured(project: Project) -> Answer | None:
    """The worker's timing of the recipe's batch transforms; of fastai's, where there are none."""
    recipe = load_recipe(project)
    if not [one for one in recipe.switched_on() if one.place != "item_tfms"]:
        recipe = Recipe(size=recipe.size)
    images = sorted(project.dataset.images(split="train"), key=lambda one: one.id)[:TIMED]
    paths = [str(project.dataset.image_path(one.id)) for one in images]
    return worker_answer("transform_timing", asked=True, recipe=recipe.model_dump(), paths=paths)


def files_in(project: Project) -> int:
    """How many files the project's folder of pictures holds."""
    return sum(1 for path in (project.path / "images").rglob("*") if path.is_file())


def _show_times(answer: Answer) -> None:
    rows = [
        ("one picture at a time, processor", answer["one_by_one_ms"]),
        (says("augment", "batch_processor", pictures=answer["pictures"]), answer["batch_ms"]),
    ]
    if answer["gpu_ms"] is not None:
        on_card = says("augment", "batch_on", pictures=answer["pictures"], gpu=answer["gpu"])
        rows.append((on_card, answer["gpu_ms"]))
    table = pd.DataFrame(
        [{"Your transforms on": name, "ms a picture": f"{ms:.2f}"} for name, ms in rows]
    )
    st.dataframe(table, hide_index=True, width="stretch")
    if answer["gpu_ms"] is None:
        st.caption(says("augment", "machine_no_graphics"))


def _show_lesson(guess: str, answer: Answer, before: int, after: int, project: Project) -> None:
    times = answer["one_by_one_ms"] / answer["batch_ms"]
    faster = "faster" if times >= 1.05 else "no_faster"
    files = {"before": before, "after": after, "pictures": answer["pictures"]}
    saw = TEXT["files_saw"].format(guess=guess, **files)
    what_you_saw(f"{saw} {says('augment', faster, times=f'{times:.1f}')}")
