"""The wall hands back what was picked, and only what is on it; pages hold sixty."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from tests.app import sent_by_component


@pytest.fixture
def thumbnails(tmp_path: Path) -> list[str]:
    paths = []
    for name in ("a", "b", "c"):
        Image.new("RGB", (16, 16), "teal").save(tmp_path / f"{name}.jpg")
        paths.append(str(tmp_path / f"{name}.jpg"))
    return paths


def wall_app(paths: list[str], selected: list[str]) -> None:
    from pathlib import Path

    import streamlit as st

    from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

    pictures = [WallPicture(Path(p).stem, Path(p), f"the {Path(p).stem}", "B") for p in paths]
    st.session_state["picked"] = picture_wall(pictures, key="wall", selected=selected)


def app(paths: list[str], selected: list[str]) -> AppTest:
    return AppTest.from_function(wall_app, args=(paths, selected))


def sent(at: AppTest) -> dict[str, Any]:
    component, _echo = at.get("bidi_component")
    return dict(json.loads(component.proto.json))


def test_nothing_is_picked_at_first(thumbnails: list[str]) -> None:
    at = app(thumbnails, []).run()
    assert not at.exception
    assert at.session_state["picked"] == []


def test_what_is_given_as_picked_comes_back_in_the_order_of_the_wall(
    thumbnails: list[str],
) -> None:
    at = app(thumbnails, ["c", "a", "gone"]).run()
    assert at.session_state["picked"] == ["a", "c"]


def test_what_the_learner_picks_comes_back(thumbnails: list[str]) -> None:
    at = app(thumbnails, [])
    at.session_state["wall"] = {"selected": sent_by_component(["b", "elsewhere"])}
    assert at.run().session_state["picked"] == ["b"]


def test_the_pictures_travel_in_the_message(thumbnails: list[str]) -> None:
    pictures = sent(app(thumbnails, []).run())["pictures"]
    assert [picture["caption"] for picture in pictures] == ["the a", "the b", "the c"]
    assert all(picture["src"].startswith("data:image/jpeg;base64,/9j/") for picture in pictures)


def page_app(count: int) -> None:
    import streamlit as st

    from ui.parts.picture_wall.picture_wall import page_of

    st.session_state["shown"] = list(page_of(list(range(count)), key="page"))


def test_one_page_needs_no_page_numbers() -> None:
    at = AppTest.from_function(page_app, args=(60,)).run()
    assert len(at.session_state["shown"]) == 60 and not at.get("pagination")


def test_turning_the_page_and_losing_it() -> None:
    at = AppTest.from_function(page_app, args=(130,)).run()
    assert at.session_state["shown"] == list(range(60))
    at.session_state["page"] = 3
    assert at.run().session_state["shown"] == list(range(120, 130))
    at.args = (70,)
    at = at.run()
    assert not at.exception and at.session_state["shown"] == list(range(60, 70))
