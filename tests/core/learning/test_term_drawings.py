"""Every term has something to look at: a drawing, or what it is in the learner's project."""

from xml.etree import ElementTree

import pytest

from core.learning.drawings.scenes import drawing, term_drawings
from core.learning.drawings.shapes import bars_of, matrix_of
from core.learning.glossary.glossary import glossary
from core.learning.glossary.term_examples import term_examples
from core.project.project import Project
from core.training.runs import chosen_run
from tests.reading import figures


def test_every_term_is_drawn_and_every_drawing_has_its_term() -> None:
    drawn, terms = set(term_drawings()), {entry.term for entry in glossary().terms}
    assert drawn == terms, "a line in assets/content/glossary_drawings.yaml is missing or too much"


def test_every_drawing_is_whole_svg_in_the_pages_colours() -> None:
    for term, drawn in term_drawings().items():
        root = ElementTree.fromstring(drawn)
        assert root.attrib["stroke"] == "currentColor" and len(root) > 0, term
        assert "nan" not in drawn.lower().replace(">nan<", ""), term


def test_words_in_a_drawing_are_escaped_and_an_unknown_family_is_refused() -> None:
    for drawn in (bars_of({"<b>&": 3.0}), matrix_of([[1, 0], [0, 1]], ["<i>", "b"])):
        assert "<b>" not in drawn and "<i>" not in drawn
        ElementTree.fromstring(drawn)
    with pytest.raises(KeyError):
        drawing("poem", "word")


def test_an_empty_project_has_no_examples(project: Project) -> None:
    assert term_examples(project) == {}


def test_examples_say_what_is_in_the_project(trained: Project) -> None:
    found = term_examples(trained)
    assert not {"accuracy", "confusion matrix"} & set(term_examples(trained, with_model=False))
    names = {entry.term for entry in glossary().terms}
    assert set(found) <= names
    assert all(name in found["class"].text for name in trained.dataset.classes())
    assert len(found["batch"].pictures) == 4
    assert figures(found["training set"].text)[0] == trained.dataset.split_counts()["train"]
    ids = {record.id for record in trained.dataset.images()}
    assert {one.image_id for example in found.values() for one in example.pictures} <= ids
    run = chosen_run(trained)
    assert run
    assert {run.results["correct"], run.results["valid"]} <= set(figures(found["accuracy"].text))
    assert found["confusion matrix"].svg.count("<rect") == len(trained.dataset.classes()) ** 2
