"""*Show the code*: each program runs as it is shown, and says what the model says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from core.deploy.published.openapi import calling_code
from core.project.project import Project
from tests.core.deploy.decided import decide

RUNS_IT = {
    "curl": lambda code: ["sh", "-c", code],
    "Python": lambda code: [sys.executable, "-c", code],
    "JavaScript": lambda code: ["node", "app.mjs"],
}
LONGEST = 16


def needs(program: str) -> None:
    """Python is always there; the others may be missing on a learner's machine."""
    if program != "Python" and not shutil.which({"JavaScript": "node"}.get(program, program)):
        pytest.skip(f"{program} is not installed here")


@pytest.mark.parametrize("language", list(RUNS_IT))
def test_it_runs_as_shown(
    language: str,
    served: str,
    address: str,
    photo: bytes,
    trained: Project,
    tmp_path: Path,
) -> None:
    needs(language)
    decide(trained)
    code = calling_code(f"{served}{address}")[language]
    (tmp_path / "photo.jpg").write_bytes(photo)
    (tmp_path / "app.mjs").write_text(code)
    ran = subprocess.run(
        RUNS_IT[language](code),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    said = httpx.post(f"{served}{address}predict", content=photo).json()
    assert said["class"] in ran.stdout and said["action"] in ran.stdout
    if language == "curl":
        assert json.loads(ran.stdout)["probabilities"] == said["probabilities"]
    for name in said["probabilities"]:
        assert name in ran.stdout


def test_programs_are_short_and_know_no_other_address() -> None:
    programs = calling_code("http://here.example/m/x/")
    assert {*programs} == {*RUNS_IT}
    for code in programs.values():
        assert len(code.strip().splitlines()) <= LONGEST
        assert code.count("http://") == 1 and "http://here.example/m/x/predict" in code
