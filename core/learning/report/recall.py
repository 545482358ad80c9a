"""From memory: how many validation pictures did the model name right? Asked once for each run."""

from __future__ import annotations

from core.project.project import Project


def keep_recalled(project: Project, run_id: str, right: int | None) -> None:
    """Keep what was remembered about a run; None for "show me"."""
    project.settings.write(_name(run_id), {"right": right})


def recalled(project: Project, run_id: str) -> tuple[bool, int | None]:
    """Whether the report of this run may be shown, and what was remembered, if anything."""
    kept = project.settings.read(_name(run_id))
    return (False, None) if kept is None else (True, kept["right"])


def _name(run_id: str) -> str:
    return f"report_recall_{run_id}"
