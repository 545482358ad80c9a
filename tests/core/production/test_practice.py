"""The notebook to practise on; it is run in test_notebook.py."""

import nbformat

from core.production.notebook import notebook
from core.production.practice import (
    code_of,
    enter_code,
    found_faults,
    practice,
)
from core.project.project import Project


def test_the_second_part_of_the_notebook_holds_no_answer(digits: Project) -> None:
    made = notebook(digits, "mine.zip").decode()
    assert all(code_of(fault) not in made for fault in practice().faults)
    book = nbformat.reads(made, as_version=4)
    nbformat.validate(book)
    planted = [cell.source for cell in book.cells if "tags" in cell.metadata]
    expected = [c.strip() for fault in practice().faults.values() for c in fault.code["planted"]]
    assert planted == expected


def test_every_fault_has_a_code_of_its_own() -> None:
    faults = practice().faults
    assert len(faults) == 7 and len({code_of(fault) for fault in faults}) == 7
    assert all(fault.code["planted"] != fault.code["repaired"] for fault in faults.values())


def test_a_code_is_kept_once_however_it_is_typed(project: Project) -> None:
    assert enter_code(project, "nothing") is None and enter_code(project, "x" * 10_000) is None
    for _ in range(2):
        assert enter_code(project, f"  {code_of('time').upper()} ") == "time"
    assert enter_code(project, code_of("doc")) == "doc"
    assert found_faults(project) == ["doc", "time"]
