"""DataBlock: the four questions fastai needs answered, on the learner's own pictures."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.evaluation.lesson_text import lesson_text
from core.project.project import Project
from core.project.records import ImageRecord, SplitSettings
from core.vision.labelling import GET_Y, labels_found
from core.vision.recipe import Recipe, load_recipe, project_items, save_recipe
from core.vision.recipe_code import datablock_code, splitter_code
from core.vision.split_change import change_split, last_change, valid_under
from ui.code_panel import code_panel
from ui.picture_wall import WallPicture, page_of, picture_wall
from ui.questions_here import questions_here
from ui.recipe_controls import batch_size_control, split_controls
from ui.session import project as open_project
from ui.shell import as_text, lesson, needs_pictures, next_step, what_you_saw
from ui.worker_answer import Answer, picture_bytes, turn, worker_answer

TEXT = lesson_text("datablock")


def page(project: Project) -> None:
    four_questions(project)
    held_out(project)
    guess_the_seed(project)
    one_batch(project)
    step_by_step(project)
    with st.expander("DataBlock, Datasets, DataLoader, DataLoaders"):
        st.markdown(TEXT["more"])
    train = len(project.images(split="train"))
    code = datablock_code(load_recipe(project), project.split(), train=train)
    code_panel(code, "datablock_code", TEXT["code_note"])
    questions_here("datablock")
    next_step("augment", "See what the transforms do to a picture before the model gets it.")


def four_questions(project: Project) -> None:
    """One card for each question: what it means, its answer in code, what that gives here."""
    grid = st.grid(2, min_column_width=320, gap="medium")
    with grid.cell():
        blocks_card(project)
    with grid.cell():
        items_card(project)
    with grid.cell():
        label_card(project)
    with grid.cell():
        splitter_card(project)


def blocks_card(project: Project) -> None:
    st.subheader("1 · What goes in, what comes out?", anchor=False)
    st.markdown(TEXT["blocks"])
    st.code("blocks=(ImageBlock, CategoryBlock)")
    picture, words = st.columns([1, 2], vertical_alignment="center")
    facts = words.empty()
    place = turn("followed", forward=words.button("Another picture", key="another_followed"))
    followed = in_no_order(project.images())[place % len(project.images())]
    picture.image(
        str(project.thumbnail(followed.id)), width="stretch", alt=f"A picture of {followed.label}"
    )
    numbers = followed.width * followed.height * 3
    facts.markdown(
        f"**x**: {followed.width} × {followed.height} pixels in 3 colours, {numbers:,} numbers  \n"
        f"**y**: “{as_text(followed.label)}”, one of {len(project.classes())} classes"
    )


def in_no_order(images: list[ImageRecord]) -> list[ImageRecord]:
    """Sorted by their ids, which say nothing: the classes come mixed, and always the same way."""
    return sorted(images, key=lambda image: image.id)


def items_card(project: Project) -> None:
    st.subheader("2 · Which pictures?", anchor=False)
    st.markdown(TEXT["get_items"])
    st.code("get_items=get_image_files")
    counts = {name: count for name, count in project.classes().items() if count}
    st.markdown(f"It finds **{sum(counts.values())}** pictures in **{len(counts)}** folders:")
    st.markdown(
        "  \n".join(f":material/folder: {as_text(name)}: {count}" for name, count in counts.items())
    )


def label_card(project: Project) -> None:
    st.subheader("3 · What is the right answer?", anchor=False)
    st.markdown(TEXT["get_y"])
    source = st.segmented_control(
        "Try it: read the answer from",
        list(GET_Y),
        default="folder",
        required=True,
        key="label_source",
        format_func=lambda source: f"the {source}",
    )
    st.code(f"get_y={GET_Y[source]}")
    found = labels_found(project.images(), source)
    missing = found.pop(None, 0)
    names = ", ".join(as_text(str(name)) for name in sorted(found, key=str)[:8])
    st.markdown(f"That gives **{len(found)}** classes: {names}" if found else "No label is found.")
    if missing:
        st.caption(f"In {missing} file names there is none: fastai would stop with an error.")
    if source != "folder":
        st.caption("Only a try: the app goes on with the classes you gave on Gather.")


def splitter_card(project: Project) -> None:
    st.subheader("4 · Which are held out?", anchor=False)
    st.markdown(TEXT["splitter"])
    before = project.split()
    chosen = split_controls(before, project.id)
    if chosen != before:
        change_split(project, chosen)
    st.code(f"splitter={splitter_code(chosen)}", wrap_lines=True)
    train, valid = len(project.images(split="train")), len(project.images(split="valid"))
    st.markdown(f"**{train}** pictures to learn from, **{valid}** held out.")


def held_out(project: Project) -> None:
    """The pictures of the validation set, those that have just come marked."""
    change = last_change(project)
    came = change.came if change else frozenset()
    st.subheader("Held out under this seed", anchor=False)
    if change and (came or change.left):
        st.markdown(
            f"Your last change (seed {change.before.seed} → {project.split().seed}) moved "
            f"**{len(came)}** pictures in and **{len(change.left)}** out; {change.stayed} stayed."
        )
    valid = in_no_order(project.images(split="valid"))
    held = sorted(valid, key=lambda image: image.id not in came)
    wall = [
        WallPicture(
            image.id,
            project.thumbnail(image.id),
            image.label,
            badge="came" if image.id in came else "",
            tone="good" if image.id in came else "",
        )
        for image in page_of(held, "held_out_page", per_page=16)
    ]
    picked = picture_wall(wall, key="held_out", size=96, label="Pictures held out for validation")
    for image in held:
        if image.id in picked:
            st.caption(f"{as_text(image.name)} → y = “{as_text(image.label)}”")


def guess_the_seed(project: Project) -> None:
    """How many held-out pictures another seed would keep: a guess first, then the count."""
    split = project.split()
    other = SplitSettings(split.valid_pct, split.seed + 1, split.stratified)
    now = {image.id for image in project.images(split="valid")}
    guess = st.radio(
        f"Guess: with seed {other.seed} in place of {split.seed}, how many of your {len(now)} "
        "held-out pictures would be held out again?",
        ["None", f"About {split.valid_pct:.0%} of them", "About half", "All"],
        index=None,
        key="seed_guess",
        horizontal=True,
    )
    if guess:
        stay = len(now & valid_under(project, other))
        what_you_saw(
            f"You said “{guess}”. It would be **{stay} of {len(now)}**. A new seed is a new draw: "
            f"each picture is held out again with the same chance of {split.valid_pct:.0%}. The "
            f"same seed gives the same {len(now)} pictures every time."
        )


def one_batch(project: Project) -> None:
    """A real batch from fastai's DataLoaders, with what its two tensors are."""
    st.subheader("One batch, as the model gets it", anchor=False)
    saved = load_recipe(project)
    recipe = batch_size_control(saved, project.id)
    if recipe != saved:
        save_recipe(project, recipe)
    seed = turn("batch", forward=st.button("Another batch", key="another_batch"))
    answer = worker_answer("batch", **order(project, recipe), seed=seed)
    if answer:
        show_batch(answer)


