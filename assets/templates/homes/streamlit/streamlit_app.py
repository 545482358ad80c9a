"""Ask this model about a photo, with Streamlit: streamlit run streamlit_app.py"""

import json
from html import escape
from pathlib import Path

import streamlit as st
from judge import Judge, load_judge
from read_photo import read_photo

HERE = Path(__file__).resolve().parent
NAME = json.loads((HERE / "about.json").read_text(encoding="utf-8"))["name"]
ENDINGS = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "avif", "heic", "heif"]
WAYS = ["Choose a photo", "Take a photo", "Try an example"]


@st.cache_resource
def model() -> Judge:
    """The model in this folder, loaded once for all visitors."""
    return load_judge(HERE)


def chosen_photo() -> bytes | None:
    """The photo that the visitor brought, or None."""
    way = st.segmented_control("Photo", WAYS, default=WAYS[0], label_visibility="collapsed")
    if way == WAYS[2]:
        names = [file.name for file in sorted((HERE / "examples").glob("*.[jp][pn]g"))]
        return (HERE / "examples" / st.selectbox("Example", names)).read_bytes()
    bring = st.camera_input if way == WAYS[1] else st.file_uploader
    choice = {} if way == WAYS[1] else {"type": ENDINGS}
    file = bring(way or WAYS[0], label_visibility="collapsed", **choice)
    return file.getvalue() if file else None


def show_answer(photo: bytes) -> None:
    """What the model says about a photo. Names are shown as text, whatever is in them."""
    try:
        picture = read_photo(photo)
    except Exception:
        st.error("This is no picture that can be read.")
        return
    (said,) = model().answers([picture])
    st.image(picture, width=320)
    st.html(f"<h2>{escape(said.label)}</h2>")
    if said.strangeness and said.strangeness.strange:
        st.warning("Unlike anything I learned from. Let a person look.")
    if said.action is not None:
        st.html(f"<p>What to do: <b>{escape(said.action)}</b></p>")
    rows = sorted(said.probs.items(), key=lambda pair: -pair[1])
    share = st.column_config.ProgressColumn("Probability", format="percent", max_value=1)
    table = {"Class": [name for name, _ in rows], "Probability": [p for _, p in rows]}
    st.dataframe(table, hide_index=True, column_config={"Probability": share})


st.set_page_config(page_title=NAME)
st.html(f"<h1>{escape(NAME)}</h1>")
photo = chosen_photo()
if photo is not None:
    show_answer(photo)
st.caption("It knows only its classes, and answers with one of them whatever it sees.")
