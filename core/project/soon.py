"""Settings that may be written a moment later: a click never waits for the disk to note its time.

Who reads a setting in this process sees what waits. It is written within `WRITE_EVERY_S`, when the
project is saved, and when the process ends; only a process that is killed loses that moment.
"""

import atexit
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

WRITE_EVERY_S = 3.0
Write = Callable[[Mapping[str, str]], None]

log = logging.getLogger(__name__)


class Waiting:
    """What waits to be written, by project: the JSON of settings by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writing = threading.Lock()  # nobody may overtake a value on its way to the file
        self._projects: dict[Path, dict[str, str]] = {}
        self._writers: dict[Path, Write] = {}
        self._thread: threading.Thread | None = None

    def put(self, project: Path, name: str, stored: str, write: Write) -> None:
        """Let a setting wait; `write(settings)` writes what waits of its project."""
        with self._lock:
            self._projects.setdefault(project, {})[name] = stored
            self._writers[project] = write
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._keep_writing, daemon=True)
                self._thread.start()

    def of(self, project: Path) -> dict[str, str]:
        """What waits of one project."""
        with self._lock:
            return dict(self._projects.get(project, {}))

    def drop(self, project: Path, name: str | None = None) -> None:
        """Forget what waits of a project, or one setting of it that is written otherwise."""
        with self._writing, self._lock:
            if name is None:
                self._projects.pop(project, None)
            else:
                self._projects.get(project, {}).pop(name, None)

    def write(self, project: Path) -> None:
        """Write what waits of a project now; a project that is gone needs it no more."""
        with self._writing:
            settings = self.of(project)
            try:
                if settings:
                    self._writers[project](settings)
            except sqlite3.OperationalError:
                if project.exists():
                    raise
            self._written(project, settings)

    def write_all(self) -> None:
        """Write all that waits; what cannot be written waits on."""
        for project in list(self._projects):
            try:
                self.write(project)
            except sqlite3.Error:
                log.exception("settings of %s could not be written; trying again", project)

    def _written(self, project: Path, settings: Mapping[str, str]) -> None:
        """Forget what was written, unless it changed meanwhile."""
        with self._lock:
            waits = self._projects.get(project, {})
            left = {name: stored for name, stored in waits.items() if settings.get(name) != stored}
            if left:
                self._projects[project] = left
            else:
                self._projects.pop(project, None)
                self._writers.pop(project, None)

    def _keep_writing(self) -> None:
        while True:
            time.sleep(WRITE_EVERY_S)
            self.write_all()


WAITING = Waiting()
atexit.register(WAITING.write_all)
