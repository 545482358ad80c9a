"""Which pictures come in when, and the sentence that is kept."""

from datetime import date

import numpy as np

from core.drivetrain.card.blocks import Quote
from core.drivetrain.plan.plan import load_plan, save_plan
from core.learning.report.facts import facts
from core.learning.report.project_parts import watching
from core.project.project import Project
from core.starter.bear_sets import add_bears
from core.world.drift.arrivals import FEWEST, arrivals, enough, first_kind
from core.world.drift.kept import keep_monitoring, monitoring
from core.world.drift.year import MONTHS


def test_own_pictures_come_in_once_each_and_drift_as_they_are_named(digits: Project) -> None:
    assert enough(digits) and first_kind(digits) == "both"
    rising = min(digits.dataset.classes())
    shares, changed = {}, {}
    for kind in ("looks", "mix"):
        coming = arrivals(digits, kind)
        ids = [one.id for one in coming]
        assert len(ids) == len(set(ids)) and {one.month for one in coming} <= set(range(13))
        assert all(one.condition == "" for one in coming if one.month == 0)
        late = [one for one in coming if one.month > MONTHS / 2]
        early = [one for one in coming if 0 < one.month <= MONTHS / 2]
        shares[kind] = [np.mean([one.label == rising for one in half]) for half in (early, late)]
        changed[kind] = [np.mean([one.condition != "" for one in half]) for half in (early, late)]
        assert arrivals(digits, kind) == coming
    assert changed["mix"] == [0, 0] and changed["looks"][1] > changed["looks"][0] + 0.3
    assert shares["mix"][1] > shares["mix"][0] + 0.1


def test_bear_worlds_year_is_learned_from_the_learners_own_labels(project: Project) -> None:
    add_bears(project)
    assert first_kind(project) == "summer"
    learned = [one for one in arrivals(project, "summer") if one.month == 0]
    labels = {record.id: record.label for record in project.dataset.images()}
    assert all(labels[one.id] == one.label for one in learned)
    everything = arrivals(project, "camp")
    assert len(learned) < sum(one.month == 0 for one in everything)
    assert sum(one.month > 0 for one in everything) == 60 * MONTHS


def test_few_pictures_of_ones_own_open_on_bear_worlds_year(project: Project) -> None:
    assert sum(project.dataset.classes().values()) < FEWEST and first_kind(project) == "summer"
    assert {one.label for one in arrivals(project, "summer")} == {"black", "grizzly", "teddy"}


def test_the_sentence_stands_once_in_the_plan_and_gives_way_to_the_next(project: Project) -> None:
    save_plan(project, load_plan(project).with_field("success", "Fewer nights with bears."))
    for sentence in ("Label 5 pictures.", "Label 15 pictures.", "Label 15 pictures."):
        keep_monitoring(project, sentence)
    assert monitoring(project) == "Label 15 pictures."
    assert load_plan(project).success == "Fewer nights with bears.\nLabel 15 pictures."
    kept = list(watching(facts(project, date(2026, 1, 1))))
    assert [block.text for block in kept if isinstance(block, Quote)] == [monitoring(project)]
