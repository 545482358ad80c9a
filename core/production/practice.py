"""The second part of the notebook: planted faults, and the codes that finding them gives."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Literal

from core.content import Content, Text, read
from core.project.project import Project
from core.project.settings import Setting

Version = Literal["planted", "repaired"]
CODE_LENGTH, CHECK_LENGTH = 6, 12
LONGEST_CODE = 20  # that is looked at

FOUND = Setting[list[str]]("practice_found", list[str], list)

_SETUP = """\
from hashlib import sha256

from fastai.vision.all import *

checks = {checks}


def found(fault, value):
    code = sha256(f'{{fault}} {{value!r}}'.encode()).hexdigest()[:{code}]
    right = sha256(code.encode()).hexdigest()[:{check}] == checks[fault]
    print(f'Found! Your code: {{code}}' if right else 'Not yet.')"""


class Fault(Content):
    """One planted fault: its cells, and the `answer` that the repaired ones hand to `found`."""

    title: Text
    words: Text
    answer: bool | int | float | str
    learned: Text
    code: dict[Version, list[Text]]


class PageText(Content):
    """What Deploy says about the practice."""

    title: Text
    about: Text
    ask: Text
    unknown: Text
    count: Text
    all_found: Text


class Practice(Content):
    """All of `assets/content/practice.yaml`."""

    intro: Text
    faults: dict[str, Fault]
    page: PageText


@cache
def practice() -> Practice:
    """The faults and their words, checked."""
    return read("practice.yaml", Practice)


@cache
def code_of(fault: str) -> str:
    """The code that the notebook prints when this fault is found."""
    said = f"{fault} {practice().faults[fault].answer!r}"
    return sha256(said.encode()).hexdigest()[:CODE_LENGTH]


def practice_cells(version: Version = "planted") -> Iterator[tuple[str, str]]:
    """("words", Markdown), ("code", Python), and ("may_stop", Python) for a cell that may raise.

    The notebook holds neither answers nor codes, only what they are checked with.
    """
    yield "words", practice().intro
    yield "code", _SETUP.format(checks=_checks(), code=CODE_LENGTH, check=CHECK_LENGTH)
    for fault in practice().faults.values():
        yield "words", f"### {fault.title}\n\n{fault.words}"
        yield from (("may_stop", cell) for cell in fault.code[version])


def _checks() -> str:
    checks = {
        fault: sha256(code_of(fault).encode()).hexdigest()[:CHECK_LENGTH]
        for fault in practice().faults
    }
    lines = "".join(f"    {fault!r}: {check!r},\n" for fault, check in checks.items())
    return f"{{\n{lines}}}"


def found_faults(project: Project) -> list[str]:
    """The faults whose codes were entered, in the order of the notebook."""
    kept = project.settings.get(FOUND)
    return [fault for fault in practice().faults if fault in kept]


def enter_code(project: Project, typed: str) -> str | None:
    """Keep the fault that the code belongs to, and return its name; None for any other text."""
    plain = typed[:LONGEST_CODE].strip().lower()
    for fault in practice().faults:
        if plain == code_of(fault):
            if fault not in found_faults(project):
                project.settings.set(FOUND, [*found_faults(project), fault])
            return fault
    return None
