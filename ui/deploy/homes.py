"""Take it home: where a model can live, and the folder for each place."""

from functools import partial

import streamlit as st

from core.content import says
from core.deploy.homes.home import Home, home_download
from core.deploy.homes.notebook_home import NOTEBOOK
from core.deploy.homes.places import Place, about_bytes, home_of, homes_text, places
from core.project.project import Project
from core.project.records import RunRecord
from core.words import file_size
from ui.deploy.browser_home import browser_home
from ui.parts.learner_download import learner_download
from ui.parts.lesson import note
from ui.parts.notebook_download import file_stem
from ui.parts.streamed_download import streamed_download

TEXT = homes_text()


def take_it_home(project: Project, model: RunRecord) -> None:
    """The learner chooses a place, reads what it costs and for whom it is, and takes its folder."""
    st.subheader(says("deploy", "take_it_home"), anchor=False)
    st.markdown(TEXT.intro)
    offered = places()
    choices, chosen = st.columns([2, 3], gap="large")
    with choices:
        key = st.radio(
            TEXT.where,
            list(offered),
            format_func=lambda key: offered[key].title,
            captions=[place.price for place in offered.values()],
            key="home_place",
            persist_state="session",
        )
    with chosen, st.container(border=True):
        place = offered[key]
        _about(place)
        if place.home == "browser":
            browser_home(project, model)
        elif home := home_of(place):
            _folder(project, model, home)
            _for_fastai(project, model, home)
        st.markdown(f"**{TEXT.next}:** {place.next}")
        if place.home:
            note(TEXT.pictures)


def _about(place: Place) -> None:
    st.markdown(f"**{place.title}**")
    st.markdown(place.who)
    st.markdown(f"**{TEXT.inside}.** {place.inside}")
    checked = f"{TEXT.checked.day} {TEXT.checked:%B %Y}"
    note(f"{place.facts} {TEXT.dated.format(checked=checked)}")


def _folder(project: Project, model: RunRecord, home: Home) -> None:
    streamed_download(
        says("deploy", "download_folder", size=file_size(about_bytes(project, model))),
        (project.path, model.id),
        partial(home_download, project, model, home),
        f"{file_stem(project.name)}-{home.key}.zip",
        key=f"home_{home.key}",
        type="primary",
    )


def _for_fastai(project: Project, model: RunRecord, home: Home) -> None:
    """export.pkl goes along with the notebooks once it is prepared."""
    if home.key == NOTEBOOK.key:
        note(TEXT.export)
        learner_download(project, model)
