"""The notebook to practise on: repaired it prints every code, as it is planted it prints none."""

import re
from typing import Any

import nbformat
import pytest

from core.production.notebook import notebook, written_notebook
from core.production.practice import (
    CODE_LENGTH,
    code_of,
    enter_code,
    found_faults,
    practice,
    practice_cells,
)
from core.project.project import Project

OPS = """
try:
    import torchvision
except RuntimeError:  # built for another torch than this one
    import torch
    for name in ('nms', 'qnms'):
        torch.library.define(f'torchvision::{name}', '(Tensor a, Tensor b, float c) -> Tensor')
"""


AGAIN = "del tries, basket\nprint('REPAIRED')"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What a run from the top prints: the planted faults first, then the repaired ones."""
    from nbclient import NotebookClient

    repaired = [*practice_cells("repaired")][2:]
    cells = [("code", OPS), *practice_cells(), ("code", AGAIN), *repaired]
    book = nbformat.reads(written_notebook(cells).decode(), as_version=4)
    where = {"metadata": {"path": str(tmp_path_factory.mktemp("practice"))}}
    done = NotebookClient(book, timeout=300, kernel_name="python3", resources=where).execute()
    return [out for cell in done.cells for out in cell.get("outputs", [])]


@pytest.mark.slow
def test_a_run_goes_on_behind_the_planted_faults_which_give_no_code(outputs: list[Any]) -> None:
    planted, _, repaired = _text(outputs).partition("REPAIRED")
    assert _codes(planted) == []
    assert sum(out.output_type == "error" for out in outputs) == 3
    assert _codes(repaired) == [code_of(fault) for fault in practice().faults]


def _text(outputs: list[Any]) -> str:
    return "".join(out.get("text", "") for out in outputs)


def _codes(text: str) -> list[str]:
    return re.findall(rf"\b[0-9a-f]{{{CODE_LENGTH}}}\b", text)


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
