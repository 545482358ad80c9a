"""A page waits for its turn, and comes out as Streamlit runs it; its pictures stay for a moment."""

import threading

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from core.jobs.turns import PAGES
from tests.waiting import until
from ui.frame.door import corrected_streamlit
from ui.frame.door.corrected_streamlit import give_pages_turns, keep_pictures_a_moment

RUN = "exec_func_with_error_handling"
SECONDS = 60.0


def page() -> None:
    import streamlit as st

    st.title("Here")


def test_a_page_waits_until_it_is_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_runner, RUN, getattr(script_runner, RUN))
    monkeypatch.setattr(PAGES, "lasts_s", SECONDS)
    give_pages_turns()
    app = AppTest.from_function(page, default_timeout=SECONDS)
    running = threading.Thread(target=app.run)
    with PAGES.taken():
        running.start()
        until(lambda: PAGES.waiting)
        assert not app.title
    running.join(SECONDS)
    assert [one.value for one in app.title] == ["Here"]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    """The pictures of a server that serves one session."""
    name = "_get_inactive_file_ids"
    monkeypatch.setattr(MediaFileManager, name, getattr(MediaFileManager, name))
    monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: "session")
    keep_pictures_a_moment()
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def shown(files: MediaFileManager, picture: bytes) -> str:
    """A page shows it: the name by which a browser asks for it."""
    return files.add(picture, "image/jpeg", "place").rsplit("/", 1)[-1]


def is_there(files: MediaFileManager, name: str) -> bool:
    return files._storage.get_file(name) is not None  # type: ignore[attr-defined]


def test_a_picture_stays_when_its_page_is_asked_for_again(files: MediaFileManager) -> None:
    name = shown(files, b"picture")
    files.clear_session_refs()
    files.remove_orphaned_files()  # somebody else's page ended
    assert is_there(files, name)


def test_a_picture_that_no_page_has_is_deleted_later(
    files: MediaFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = shown(files, b"picture")
    files.clear_session_refs()
    files.remove_orphaned_files()
    monkeypatch.setattr(corrected_streamlit, "KEPT_S", 0.0)
    files.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        is_there(files, name)


def test_the_moment_begins_again_where_a_page_shows_it_again(
    files: MediaFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(corrected_streamlit.time, "monotonic", lambda: now[0])
    for asked in (0.0, 4.0, 8.0):
        now[0] = asked
        name = shown(files, b"picture")
        files.remove_orphaned_files()
        files.clear_session_refs()
        files.remove_orphaned_files()
    now[0] = 12.0
    files.remove_orphaned_files()
    assert is_there(files, name)
