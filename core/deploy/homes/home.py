"""A home a model can move to: one folder that runs, in one ZIP, and the versions it asks for."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.content import ROOT
from core.deploy.homes.readme import readme, tested_on, with_front_matter
from core.deploy.homes.shared_files import shared_files, template_files
from core.production.run_files import model_labels
from core.project.archive.streamed_zip import (
    ANY_DAY,
    Download,
    Member,
    in_memory,
    zip_length,
    zip_pieces,
)
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.model_labels import ModelLabels

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


JUDGING = ("numpy", "pillow", "pi-heif", "onnxruntime")
"""What judge.py and read_photo.py need."""
Front = Callable[[Project, ModelLabels], dict[str, Any]]
More = Callable[[Project, ModelLabels], Iterator[Member]]


@dataclass(frozen=True)
class Home:
    """A kind of home: `key` names it in assets/content/homes.yaml and in the ZIP's file name;
    `files` are all that its folder holds."""

    key: str
    files: Callable[[Project, RunRecord], Iterator[Member]]


def python_home(
    key: str, *packages: str, front: Front | None = None, more: More | None = None
) -> Home:
    """A home that runs Python: the shared files, those of its templates and `more`, README.md with
    the lines that Hugging Face reads in `front`, and the versions of `packages` that this app is
    tested with."""

    def files(project: Project, run: RunRecord) -> Iterator[Member]:
        labels = model_labels(project, run)
        yield from shared_files(project, run)
        yield from template_files(key)
        yield from more(project, labels) if more else ()
        yield in_memory("requirements.txt", requirements((*JUDGING, *packages)).encode())
        text = readme(key, project, labels) + tested_on(project, run, labels.vocab)
        text = with_front_matter(front(project, labels), text) if front else text
        yield in_memory("README.md", text.encode())

    return Home(key, files)


def home_download(project: Project, run: RunRecord, home: Home) -> Download:
    """The ZIP of a home, made while it is sent; the same model gives the same bytes. Raises
    OSError, KeyError or ValueError where the run's files are missing or damaged."""
    files = list(home.files(project, run))
    return Download(zip_pieces(files, ANY_DAY), zip_length(files))
