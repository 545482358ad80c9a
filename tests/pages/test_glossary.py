"""The glossary page hands every term to the shelf, with the search from the address."""

import json

from core.learning.drawings.scenes import term_drawings
from core.learning.glossary.glossary import glossary
from core.project.project import Project
from tests.app import open_page, texts


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
    assert data["drawings"].keys() == {one.term for one in glossary().terms}


def test_the_learners_own_pictures_reach_the_shelf(trained: Project) -> None:
    app = open_page("/glossary", trained)
    data = json.loads(next(
        element.proto.json for element in app.get("bidi_component")
        if element.proto.component_name == "glossary_shelf"
    ))  # fmt: skip
    assert [one["src"][:15] for one in data["examples"]["batch"]["pictures"]] == [
        "data:image/jpeg"
    ] * 4
    assert len(data["examples"]["resize"]["pictures"]) == 4


def test_a_word_opens_in_place_on_the_page_that_uses_it(trained: Project) -> None:
    app = open_page("/evaluate", trained)
    app.session_state["words"] = True
    app.run()
    app.pills(key="word_on_evaluate").set_value("confusion matrix").run()
    assert not app.exception
    entry = glossary().term("confusion matrix")
    assert entry and entry.meaning in texts(app)
    drawn = [
        one.proto for one in app.get("bidi_component") if one.proto.component_name == "drawing"
    ]
    assert json.loads(drawn[0].json) == {"svg": term_drawings()["confusion matrix"]}
