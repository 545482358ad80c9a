"""A search from the question to pictures in the project, with what is known of each."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.gather import web_search as searching
from core.gather.intake import take_in
from core.gather.reading.refusal import Refused
from core.gather.web import search_cache
from core.gather.web.found_pictures import from_found
from core.gather.web.openverse import Openverse
from core.gather.web.provider import Found, SourceFailed
from core.gather.web.search_cache import cached_search, cached_thumbnail, tidy
from core.gather.web.search_settings import (
    SearchSettings,
    own_settings,
    save_settings,
    settings_in_force,
)
from core.gather.web.wikimedia import Wikimedia
from core.gather.web_search import SEARCHES, WebSearch, start_search, web_search
from core.jobs.background import stop_all
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.gather.pictures import as_file, noise, opened
from tests.core.gather.web.recorded import (
    commons_answer,
    commons_page,
    openverse_answer,
    openverse_image,
)
from tests.core.gather.web.upstream import Answer, Request, Upstream, as_json
from tests.reading import figures
from tests.said import said

Until = Callable[..., None]


def picture(request: Request) -> Answer:
    """A picture of its own for every address."""
    return Answer(as_file(noise(sum(request.path.encode()), (300, 200))))


def two_sources(request: Request) -> Answer:
    """Openverse and Commons, three pictures each, and the pictures themselves."""
    if request.path.startswith("/v1/images/?"):
        return as_json(openverse_answer(*map(openverse_image, range(3))))
    if request.path.startswith("/w/api.php"):
        return as_json(commons_answer(*map(commons_page, range(3))))
    return picture(request)


def searched(project: Project, until: Until, query: str = "bear", **more: bool) -> WebSearch:
    start_search(project, query, [Openverse(), Wikimedia()], **more)
    until(lambda: now(project).state != "running")
    return now(project)


def now(project: Project) -> WebSearch:
    found = web_search(project)
    assert found
    return found


def test_all_sources_are_on_the_wall_in_their_order(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = two_sources
    search = searched(project, until)
    assert (
        search.state == "finished" and [source.state for source in search.sources] == ["done"] * 2
    )
    names = [(hit.found.provider, hit.found.title) for hit in search.hits]
    assert names[:2] == [("Openverse", "Grizzly 0"), ("Openverse", "Grizzly 1")]
    assert len(names) == 6 and names[3] == ("Wikimedia Commons", "Grizzly 0")
    assert opened(search.hits[0].thumbnail.read_bytes()).size == (224, 149)
    assert not project.dataset.images()  # nothing is kept before it is ticked


def test_one_source_that_fails_leaves_the_others(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = lambda request: (
        as_json({}, 503) if request.host == "api.openverse.org" else two_sources(request)
    )
    search = searched(project, until)
    failed, done = search.sources
    assert figures(failed.problem) == [503] and failed.state == "failed"
    assert done.state == "done" and len(search.hits) == 3


def test_a_source_with_a_fault_of_ours_is_a_sentence_too(
    project: Project, home: Path, until: Until
) -> None:
    class Broken:
        name = "Broken"

        def search(self, query: str, page: int) -> list[Found]:
            raise ZeroDivisionError

    start_search(project, "bear", [Broken()])
    until(lambda: now(project).state == "finished")
    assert "Broken" in now(project).sources[0].problem


def test_a_class_asks_once(home: Path, upstream: Upstream, until: Until) -> None:
    upstream.answer = two_sources
    first, second = Workspace.create().current(), Workspace.create().current()
    searched(first, until, "brown  bear ")
    asked = len(upstream.requests)
    assert len(searched(second, until, "Brown Bear").hits) == 6
    assert len(upstream.requests) == asked == 8


def test_thirty_at_the_same_time_wait_for_one_answer(home: Path) -> None:
    asked: list[str] = []

    class Slow:
        name = "Slow"

        def search(self, query: str, page: int) -> list[Found]:
            asked.append(query)
            time.sleep(0.1)
            return []

    class_of_pupils = [
        threading.Thread(target=cached_search, args=(Slow(), "x", 1)) for _ in range(30)
    ]
    for pupil in class_of_pupils:
        pupil.start()
    for pupil in class_of_pupils:
        pupil.join()
    assert len(asked) == 1


def test_a_failure_is_shared_for_seconds_and_answers_for_a_day(
    home: Path, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream.answer = lambda request: as_json({}, 500)
    for _ in range(2):
        with pytest.raises(SourceFailed, match=said("web", "source_problem")):
            cached_search(Openverse(), "bear", 1)
    assert len(upstream.requests) == 1
    later = lambda: time.monotonic() + search_cache.FAILED_S  # noqa: E731
    monkeypatch.setattr(search_cache, "time", SimpleNamespace(monotonic=later, time=time.time))
    upstream.answer = two_sources
    assert len(cached_search(Openverse(), "bear", 1)) == 3
    before = len(upstream.requests)
    cached_search(Openverse(), "bear", 1)
    assert len(upstream.requests) == before
    cached_search(Openverse(), "bear", 2)
    monkeypatch.setattr(search_cache, "KEPT_S", -1)
    cached_search(Openverse(), "bear", 1)
    assert len(upstream.requests) == before + 2


def test_a_damaged_cache_is_asked_anew(home: Path, upstream: Upstream) -> None:
    upstream.answer = two_sources
    cached_search(Openverse(), "bear", 1)
    [kept] = (home / "cache" / "search" / "answers").iterdir()
    kept.write_text('[{"odd": 1}]')
    assert len(cached_search(Openverse(), "bear", 1)) == 3


def test_the_cache_is_tidied(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.jpg").write_bytes(b"x")
        os.utime(tmp_path / f"{number}.jpg", (time.time() - number * 60,) * 2)
    os.utime(tmp_path / "1.jpg", (0, 0))
    tidy(tmp_path, most=3)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0.jpg", "2.jpg", "3.jpg"]


def test_thumbnails_are_drawn_anew_and_what_is_none_is_refused(
    home: Path, upstream: Upstream
) -> None:
    photo = as_file(noise(1, (900, 600)), "JPEG", comment=b"<script>")
    upstream.answer = lambda request: Answer(photo)
    kept = cached_thumbnail("https://site.org/1").read_bytes()
    assert opened(kept).size == (224, 149) and b"<script>" not in kept
    upstream.answer = lambda request: Answer(b"<html>nothing")
    with pytest.raises(Refused):
        cached_thumbnail("https://site.org/2")


def test_missing_thumbnails_are_counted(project: Project, upstream: Upstream, until: Until) -> None:
    def some(request: Request) -> Answer:
        broken = request.path.endswith("1/thumb/")
        return Answer(status=404) if broken else two_sources(request)

    upstream.answer = some
    search = searched(project, until)
    assert (search.sources[0].offered, search.sources[0].missing) == (3, 1)
    assert len(search.hits) == 5


def test_more_goes_on_and_shows_nothing_twice(
    project: Project, upstream: Upstream, until: Until
) -> None:
    def pages(request: Request) -> Answer:
        if "page=2" in request.path:
            return as_json(openverse_answer(openverse_image(2), openverse_image(7)))
        if "gsroffset=20" in request.path:
            return as_json(commons_answer())
        return two_sources(request)

    upstream.answer = pages
    searched(project, until)
    search = searched(project, until, more=True)
    titles = [hit.found.title for hit in search.hits]
    assert search.page == 2 and len(titles) == 7 and titles[-1] == "Grizzly 7"


def test_a_search_can_be_stopped_and_forgotten(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = lambda request: Answer(delay=1.0)
    start_search(project, "bear", [Openverse()])
    SEARCHES.stop(project)
    assert now(project).state == "stopped"
    stop_all(project)
    assert web_search(project) is None
    with pytest.raises(Refused, match="what the pictures should show"):
        start_search(project, "  ", [Openverse()])


def test_ticked_pictures_come_in_with_whose_they_are(
    project: Project, upstream: Upstream, until: Until
) -> None:
    upstream.answer = two_sources
    hits = searched(project, until, "grizzly bear").hits
    report = take_in(project, from_found([hits[0].found, hits[4].found], "grizzly", "grizzly bear"))
    assert (report.new, report.refused) == (2, []) and project.dataset.classes() == {"grizzly": 2}
    first, second = (project.dataset.provenance(record.id) for record in project.dataset.images())
    assert first["creator"] == "Tim Sullivan" and first["licence"] == "CC BY-SA 2.0"
    assert first["url"].endswith("/0.png") and first["page"] == "https://stocksnap.io/photo/0"
    assert first["query"] == "grizzly bear" and first["date"] == time.strftime("%Y-%m-%d")
    assert second["provider"] == "Wikimedia Commons" and second["creator"] == "Ann & Co"


FOUND = Found("https://a.org/t", "https://b.org/i", "Bear", "", "", "", "", "Openverse")


def test_the_thumbnail_stands_in_and_else_the_reason_is_that_of_the_picture(
    project: Project, upstream: Upstream
) -> None:
    upstream.answer = lambda request: (
        Answer(status=404) if request.host == "b.org" else picture(request)
    )
    assert take_in(project, from_found([FOUND], "bear", "bear")).new == 1
    upstream.answer = lambda request: Answer(status=404 if request.host == "b.org" else 500)
    report = take_in(project, from_found([FOUND], "bear", "bear"))
    [(name, reason)] = report.refused
    assert name == "Bear" and "b.org" in reason


def test_a_host_that_wants_a_short_pause_is_asked_again(
    project: Project, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(request: Request) -> Answer:
        first = len(upstream.requests) == 1
        return Answer(status=429, headers={"Retry-After": "1"}) if first else picture(request)

    upstream.answer = once
    assert take_in(project, from_found([FOUND], "bear", "bear")).new == 1
    assert [request.host for request in upstream.requests] == ["b.org", "b.org"]


def test_commons_is_asked_by_three_at_most(project: Project, upstream: Upstream) -> None:
    at_once, most = [0], [0]
    lock, three_are_in = threading.Lock(), threading.Event()

    def slow(request: Request) -> Answer:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
            if most[0] == 3:
                three_are_in.set()
        three_are_in.wait(60)
        time.sleep(0.03)  # a fourth would come now
        with lock:
            at_once[0] -= 1
        return picture(request)

    upstream.answer = slow
    urls = [f"https://upload.wikimedia.org/{number}.png" for number in range(12)]
    pupils = [threading.Thread(target=cached_thumbnail, args=(url,)) for url in urls]
    for pupil in pupils:
        pupil.start()
    for pupil in pupils:
        pupil.join()
    assert most[0] == 3 and len(upstream.requests) == 12


def test_settings_are_kept_beside_the_projects_and_the_server_has_the_last_word(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create()
    assert own_settings(workspace) == SearchSettings() == settings_in_force(workspace)
    mine = SearchSettings(True, True, "id", "secret")
    save_settings(workspace, mine)
    assert settings_in_force(workspace) == mine
    assert (workspace.path / "search.json").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("DRIVETRAIN_DUCKDUCKGO", "off")
    monkeypatch.setenv("DRIVETRAIN_SEARCH", "OFF")
    force = settings_in_force(workspace)
    assert not force.search and not force.duckduckgo
    monkeypatch.setenv("DRIVETRAIN_OPENVERSE_ID", "ours")
    monkeypatch.setenv("DRIVETRAIN_OPENVERSE_SECRET", "key")
    assert settings_in_force(workspace).openverse_id == "id"
    assert settings_in_force(Workspace.create()).openverse_id == "ours"
    (workspace.path / "search.json").write_text("[]")
    assert own_settings(workspace) == SearchSettings()


def test_thumbnails_end_with_their_time(
    project: Project, upstream: Upstream, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "THUMBS_S", -1)
    upstream.answer = two_sources
    search = searched(project, until)
    assert search.hits == () and search.sources[0].missing == 3
