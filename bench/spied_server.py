"""The app with its every look-up of a name and every connection written down."""

import os
from pathlib import Path

from bench.app_server import Server

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

    def __init__(self, home: Path, **environment: str) -> None:
        self._spies = home.parent / "spies"
        paths = os.pathsep.join((str(self._spies), os.getenv("PYTHONPATH", "")))
        self.record = home / "asked-for.txt"
        super().__init__(
            home, PYTHONPATH=paths, DRIVETRAIN_TEST_SPY=str(self.record), **environment
        )

    def start(self) -> None:
        """Start it with a `sitecustomize` that Python imports before anything else."""
        self._spies.mkdir(exist_ok=True)
        (self._spies / "sitecustomize.py").write_text(SPY)
        super().start()

    def asked_for(self) -> list[str]:
        """Every name looked up and every connection tried, but this machine's own."""
        return self.record.read_text().splitlines() if self.record.exists() else []
