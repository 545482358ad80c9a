"""Words of a text or of a page, each opening its meaning in place: a drawing, a live example."""

import io
from typing import Any

import streamlit as st
from PIL import Image

from core.content import says
from core.learning.drawings.scenes import term_drawings
from core.learning.glossary.glossary import Term, glossary
from core.learning.glossary.term_examples import Example, Shown, term_examples
from core.project.project import Project
from core.vision.preprocess import Preprocess
from ui.navigation import page_link
from ui.parts.component import component_file, jpeg_address, picture_address
from ui.parts.lesson import as_text
from ui.session import project

SMALL = 96
PIXELS = 12


def term_card(project: Project, entry: Term, example: Example | None) -> None:
    """What a term means, what it is in the learner's project or a drawing, its name in code."""
    st.markdown(entry.meaning)
    if example:
        _live(project, example, entry.term)
    if not (example and (example.svg or example.pictures)) and entry.term in term_drawings():
        _svg(term_drawings()[entry.term], entry.term)
    if entry.code:
        st.caption(says("parts", "in_code", code=entry.code))
    page_link("glossary", says("parts", "more_in_the_glossary"), term=entry.term)


def _live(project: Project, example: Example, term: str) -> None:
    if example.text:
        st.caption(as_text(example.text))
    pictures = example_data(project, example)["pictures"]
    if pictures:
        with st.container(horizontal=True, gap="small"):
            for picture in pictures:
                name = picture["caption"]
                st.image(picture["src"], as_text(name), width=SMALL, alt=name or "Your picture")
    if example.svg:
        _svg(example.svg, term)


def _svg(drawn: str, key: str) -> None:
    mount = st.components.v2.component(
        "drawing",
        html="<div></div>",
        css=component_file(__file__, "drawing.css"),
        js=component_file(__file__, "drawing.js"),
    )
    mount(key=f"drawing_{key}", data={"svg": drawn})


def example_data(project: Project, example: Example) -> dict[str, Any]:
    """The example with its pictures as data addresses, for a component."""
    pictures = [
        {"src": src, "caption": shown.caption}
        for shown in example.pictures
        if (src := _source(project, shown))
    ]
    return {"text": example.text, "svg": example.svg, "pictures": pictures}


def _source(project: Project, shown: Shown) -> str:
    try:
        file = project.dataset.thumbnail(shown.image_id)
    except FileNotFoundError:
        return ""
    if shown.how == "as it is":
        return picture_address(file)
    with Image.open(file) as image:
        return jpeg_address(_jpeg(_changed(image.convert("RGB"), shown)))


def _changed(image: Image.Image, shown: Shown) -> Image.Image:
    match shown.how:
        case "crop" | "squish":
            return Preprocess(SMALL, shown.how).resized(image)
        case "pad":
            return Preprocess(SMALL, "pad", "reflection").resized(image)
        case _:
            few = image.resize((PIXELS, PIXELS), Image.Resampling.BOX)
            return few.resize((SMALL, SMALL), Image.Resampling.NEAREST)


def _jpeg(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=85)
    return held.getvalue()


def terms_here(text: str) -> None:
    """A quiet row of the glossary's terms in a text; a click opens what one means, right here."""
    terms = glossary().terms_in(text)
    if not terms:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(says("parts", "words"), width="content")
        for number, entry in enumerate(terms):
            _term(entry, number)


def _term(entry: Term, number: int) -> None:
    opened = st.popover(entry.term, type="tertiary", key=f"word_{number}", on_change="rerun")
    if opened.open:
        with opened:
            learner = project()
            term_card(learner, entry, _example(learner, entry))


def _example(learner: Project, entry: Term) -> Example | None:
    """What the term is in the project, without figures that a page asks the learner to guess."""
    return term_examples(learner, with_model=False).get(entry.term)


def words_of_page(page_id: str) -> None:
    """The glossary's terms of a page, behind one line; a click on one opens it below."""
    terms = {entry.term: entry for entry in glossary().on_page(page_id)}
    if not terms:
        return
    listing = st.expander(
        says("parts", "words_here", count=len(terms)), key="words", on_change="rerun"
    )
    if not listing.open:
        return
    with listing:
        name = st.pills(
            says("parts", "words_button"),
            list(terms),
            key=f"word_on_{page_id}",
            label_visibility="collapsed",
        )
        if name:
            learner = project()
            term_card(learner, terms[name], _example(learner, terms[name]))
