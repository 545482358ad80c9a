"""Which home: what is measured of a model, and whether an order of homes fits the figures."""

from collections.abc import Callable

import pytest

from core.deploy.published.publication import publication_of, publish
from core.deploy.published.table import note_measured
from core.deploy.which_home.places import CRITERIA, PLACES, figures, fits, in_order, sending
from core.deploy.which_home.timing import BATCHES, TIMING, Timed, start_timing, timed
from core.project.project import Project
from core.vision.preprocess import Preprocess
from tests.core.production.tuned import tuned_run
from ui.parts.worker_answer import warm_worker

MEASURED = Timed("run", [0.02, 0.03, 0.04], [40_000, 50_000, 90_000], dict.fromkeys(BATCHES, 0.02))


def test_its_own_pictures_are_timed_one_by_one_and_together(
    trained: Project, until: Callable[..., None]
) -> None:
    run = trained.runs.all()[0]
    assert timed(trained, run) is None
    start_timing(trained, run, warm_worker())
    until(lambda: not TIMING.running(trained), 120)
    found = timed(trained, run)
    assert found is not None, TIMING.progress(trained)
    sizes = {trained.dataset.image_path(i.id).stat().st_size for i in trained.dataset.images()}
    assert set(found.bytes) <= sizes and len(found.seconds) == len(found.bytes) > 10
    assert set(found.cpu) == set(BATCHES)
    assert 0 < found.one < 60 and all(0 < taken < 60 for taken in found.cpu.values())


def test_a_fine_tune_is_timed_the_same_way(trained: Project, until: Callable[..., None]) -> None:
    tuned = tuned_run(trained, Preprocess(64))
    start_timing(trained, tuned, warm_worker())
    until(lambda: not TIMING.running(trained), 120)
    found = timed(trained, tuned)
    assert found is not None, TIMING.progress(trained)
    assert set(found.cpu) == set(BATCHES) and timed(trained, trained.runs.all()[-1]) is None


def test_another_run_was_not_measured(trained: Project) -> None:
    other = trained.runs.create("quick", {}, 1)
    assert timed(trained, other) is None


def test_every_place_has_a_figure_or_is_said_to_have_none(trained: Project) -> None:
    found = figures(trained, MEASURED)
    assert set(found) == set(CRITERIA) and all(set(one) == set(PLACES) for one in found.values())
    assert found["waiting"] == {
        "browser": None,
        "here": pytest.approx(sending(50_000) + 0.03),
        "host": pytest.approx(found["waiting"]["host"]),
        "edge": 0.03,
    }
    assert found["waiting"]["host"] > found["waiting"]["here"]  # type: ignore[operator]
    assert found["bytes"] == {"browser": 0, "here": 50_000, "host": 50_000, "edge": 0}


def test_what_phones_told_takes_the_place_of_what_is_reckoned(trained: Project) -> None:
    publish(trained, trained.runs.all()[0])
    published = publication_of(trained)
    assert published is not None
    for milliseconds in (800, 900, 3_000):
        note_measured(published.id, milliseconds, 50_000)
    assert figures(trained, MEASURED)["waiting"]["here"] == pytest.approx(0.9)


def test_ties_and_unknown_figures_may_stand_anywhere() -> None:
    found = {"browser": None, "here": 1.0, "host": 60.0, "edge": 1.0}
    for order in (["here", "edge", "host", "browser"], ["browser", "edge", "here", "host"]):
        assert fits(order, found)  # type: ignore[arg-type]
    assert not fits(["host", "here", "edge", "browser"], found)
    assert in_order(found) == ["here", "edge", "host", "browser"]  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_worker_times_batches_of_the_runs_own_network(trained: Project) -> None:
    """On the processor, for want of a graphics card: the device is all that differs."""
    folder = str(trained.runs.folder(trained.runs.all()[0].id))
    ask = {"folder": folder, "size": 64, "batches": [1, 4]}
    answer = warm_worker().ask("batch_times", timeout=120, device="cpu", **ask)
    assert answer["name"] == "cpu" and [count for count, _ in answer["seconds"]] == [1, 4]
    assert all(0 < taken < 60 for _, taken in answer["seconds"])
