"""The score on Clean: what was planted in Bear World, and what the learner dealt with."""

from __future__ import annotations

from core.project.project import Project
from core.starter.bear_sets import faults_found, known_faults
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick
from tests.app import open_page, shows


def test_the_score_appears_after_the_first_cleaning(project: Project) -> None:
    add_starter(project, "bears")
    train_quick(project)
    assert not shows(open_page("/clean", project), 1, 18)
    wrong = next(i for i, p in known_faults().items() if p.fault == "wrong label")
    project.cleaning.stage(wrong, "relabel", known_faults()[wrong].true)
    project.cleaning.apply()
    assert faults_found(project)["wrong label"].found == 1
    page = open_page("/clean", project, step="Before and after")
    assert shows(page, 1, 18) and shows(page, 17)
