"""Datasets, DataLoader and DataLoaders by counting: pictures, batches, and what one batch is."""

from typing import Any

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.vision.recipe import load_recipe, project_items, save_recipe
from ui.datablock.batch_drawing import MOST_BATCHES, batches_svg, tensor_svg
from ui.parts.lesson import as_text, what_you_saw
from ui.parts.recipe_controls import batch_size_control
from ui.parts.worker_answer import Answer, picture_bytes, turn, worker_answer


def order(project: Project) -> dict[str, Any]:
    """The learner's recipe, pictures and classes, as a request carries them."""
    items = project_items(project)
    vocab = sorted({item.label for item in items})
    return {"recipe": load_recipe(project).model_dump(), "items": items, "vocab": vocab}


TEXT = lesson_text("datablock")


def count_it(project: Project) -> None:
    """A real batch to look at, a guess how many there are, and then the count."""
    st.subheader("One batch, as the model gets it", anchor=False)
    saved = load_recipe(project)
    recipe = batch_size_control(saved, project.id)
    if recipe != saved:
        save_recipe(project, recipe)
    seed = turn("batch", forward=st.button("Another batch", key="another_batch"))
    answer = worker_answer("batch", **order(project), seed=seed)
    if answer is None:
        return
    _pictures(answer)
    _tensors(answer)
    if _guessed(project, answer):
        _how_many(answer)
        _three_words(answer)


def _pictures(answer: Answer) -> None:
    grid = st.grid(6, min_column_width=96)
    for picture, label in zip(answer["pictures"], answer["labels"], strict=True):
        grid.image(picture_bytes(picture), caption=as_text(label), width="stretch", alt=label)


def _tensors(answer: Answer) -> None:
    """Shape, dtype and range of x and y, as they came out of fastai."""
    x, y = answer["x"], answer["y"]
    drawing, facts = st.columns([1, 2], vertical_alignment="center", gap="medium")
    drawing.image(tensor_svg(), width="stretch", alt="A pile of pictures in three colour planes")
    classes = ", ".join(f"{n} = {as_text(name)}" for n, name in enumerate(answer["vocab"]))
    numbers = {"least": x["least"], "most": x["most"], "classes": classes}
    dtypes = {"x_dtype": x["dtype"], "y_dtype": y["dtype"]}
    facts.markdown(TEXT["tensors"].format(x=_shape(x), y=_shape(y), **dtypes, **numbers))


def _guessed(project: Project, answer: Answer) -> bool:
    """Whether the learner has said how many batches there will be; the question is asked here."""
    guess = st.number_input(
        TEXT["batches_guess"].format(items=answer["train_items"], bs=_in_a_batch(answer)),
        *(0, 9999, None, 1),
        key=f"{project.id}_batch_guess",
        placeholder="your guess",
    )
    if guess is None:
        return False
    right = guess == answer["train_batches"]
    (st.success if right else st.info)(
        f"You said {guess}. fastai makes **{answer['train_batches']}**."
    )
    return True


def _how_many(answer: Answer) -> None:
    items, batches, bs = answer["train_items"], answer["train_batches"], _in_a_batch(answer)
    st.image(
        batches_svg(items, bs, batches),
        width=min(900, 14 + 126 * 4),
        alt=f"{items} pictures in {batches} batches of {bs}",
    )
    if batches > MOST_BATCHES:
        st.caption(f"The first {MOST_BATCHES} of {batches} batches.")
    left = items - batches * bs
    rest = TEXT["left_over"].format(left=left) if left else ""
    what_you_saw(TEXT["batches"].format(items=items, batches=batches, bs=bs, rest=rest, **answer))


def _three_words(answer: Answer) -> None:
    """The three objects, each with its own figures."""
    pair = answer["pair"]
    st.markdown(
        f"- {TEXT['datasets']} Here: {answer['train_items']} + {answer['valid_items']} pairs; "
        f"number 0 is a picture of {pair['width']} × {pair['height']} and the number "
        f"{pair['target']}, that is, {as_text(answer['vocab'][pair['target']])}.\n"
        f"- {TEXT['dataloader']} Here: {answer['train_batches']} batches.\n"
        f"- {TEXT['dataloaders']} Here: {answer['train_batches']} + {answer['valid_batches']} "
        f"batches.\n"
        f"- {TEXT['block']}"
    )


def _in_a_batch(answer: Answer) -> int:
    return int(answer["x"]["shape"][0])


def _shape(tensor: Answer) -> str:
    return " × ".join(str(side) for side in tensor["shape"])
