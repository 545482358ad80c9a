"""The first three questions of a DataBlock, each answered on the learner's own pictures."""

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.code.datablock_code import GET_Y, label_of, labels_found
from core.words import listed
from ui.parts.choice import one_of
from ui.parts.lesson import as_text
from ui.parts.worker_answer import turn

TEXT = lesson_text("datablock")
FILES_SHOWN = 6
LABELS_SHOWN = 4


def blocks_card(project: Project) -> None:
    """What x and y are, for one picture after the other."""
    st.subheader(says("datablock", "what_goes_what"), anchor=False)
    st.markdown(TEXT["blocks"])
    st.code("blocks=(ImageBlock, CategoryBlock)")
    picture, words = st.columns([1, 2], vertical_alignment="center")
    facts = words.empty()
    place = turn(
        "followed",
        forward=words.button(says("datablock", "another_picture"), key="another_followed"),
    )
    followed = in_no_order(project.dataset.images())[place % len(project.dataset.images())]
    picture.image(
        str(project.dataset.thumbnail(followed.id)),
        width="stretch",
        alt=says("datablock", "picture_of", label=followed.label),
    )
    numbers = followed.width * followed.height * 3
    filled = sum(count > 0 for count in project.dataset.classes().values())
    facts.markdown(
        says(
            "datablock",
            "x_and_y",
            width=followed.width,
            height=followed.height,
            numbers=numbers,
            label=as_text(followed.label),
            filled=filled,
        )
    )


def items_card(project: Project) -> None:
    """The files that are found, as a list of names under their folders."""
    st.subheader(says("datablock", "which_pictures"), anchor=False)
    st.markdown(TEXT["get_items"])
    st.code("get_items=get_image_files")
    counts = {name: count for name, count in project.dataset.classes().items() if count}
    st.markdown(says("datablock", "it_finds", values=sum(counts.values()), counts=len(counts)))
    st.markdown(
        "  \n".join(f":material/folder: {as_text(name)}: {count}" for name, count in counts.items())
    )
    found = in_no_order(project.dataset.images())[:FILES_SHOWN]
    listed = [f'Path("{image.label}/{_file_name(image)}"),' for image in found]
    st.code("\n".join([f"(#{sum(counts.values())}) [", *listed, "…]"]), wrap_lines=True)


def label_card(project: Project) -> None:
    """This file → this label, on several pictures, by the folder or by the file's name."""
    st.subheader(says("datablock", "what_right_answer"), anchor=False)
    st.markdown(TEXT["get_y"])
    sources = {source: says("datablock", f"from_{source.replace(' ', '_')}") for source in GET_Y}
    source = one_of(
        says("datablock", "try_read_answer"), sources, key="label_source", first="folder"
    )
    st.code(f"get_y={GET_Y[source]}", wrap_lines=True)
    for image in in_no_order(project.dataset.images())[:LABELS_SHOWN]:
        _file_and_label(project, image, label_of(image, source))
    found = labels_found(project.dataset.images(), source)
    missing = found.pop(None, 0)
    names = listed([as_text(str(name)) for name in sorted(found, key=str)[:8]])
    st.markdown(
        says("datablock", "gives_classes", found=len(found), names=names)
        if found
        else says("datablock", "no_label_found")
    )
    if missing:
        st.caption(says("datablock", "no_class_in", missing=missing))
    if source != "folder":
        st.caption(says("datablock", "only_try_app"))


def in_no_order(images: list[ImageRecord]) -> list[ImageRecord]:
    """Sorted by their ids, which say nothing: the classes come mixed, and always the same way."""
    return sorted(images, key=lambda image: image.id)


def _file_and_label(project: Project, image: ImageRecord, label: str | None) -> None:
    path = f"{image.label}/{_file_name(image)}"
    answer = f"**{as_text(label)}**" if label else "**None**"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(
            str(project.dataset.thumbnail(image.id)),
            width=56,
            alt=says("datablock", "picture_of", label=image.label),
        )
        st.markdown(f"{as_text(path)} → {answer}")


def _file_name(image: ImageRecord) -> str:
    return image.name.rsplit("/", 1)[-1]
