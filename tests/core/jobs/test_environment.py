"""A worker knows what it needs to work, and no key to anything else."""

import os
import subprocess
import sys

import pytest

from core.jobs.queue.environment import worker_environment

SECRETS = (
    "DRIVETRAIN_OPENVERSE_ID", "DRIVETRAIN_OPENVERSE_SECRET", "DRIVETRAIN_CONTACT",
    "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "HF_TOKEN", "STREAMLIT_SERVER_COOKIE_SECRET",
)  # fmt: skip
NEEDED = ("PATH", "HOME", "DRIVETRAIN_HOME", "CUDA_VISIBLE_DEVICES", "https_proxy", "LC_ALL")


def test_a_worker_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SECRETS, *NEEDED):
        monkeypatch.setenv(name, os.environ.get(name, "something"))
    given = worker_environment()
    assert not set(SECRETS) & set(given)
    assert set(NEEDED) <= set(given)


def test_a_worker_starts_with_what_it_is_given() -> None:
    command = [sys.executable, "-c", "import numpy, core.jobs.queue.environment"]
    subprocess.run(command, env=worker_environment(), check=True)
