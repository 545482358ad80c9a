"""The glossary is complete enough to be useful, and refuses entries that are not."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from core.learning.glossary.glossary import Glossary, glossary
from core.learning.questions.questionnaire import questionnaire

ENTRY = {"term": "loss", "meaning": "How wrong an answer was.", "pages": ["train"]}


def test_it_has_at_least_sixty_terms_and_some_for_every_page_on_which_something_is_tried() -> None:
    terms = glossary().terms
    assert len(terms) >= 60
    tried = {question.page for question in questionnaire().questions}
    assert {page for term in terms for page in term.pages} >= tried


def test_a_term_is_found_in_any_capitals() -> None:
    found = glossary().term("CONFUSION matrix")
    assert found and found.code == "ClassificationInterpretation"
    assert glossary().term("nothing of the kind") is None


def test_fastai_names_in_the_questionnaires_answers_are_defined() -> None:
    """Names in code style there that are also fastai's have an entry by name or by code."""
    known = " ".join(f"{term.term} {term.code}" for term in glossary().terms)
    for name in ("DataLoader", "RandomSplitter", "RandomResizedCrop", "aug_transforms", "get_y"):
        used = any(re.search(name, question.answer) for question in questionnaire().questions)
        assert used and name in known


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"meaning": "Two sentences. Here."}, "one sentence"),
        ({"meaning": "no full stop"}, "one sentence"),
        ({"meaning": "long " * 50 + "."}, "at most 200"),
        ({"pages": ["nowhere"]}, "no page 'nowhere'"),
        ({"pages": []}, "at least 1"),
    ],
)
def test_a_bad_entry_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Glossary.model_validate({"terms": [ENTRY | change]})


def test_terms_out_of_order_or_doubled_are_refused() -> None:
    later = ENTRY | {"term": "seed"}
    for terms in ([later, ENTRY], [ENTRY, ENTRY]):
        with pytest.raises(ValidationError, match="out of order"):
            Glossary.model_validate({"terms": terms})


def test_the_terms_of_a_text_are_found_longest_first() -> None:
    found = glossary().terms_in("Does the Validation set lower the loss of two batches?")
    assert [one.term for one in found] == ["validation set", "loss"]
    assert glossary().terms_in("Nothing of the kind here.") == []
