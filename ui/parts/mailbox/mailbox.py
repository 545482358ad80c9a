"""What a component of ours sends must arrive, and count once.

Streamlit loses a message now and then: one sent while the server is away, and one that another
overtakes before the script came to it. So `mailbox.js` numbers what a component sends and sends it
again until it hears that the number was taken; a repeat changes nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from pydantic import BaseModel, ValidationError

from ui.parts.component import component_file, component_html, component_words

_ECHO = st.components.v2.component(
    "mailbox_echo", html="<span hidden></span>", js=component_file(__file__, "echo.js")
)


class Message(BaseModel):
    """What a mailbox sends: numbers grow, and a repeat has the number of the first sending."""

    number: int
    value: Any = None


def js_with_mailbox(beside: str, *files: str) -> str:
    """The JavaScript of a component that sends: the mailbox, `filled` for its sentences, then
    `files`. `beside` is the `__file__` of the module that mounts the component."""
    ours = (component_file(__file__, name) for name in ("mailbox.js", "filled.js"))
    return "".join((*ours, *(component_file(beside, file) for file in files)))


def component_with_mailbox(beside: str, *before: str) -> Any:
    """What mounts our component in the folder of `beside`, the `__file__` of its Python: its HTML,
    CSS, JavaScript and its part of `components.yaml` have its name; `before` are JavaScript files
    that go before its own."""
    name = Path(beside).stem
    return st.components.v2.component(
        name,
        html=component_html(beside, f"{name}.html", component_words(name)),
        css=component_file(beside, f"{name}.css"),
        js=js_with_mailbox(beside, *before, f"{name}.js"),
    )


def take(key: str, event: str, use: Callable[[Any], None]) -> None:
    """In a callback: hand what component `key` sent as `event` to `use`, unless it is a repeat."""
    message = _message(key, event)
    if message and message.number > heard(key, event):
        use(message.value)
        st.session_state[_place(key, event)] = message.number


def hold(key: str, event: str) -> None:
    """A callback: keep what component `key` sent as `event` until the page asks with `held`.

    Streamlit may start the script again between a callback and the page: a trigger is gone then.
    """
    take(key, event, lambda value: st.session_state.update({f"_{key}_{event}_held": value}))


def held(key: str, event: str) -> Any:
    """What `hold` has kept, once; None where there is nothing."""
    return st.session_state.pop(f"_{key}_{event}_held", None)


def latest(key: str, event: str) -> Any:
    """What component `key` last sent as `event`, a state of it, noted as heard; None before."""
    message = _message(key, event)
    if message is None:
        return None
    st.session_state[_place(key, event)] = message.number
    return message.value


def heard(key: str, event: str) -> int:
    """The number of the last message taken in this session, 0 before the first: the component is
    to find it in its data, as what it hands to `mount`."""
    number: int = st.session_state.get(_place(key, event), 0)
    return number


def echo(key: str, event: str, mailbox: str = "") -> None:
    """The number of the last message, beside a component whose data is heavy: in that data it
    would send every picture again. `mailbox` is the name that the JavaScript gives, else `key`."""
    data = {"mailbox": mailbox or key, "heard": heard(key, event)}
    _ECHO(key=f"{key}_{event}_echo", data=data, height="content")


def _place(key: str, event: str) -> str:
    return f"_{key}_{event}_heard"


def _message(key: str, event: str) -> Message | None:
    try:
        return Message.model_validate((st.session_state.get(key) or {}).get(event))
    except ValidationError:
        return None
