"""A real server whose every look-up of a name and every connection is written down."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Server

SPY = """
import os, socket

def _note(what):
    with open(os.environ["DRIVETRAIN_TEST_SPY"], "a") as file:
        file.write(what + "\\n")

def _near(host):
    return str(host) in ("None", "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "192.0.2.1")

def _watched(name):
    plain = getattr(socket, name)
    def watched(host, *rest, **options):
        if not _near(host):
            _note(f"{name} {host}")
            raise socket.gaierror("no names here")
        return plain(host, *rest, **options)
    setattr(socket, name, watched)

for _name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    _watched(_name)

class _Watched(socket.socket):
    def connect(self, address):
        if isinstance(address, tuple) and not _near(address[0]):
            _note(f"connect {address}")
            raise OSError("no connections here")
        return super().connect(address)

socket.socket = _Watched
"""


class SpiedServer(Server):
    """The app, and what it asked the network for."""

    def start(self) -> None:
        """Start it with a `sitecustomize` that Python imports before anything else."""
        spies = self.home.parent / "spies"
        spies.mkdir(exist_ok=True)
        (spies / "sitecustomize.py").write_text(SPY)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", os.pathsep.join((str(spies), os.getenv("PYTHONPATH", ""))))
            patch.setenv("DRIVETRAIN_TEST_SPY", str(self.record))
            super().start()

    @property
    def record(self) -> Path:
        """Where look-ups and connections are written down."""
        return self.home / "asked-for.txt"

    def asked_for(self) -> list[str]:
        """Every name looked up and every connection tried, but this machine's own."""
        return self.record.read_text().splitlines() if self.record.exists() else []


@pytest.fixture(scope="session")
def spied_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpiedServer]:
    """One server for the tests of its door."""
    home = tmp_path_factory.mktemp("door") / "home"
    home.mkdir()
    server = SpiedServer(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIVETRAIN_MAX_SESSION_UPLOAD_MB", "3")
        patch.setenv("DRIVETRAIN_MAX_UPLOADS_MB", "5")
        server.start()
    yield server
    server.kill()
