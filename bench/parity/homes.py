"""The homes that are compared, by name. A new one is one line here: its name, and how it is opened."""

from bench.parity.browser import BROWSERS
from bench.parity.home import Open


class Missing(Exception):
    """What a home needs is not installed here; the text says what."""


HOMES: dict[str, Open] = {**BROWSERS}
