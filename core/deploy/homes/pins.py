"""The versions that exported folders ask for: those this app's tests run the homes with."""

import json
from collections.abc import Iterable
from functools import cache

from core.content import ROOT

PYTHON = "3.11"
"""The version of Python that the tests run homes with."""
PINS = ROOT / "requirements-homes.txt"
PACKAGE = ROOT / "package.json"


@cache
def pins() -> dict[str, str]:
    """Package → its version in requirements-homes.txt."""
    lines = PINS.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


@cache
def script_pins() -> dict[str, str]:
    """Package → its version in package.json, for what runs in a browser."""
    versions: dict[str, str] = json.loads(PACKAGE.read_text(encoding="utf-8"))["dependencies"]
    return versions


def requirements(packages: Iterable[str]) -> str:
    """The text of a requirements.txt with these packages; raises KeyError for one without a pin."""
    return "".join(f"{package}=={pins()[package]}\n" for package in packages)
