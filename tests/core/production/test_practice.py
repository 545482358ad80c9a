"""The notebook to practise on: repaired it prints every code, as it is planted it prints none."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from core.production.notebook import notebook, written_notebook
from core.production.practice import (
    CODE_LENGTH,
    Version,
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


def printed(version: Version, folder: Path) -> tuple[list[str], int]:
    """The codes that the practice prints when it is run from the top, and how many cells stop."""
    from nbclient import NotebookClient

    made = written_notebook([("code", OPS), *practice_cells(version)])
    book = nbformat.reads(made.decode(), as_version=4)
    where = {"metadata": {"path": str(folder)}}
    done = NotebookClient(book, timeout=300, kernel_name="python3", resources=where).execute()
    outputs: list[Any] = [out for cell in done.cells for out in cell.get("outputs", [])]
    text = "".join(out.get("text", "") for out in outputs)
    stopped = sum(out.output_type == "error" for out in outputs)
    return re.findall(rf"\b[0-9a-f]{{{CODE_LENGTH}}}\b", text), stopped


@pytest.mark.slow
def test_the_repaired_notebook_prints_every_code(tmp_path: Path) -> None:
    codes, stopped = printed("repaired", tmp_path)
    assert codes == [code_of(fault) for fault in practice().faults]
    assert stopped == 0


@pytest.mark.slow
def test_the_planted_faults_are_there_and_a_run_goes_on_behind_them(tmp_path: Path) -> None:
    codes, stopped = printed("planted", tmp_path)
    assert codes == [] and stopped == 3


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
