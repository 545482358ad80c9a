"""Questions come back later the better they were known; a change of mind is no second recall."""

from datetime import UTC, datetime, timedelta

from core.learning.questions.schedule import reviewed, schedule
from core.project.project import Project

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_what_was_known_waits_longer(project: Project) -> None:
    not_yet = reviewed(project, "a", "not yet", NOON)
    partly = reviewed(project, "b", "partly", NOON)
    knew = reviewed(project, "c", "knew", NOON)
    assert not_yet <= partly < knew
    again = reviewed(project, "c", "knew", knew)
    assert again - knew > knew - NOON


def test_another_mark_within_ten_minutes_replaces_the_last(project: Project) -> None:
    reviewed(project, "a", "knew", NOON)
    changed = reviewed(project, "a", "not yet", NOON + timedelta(minutes=5))
    alone = reviewed(project, "b", "not yet", NOON + timedelta(minutes=5))
    assert changed == alone


def test_due_and_forecast_agree(project: Project) -> None:
    for name, mark in (("a", "knew"), ("b", "not yet"), ("c", "partly")):
        reviewed(project, name, mark, NOON)
    plan = schedule(project)
    assert plan.due(NOON) == []
    coming = plan.forecast(NOON, days=30)
    assert sum(coming) == 3 and coming[0] == 0
    first = next(day for day, count in enumerate(coming) if count)
    assert len(plan.due(NOON + timedelta(days=first))) == coming[first]
    late = NOON + timedelta(days=40)
    assert set(plan.due(late)) == {"a", "b", "c"} and plan.forecast(late)[0] == 3


def test_retention_falls_with_time(project: Project) -> None:
    assert schedule(project).retention(NOON) is None
    reviewed(project, "a", "knew", NOON)
    plan = schedule(project)
    soon, later = plan.retention(NOON), plan.retention(NOON + timedelta(days=60))
    assert soon and later and soon > 0.99 > later > 0


def test_what_was_missed_is_not_known_until_it_is_answered(project: Project) -> None:
    reviewed(project, "a", "not yet", NOON)
    assert schedule(project).retention(NOON) == 0
    reviewed(project, "b", "knew", NOON)
    known = schedule(project).retention(NOON)
    assert known is not None and 0.49 < known <= 0.5
    reviewed(project, "a", "knew", NOON + timedelta(days=1))
    known = schedule(project).retention(NOON + timedelta(days=1))
    assert known is not None and known > 0.9


def test_a_question_that_no_longer_exists_is_not_asked(project: Project) -> None:
    reviewed(project, "dropped", "not yet", NOON)
    assert schedule(project, ["kept"]).due(NOON + timedelta(days=99)) == []
