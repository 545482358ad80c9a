"""Every term the app uses, in one sentence each: validated, in alphabetical order."""

import re
from functools import cache
from itertools import pairwise
from typing import Self

from pydantic import Field, field_validator, model_validator

from core.content import CONTENT_FOLDER, Content, read
from core.learning.pages import PageId

CONTENT = CONTENT_FOLDER / "glossary.yaml"
LONGEST_MEANING = 200
EVERYDAY = {"device", "head", "item", "miss", "run"}  # in a sentence they mean something else


class Term(Content):
    """A term, what it means, its name in fastai or PyTorch ("" if none), the pages that use it."""

    term: str = Field(min_length=2)
    meaning: str = Field(max_length=LONGEST_MEANING)
    code: str = ""
    pages: tuple[PageId, ...] = Field(min_length=1)

    @field_validator("meaning")
    @classmethod
    def _one_sentence(cls, meaning: str) -> str:
        if not meaning.endswith(".") or re.search(r"[.!?]\s", meaning):
            raise ValueError(f"one sentence is wanted: {meaning!r}")
        return meaning


class Glossary(Content):
    """All terms; refuses two entries for one term and terms out of alphabetical order."""

    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order_and_once(self) -> Self:
        names = [entry.term.casefold() for entry in self.terms]
        wrong = [late for early, late in pairwise(names) if early >= late]
        if wrong:
            raise ValueError(f"out of order or there twice: {', '.join(wrong)}")
        return self

    def term(self, name: str) -> Term | None:
        """The entry of a term in any mix of capitals, or None."""
        return next((one for one in self.terms if one.term.casefold() == name.casefold()), None)

    def on_page(self, page_key: str) -> list[Term]:
        """The terms that a page uses, in alphabetical order."""
        return [entry for entry in self.terms if page_key in entry.pages]

    def terms_in(self, text: str, most: int = 4) -> list[Term]:
        """The terms a text uses, longer ones first where one contains another, in its order."""
        found: list[tuple[int, Term]] = []
        sought = [entry for entry in self.terms if entry.term not in EVERYDAY]
        for entry in sorted(sought, key=lambda one: -len(one.term)):
            hit = re.search(rf"\b{re.escape(entry.term)}s?\b", text, re.IGNORECASE)
            if hit:
                found.append((hit.start(), entry))
                text = text[: hit.start()] + " " * len(hit[0]) + text[hit.end() :]
        return [entry for _, entry in sorted(found, key=lambda one: one[0])][:most]


@cache
def glossary() -> Glossary:
    """The app's glossary, read once a process; raises ContentInvalid if it is wrong."""
    return read("glossary.yaml", Glossary)
