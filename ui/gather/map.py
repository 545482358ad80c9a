"""The map of the learner's pictures on Gather: draw around some, and do something with them."""

import streamlit as st

from core.content import says
from core.gather.intake import THUMBNAIL_PX
from core.project.project import Project
from core.project.records import ImageRecord
from ui.gather.actions import wall_actions
from ui.parts.embedding_map import embedding_map
from ui.parts.palette import class_marks
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall

FEWEST = 10


def gather_map(project: Project) -> None:
    """Folded away: pictures as points, alike ones close together, and those of a region below.

    The locked test set is left out: nobody chooses by it. Nothing for a handful of pictures.
    """
    if sum(project.dataset.classes().values()) < FEWEST:
        return
    folded = st.expander(says("gather", "map_pictures"), key="gather_map", on_change="rerun")
    if folded.open:
        with folded:
            _map(project)


@st.fragment
def _map(project: Project) -> None:
    records = [record for record in project.dataset.images() if record.split != "test"]
    ids, labels = [r.id for r in records], [r.label for r in records]
    region = embedding_map(project, ids, labels, key="gather_map_region")
    if region:
        known = {record.id: record for record in records}
        _selected(project, [known[image_id] for image_id in region])


def _selected(project: Project, records: list[ImageRecord]) -> None:
    marks = class_marks(project.dataset.classes())
    actions = st.container(horizontal=True, vertical_alignment="center", key="gather_map_actions")
    pictures = [
        WallPicture(
            r.id, project.dataset.thumbnail(r.id, THUMBNAIL_PX), r.label, badge=marks[r.label]
        )
        for r in page_of(records, key="gather_map_page", per_page=24)
    ]
    chosen = picture_wall(
        pictures, key="gather_map_wall", size=112, label=says("gather", "in_this_region")
    )
    with actions:
        wall_actions(project, chosen, key="gather_map")
