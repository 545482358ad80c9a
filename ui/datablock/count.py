"""Datasets, DataLoader and DataLoaders by counting: pictures, batches, and what one batch is.

The two drawings hold no words, so that they read the same in light and dark; the captions stand
below them.
"""

from typing import Any

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.vision.recipe import load_recipe, project_items, save_recipe
from ui.parts import lesson
from ui.parts.guess import note_result, shown_at_once, tell_number
from ui.parts.lesson import as_text, what_you_saw
from ui.parts.recipe_controls import batch_size_control
from ui.parts.worker_answer import Answer, picture_bytes, turn, worker_answer

ACROSS = 8  # small squares in a row of one batch
SQUARE, GAP, PAD = 9, 3, 8
PER_ROW = 4  # batches in a row
MOST_BATCHES = 12
MOST = 9999  # batches that can be guessed
FILLED, EMPTY = "#0072B2", "#8A94A0"
COLOURS = ("#D55E5E", "#4CA64C", "#4C7BD9")


def order(project: Project) -> dict[str, Any]:
    """The learner's recipe, pictures and classes, as a request carries them."""
    items = project_items(project)
    vocab = sorted({item.label for item in items})
    return {"recipe": load_recipe(project).model_dump(), "items": items, "vocab": vocab}


TEXT = lesson_text("datablock")


def count_it(project: Project) -> None:
    """A real batch to look at, a guess how many there are, and then the count."""
    st.subheader(says("datablock", "one_batch_model"), anchor=False)
    saved = load_recipe(project)
    recipe = batch_size_control(saved, project.id)
    if recipe != saved:
        save_recipe(project, recipe)
    seed = turn("batch", forward=st.button(says("datablock", "another_batch"), key="another_batch"))
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
    drawing.image(tensor_svg(), width="stretch", alt=says("datablock", "pile_pictures_three"))
    classes = ", ".join(f"{n} = {as_text(name)}" for n, name in enumerate(answer["vocab"]))
    numbers = {"least": x["least"], "most": x["most"], "classes": classes}
    dtypes = {"x_dtype": x["dtype"], "y_dtype": y["dtype"]}
    facts.markdown(TEXT["tensors"].format(x=_shape(x), y=_shape(y), **dtypes, **numbers))


def _ask(project: Project, answer: Answer) -> int | None:
    prompt = TEXT["batches_guess"].format(items=answer["train_items"], bs=_in_a_batch(answer))
    key = f"{project.id}_batch_guess"
    chosen: int | None = st.number_input(
        prompt, *(0, MOST, None, 1), key=key, placeholder=says("datablock", "your_guess")
    )
    tell_number(prompt, chosen, 0)  # no range of its own: the bars follow from the guesses
    return chosen


def _guessed(project: Project, answer: Answer) -> bool:
    """Whether the learner has said how many batches there will be; the question is asked here."""
    guess = shown_at_once(lambda: _ask(project, answer), key="batch_guess", most=MOST + 1)
    if guess is None:
        return False
    right = guess == answer["train_batches"]
    note_result(right, str(answer["train_batches"]))
    made = says("datablock", "batches_made", guess=guess, train_batches=answer["train_batches"])
    lesson.answer(made, right=right)
    return True


def _how_many(answer: Answer) -> None:
    items, batches, bs = answer["train_items"], answer["train_batches"], _in_a_batch(answer)
    st.image(
        batches_svg(items, bs, batches),
        width=min(900, 14 + 126 * 4),
        alt=says("datablock", "in_batches", items=items, batches=batches, bs=bs),
    )
    if batches > MOST_BATCHES:
        st.caption(says("datablock", "first_batches", most_batches=MOST_BATCHES, batches=batches))
    left = items - batches * bs
    rest = TEXT["left_over"].format(left=left) if left else ""
    what_you_saw(TEXT["batches"].format(items=items, batches=batches, bs=bs, rest=rest, **answer))


def _three_words(answer: Answer) -> None:
    """The three objects, each with its own figures."""
    pair = answer["pair"]
    st.markdown(
        says(
            "datablock",
            "three_words",
            datasets=TEXT["datasets"],
            train_items=answer["train_items"],
            valid_items=answer["valid_items"],
            width=pair["width"],
            height=pair["height"],
            target=pair["target"],
            vocab=as_text(answer["vocab"][pair["target"]]),
            dataloader=TEXT["dataloader"],
            train_batches=answer["train_batches"],
            dataloaders=TEXT["dataloaders"],
            valid_batches=answer["valid_batches"],
            block=TEXT["block"],
        )
    )


def _in_a_batch(answer: Answer) -> int:
    return int(answer["x"]["shape"][0])


def _shape(tensor: Answer) -> str:
    return " × ".join(str(side) for side in tensor["shape"])


def batches_svg(items: int, bs: int, batches: int) -> str:
    """Every picture a small square, `bs` of them framed as one batch; hollow ones are left over.

    At most twelve batches are drawn; the caller says how many there are.
    """
    drawn = min(batches, MOST_BATCHES)
    left = items - batches * bs if drawn == batches else 0
    boxes = [bs] * drawn + ([left] if left > 0 else [])
    rows_each = -(-bs // ACROSS)
    wide = ACROSS * (SQUARE + GAP) + 2 * PAD
    high = rows_each * (SQUARE + GAP) + 2 * PAD
    parts = []
    for number, count in enumerate(boxes):
        x, y = (number % PER_ROW) * (wide + 14), (number // PER_ROW) * (high + 14)
        parts.append(_box(x, y, wide, high, count, left_over=number >= drawn))
    lines = -(-len(boxes) // PER_ROW)
    return _svg(min(len(boxes), PER_ROW) * (wide + 14), lines * (high + 14), parts)


def tensor_svg() -> str:
    """A pile of pictures, the first one taken apart into its three colour planes."""
    parts = []
    for back in range(6, 0, -1):
        x, y = 96 + back * 22, 34 - back * 5
        parts.append(
            f'<rect x="{x}" y="{y}" width="104" height="104" rx="3" fill="{EMPTY}" '
            f'fill-opacity="0.18" stroke="{EMPTY}"/>'
        )
    for plane, colour in enumerate(COLOURS):
        x, y = 10 + plane * 26, 40 + plane * 16
        parts.append(
            f'<rect x="{x}" y="{y}" width="104" height="104" rx="3" fill="{colour}" '
            f'stroke="#FFFFFF" stroke-width="2"/>'
        )
    return _svg(340, 184, parts)


def _box(x: int, y: int, wide: int, high: int, count: int, *, left_over: bool) -> str:
    dash = ' stroke-dasharray="4 4"' if left_over else ""
    frame = (
        f'<rect x="{x + 1}" y="{y + 1}" width="{wide - 2}" height="{high - 2}" rx="6" '
        f'fill="none" stroke="{EMPTY}"{dash}/>'
    )
    look = f'fill="none" stroke="{EMPTY}"' if left_over else f'fill="{FILLED}"'
    squares = [
        f'<rect x="{x + PAD + n % ACROSS * (SQUARE + GAP)}" '
        f'y="{y + PAD + n // ACROSS * (SQUARE + GAP)}" width="{SQUARE}" height="{SQUARE}" '
        f'rx="1.5" {look}/>'
        for n in range(count)
    ]
    return frame + "".join(squares)


def _svg(width: int, height: int, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{"".join(parts)}</svg>'
    )
