"""The score on Clean: what was planted in Bear World, and what the learner dealt with."""

from core.project.project import Project
from core.starter.bear_sets import faults_found, known_faults
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick
from tests.app import open_page, shows


def test_the_score_appears_after_the_first_cleaning(project: Project) -> None:
    add_starter(project, "bears")
    train_quick(project)
    counts = faults_found(project)
    planted = sum(count.planted for count in counts.values())
    assert not shows(open_page("/clean", project), 0, planted, *counts)
    wrong = next(i for i, p in known_faults().items() if p.fault == "wrong label")
    project.cleaning.stage(wrong, "relabel", known_faults()[wrong].true)
    project.cleaning.apply()
    assert faults_found(project)["wrong label"].found == 1
    page = open_page("/clean", project, step="Before and after")
    assert shows(page, 1, planted, *counts), "found and planted, and each fault by name"
    assert shows(page, 17, "wrong label"), "what is still in there"
