"""A short soak: a small class on whole journeys, the teacher's view open, guesses held."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.app_server import Server
from bench.soak import Soak, soaked

pytestmark = pytest.mark.browser


def test_a_small_class_sees_no_error_and_loses_nothing(server: Server) -> None:
    soak = Soak(minutes=0.2, learners=2, photos=12, fine_tunes=0, think_s=0.8)
    with ThreadPoolExecutor(1) as beside:  # a browser's loop may be in this thread
        figures = beside.submit(soaked, server, soak).result()
    assert set(figures) == {
        "learners",
        "actions",
        "errors",
        "lost_writes",
        "p95_ms",
        "web_rss_growth",
    }
    assert figures["learners"] == 2 and figures["actions"] >= 8
    assert (figures["errors"], figures["lost_writes"]) == (0, 0)