def order(project: Project, recipe: Recipe) -> dict[str, Any]:
    """What the worker needs to build the learner's DataLoaders."""
    items = project_items(project)
    vocab = sorted({item.label for item in items})
    return {"recipe": recipe.model_dump(), "items": items, "vocab": vocab}


def show_batch(answer: Answer) -> None:
    grid = st.grid(6, min_column_width=96)
    for picture, label in zip(answer["pictures"], answer["labels"], strict=True):
        grid.image(picture_bytes(picture), caption=as_text(label), width="stretch", alt=label)
    x, y = answer["x"], answer["y"]
    shape = " × ".join(str(side) for side in x["shape"])
    what_you_saw(
        f"The first {len(answer['pictures'])} pictures of a batch. **x** is one tensor of {shape} "
        f"(pictures, colours, rows, columns), `{x['dtype']}`, from {x['least']:.2f} to "
        f"{x['most']:.2f}. **y** is {y['shape'][0]} whole numbers (`{y['dtype']}`), one for each "
        f"picture: the place of its class in the list. "
        f"{answer['train_items']} training pictures make {answer['train_batches']} batches"
        f"{left_over(answer)}; the {answer['valid_items']} held out make "
        f"{answer['valid_batches']}."
    )


def left_over(answer: Answer) -> str:
    rest = answer["train_items"] - answer["train_batches"] * answer["x"]["shape"][0]
    return f" (the {rest} left over wait for the next shuffle)" if rest else ""


def step_by_step(project: Project) -> None:
    """`DataBlock.summary`: one picture, transform by transform, on request."""
    if not st.toggle("Follow one picture step by step, as `DataBlock.summary` does", key="steps"):
        return
    answer = worker_answer("summary", **order(project, load_recipe(project)))
    if answer is None:
        return
    st.dataframe(
        answer["steps"],
        column_config={
            "chapter": "Where it is",
            "transform": "Transform",
            "result": st.column_config.TextColumn("What comes out", width="large"),
        },
        hide_index=True,
    )
    if answer["failure"]:
        st.warning(f"Here fastai stops: {as_text(answer['failure'])}")


lesson("DataBlock", "What exactly goes into the model, and how does fastai know?")
current = open_project()
if not needs_pictures(current):
    page(current)
