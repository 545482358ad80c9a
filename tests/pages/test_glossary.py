"""The glossary page hands every term to the shelf, with the search from the address."""

from __future__ import annotations

import json

from core.learning.glossary import glossary
from core.project.project import Project
from tests.app import open_page


def test_all_terms_and_the_search_reach_the_shelf(project: Project) -> None:
    app = open_page("/glossary", project, term="top losses")
    shelf = next(
        element.proto for element in app.get("bidi_component")
        if element.proto.component_name == "glossary_shelf"
    )  # fmt: skip
    data = json.loads(shelf.json)
    assert [entry["term"] for entry in data["terms"]] == [one.term for one in glossary().terms]
    assert data["search"] == "top losses"
    assert data["addresses"]["journey"] == "."
