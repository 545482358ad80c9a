"""What was made for visitors who kept nothing goes; whatever holds something stays."""

from pathlib import Path

import pytest

import core.learning.journey
import core.learning.paths.time_spent
import core.learning.questions.self_check  # noqa: F401  (they enter their settings)
from core.project import empty_workspaces
from core.project.empty_workspaces import LEFT_BY_LOOKING, sweep_empty_workspaces
from core.project.settings import REGISTRY
from core.project.workspace import Workspace
from tests.core.project.pictures import pictures


def test_only_what_nothing_was_kept_in_is_swept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [Workspace.create() for _ in range(4)]
    kept[0].current().dataset.add(pictures(1, "bear"))
    kept[1].current().rename("Bears")
    kept[2].current().answers.save("goal", "Because")
    kept[3].current().dataset.add_class("fox")
    empty = [Workspace.create() for _ in range(3)]
    for workspace in empty:
        workspace.current()
    for name in LEFT_BY_LOOKING:
        setting = REGISTRY[name]
        empty[0].current().settings.set(setting, setting.default())
    sweep_empty_workspaces(home)
    assert all(workspace.is_kept for workspace in (*kept, *empty)), "an hour ago is too soon"
    monkeypatch.setattr(empty_workspaces, "A_DAY_S", -1.0)
    sweep_empty_workspaces(home)
    assert all(workspace.is_kept for workspace in kept)
    assert not any(workspace.path.exists() for workspace in empty)
