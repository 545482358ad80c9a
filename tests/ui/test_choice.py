"""A quiet row of a page begins with its first in another project, and where a view was asked for
with that."""

from streamlit.testing.v1 import AppTest

KEY = "a_part"


def row(which: str, asked: str, **how: str) -> None:
    import streamlit as st

    from core.project.workspace import Workspace
    from ui import session
    from ui.parts.choice import one_of, open_view

    if asked:
        open_view({"a_part": asked})
    session.open_here(Workspace.not_yet(which))
    st.text(
        one_of(
            "Part", {"one": "One", "two": "Two", "three": "Three"}, key="a_part", quiet=True, **how
        )
    )


def test_a_row_begins_with_its_first_in_another_project() -> None:
    app = AppTest.from_function(row, args=("A" * 22, "")).run()
    assert app.text[0].value == "one"
    app.segmented_control(KEY).set_value("two").run()
    assert app.text[0].value == "two"
    app.args = ("B" * 22, "")
    app.run()
    assert app.text[0].value == "one"
    app.run()
    assert app.text[0].value == "one"


def test_a_view_that_was_asked_for_is_kept_in_the_project_that_opens() -> None:
    app = AppTest.from_function(row, args=("A" * 22, "")).run()
    app.args = ("B" * 22, "two")
    app.run()
    assert app.text[0].value == "two"


def in_the_address(named: str) -> str:
    """What a row shows that was left at `two`, when another project opens at an address."""
    bound = {"bind": "query-params"}
    app = AppTest.from_function(row, args=("A" * 22, ""), kwargs=bound).run()
    app.segmented_control(KEY).set_value("two").run()
    app.query_params[KEY] = named
    app.args = ("B" * 22, "")
    app.run()
    return str(app.text[0].value)


def test_a_row_is_left_alone_where_an_address_asks_for_something_else() -> None:
    assert in_the_address("two") == in_the_address("Two") == "one"
    assert in_the_address("three") != "one"  # left to the browser, which follows the address
