"""The app on a port and in a home of its own, for those who measure it, attack it or test it."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.waiting import until

ROOT = Path(__file__).parent.parent
APP = ROOT / "streamlit_app.py"
START_S = 240.0  # on a loaded machine


class Server:
    """The app on a port of its own, with a home of its own; can be killed and started again."""

    script = APP
    python = sys.executable

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = environment
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when it answers; raises AssertionError when it does not in four minutes, and
        RuntimeError where it ended: then what answers at its port is somebody else's."""
        command = [self.python, "-m", "streamlit", "run", str(self.script)]
        flags = ["--server.port", str(self.port), "--server.headless", "true"]
        environment = {**os.environ, "DRIVETRAIN_HOME": str(self.home), **self.environment}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *flags], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        until(self.answers, START_S, f"the server on port {self.port}")
        if self.process.poll() is not None:
            raise RuntimeError(f"The server ended: {self.last_words()}")

    @property
    def log(self) -> Path:
        """What it said."""
        return self.home / "server.log"

    def last_words(self) -> str:
        """The end of its log, for who reports a trouble."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-3_000:]

    def answers(self) -> bool:
        """Whether it says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=20) as reply:
                return bool(reply.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


def free_port() -> int:
    """A port that nobody listens on, below those that the system lends to outgoing calls."""
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("", port))
            return port
