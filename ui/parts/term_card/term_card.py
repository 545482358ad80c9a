"""A term's drawing and its live example, ready for the screen."""

import base64
import io
from typing import Any

import streamlit as st
from PIL import Image

from core.learning.drawings.scenes import term_drawings
from core.learning.glossary.glossary import Term
from core.learning.glossary.term_examples import Example, Shown
from core.project.project import Project
from core.vision.preprocess import Preprocess
from ui.navigation import page_link
from ui.parts.component import component_file
from ui.parts.lesson import as_text

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
        st.caption(f"In code: `{entry.code}`")
    page_link("glossary", "More in the glossary", term=entry.term)


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
        return _address(file.read_bytes())
    with Image.open(file) as image:
        return _address(_jpeg(_changed(image.convert("RGB"), shown)))


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


def _address(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
