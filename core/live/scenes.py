"""What an action looks like when it happens: by its name a siren rings, or somebody is called."""

import re
from functools import cache
from typing import Literal, get_args

from core.content import read

Scene = Literal["siren", "call", "calm", "done"]


def scene_of(action: str, *, is_look: bool = False) -> Scene:
    """The scene for an action by the words in its name; a human's look (`is_look`) is a call, and
    what no word tells is simply "done"."""
    words = set(re.findall(r"\w+", action.casefold()))
    found = (scene for scene in get_args(Scene) if words & _words().get(scene, frozenset()))
    return next(found, "call" if is_look else "done")


@cache
def _words() -> dict[str, frozenset[str]]:
    listed = read("live.yaml", dict[str, str], "scene_words")
    return {scene: frozenset(words.split()) for scene, words in listed.items()}
