"""Damaged copies of a saved project and bombs are opened; every page is opened on what opens."""

import argparse
import importlib
import time
from pathlib import Path

from bench.attack.bombs import bombs, many_pictures
from bench.attack.found import MB, Found, say
from bench.attack.watching import frozen, memory, size_of
from core.learning.pages import PAGES
from core.project.archive.archive import save_archive
from core.project.archive.members import ArchiveRefused
from core.project.project import Project
from core.project.workspace import Workspace
from tests.app import app_at
from tests.core.project.project_mutants import project_mutants
from ui.frame.server import import_pages, import_what_functions_do

PLENTY = 1_500  # pictures of the honest project that is timed


class Openings:
    """Opens what is hostile in a workspace in which another project stands by."""

    def __init__(self, home: Path, workspace: Workspace, found: Found) -> None:
        import_pages()
        import_what_functions_do()
        import_settings()
        self.file, self.workspace, self.found = home / "attack.zip", workspace, found
        self.bystander = workspace.current()
        self.opened = self.refused = 0

    def attack(self, saved: bytes, options: argparse.Namespace) -> None:
        """Mutants, bombs, and an honest project; `beside` says how the mutants went."""
        self._mutants(saved, options)
        self.found.beside |= {"opened": self.opened, "refused": self.refused}
        for name, data in bombs(saved):
            self.open(data, name, keep=False)
        self.found.beside["cpu_s_per_100_mb"] = round(self._plenty(), 2)

    def _mutants(self, saved: bytes, options: argparse.Namespace) -> None:
        every = max(1, options.mutants // (2 * options.walk or options.mutants))
        mutants = project_mutants(saved, options.seed, options.mutants)
        for number, (what, data) in enumerate(mutants, 1):
            if project := self.open(data, what, keep=True):
                if not options.walk or self.opened % every == 0:
                    self._walk(what)
                self.workspace.delete(project.id)
            if number % 100 == 0:
                say(f"{number} mutants, {self.opened} opened, {self.found.stumbled} stumbled")

    def open(self, data: bytes, what: str, *, keep: bool) -> Project | None:
        """The project that a ZIP became; None where it was refused, or not kept."""
        self.file.write_bytes(data)
        known = {info.id for info in self.workspace.projects()}
        with memory() as peak, frozen() as longest:
            project = self._opened(what)
        weight = size_of(project.path) if project else 0
        self.found.felt(what, over=peak[0] - weight, frozen_s=longest[0])
        if project and keep:
            return project
        if project:
            self.workspace.delete(project.id)
        self.workspace.switch(self.bystander.id)
        if {info.id for info in self.workspace.projects()} != known:
            self.found.lose(f"{what}: something came or went")
        return None

    def _opened(self, what: str) -> Project | None:
        project, trouble = None, ""
        try:
            project = self.workspace.open_archive(self.file)
            self.opened += 1
        except ArchiveRefused:
            self.refused += 1
        except Exception as error:
            trouble = repr(error)
        self.found.expect(not trouble, f"{what}: opening raised {trouble}")
        return project

    def _walk(self, what: str) -> None:
        """Open every page on the project that is open."""
        for info in PAGES:
            app = app_at(info.url_path, self.workspace.key).run()
            said = [error.value for error in app.exception]
            self.found.expect(not said, f"{what}: {info.id}: {said}")

    def _plenty(self) -> float:
        """Processor seconds a 100 MB of an honest project of many pictures."""
        many = self.workspace.new_project("Plenty")
        many.dataset.add(many_pictures(PLENTY))
        many.versions.freeze()
        data = save_archive(many, self.file.with_name("plenty.zip")).read_bytes()
        self.workspace.delete(many.id)
        began = time.process_time()
        self.open(data, "many pictures", keep=False)
        return (time.process_time() - began) / (len(data) / (100 * MB))


def import_settings() -> None:
    """Enter every setting there is, as a server has once its pages were visited."""
    for file in [*Path("core").rglob("*.py"), *Path("ui").rglob("*.py")]:
        if "Setting[" in file.read_text("utf-8") and file.name != "settings.py":
            importlib.import_module(".".join(file.with_suffix("").parts))
