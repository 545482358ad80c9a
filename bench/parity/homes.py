"""The homes that are compared. A new one is one line here: its name, and how it is opened."""

from bench.parity.browser import BROWSERS
from bench.parity.home import Open
from bench.parity.python_homes import PYTHON_HOMES

HOMES: dict[str, Open] = {**BROWSERS, **PYTHON_HOMES}
