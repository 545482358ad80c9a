"""The app's server from a process that has the libraries already.

Half of a start is spent importing libraries, and walks kill the server and start it again. So each
server is a fork of a process that has them, nothing of this app, and goes on as `python -m
streamlit run` would. A start from nothing is walked in test_deep_links.py, on the light install in
test_light_install.py.
"""

import contextlib
import os

import psutil

from bench.app_server import ROOT, START_S, Server
from tests.forks import Template
from tests.waiting import until

LIBRARIES = Template(
    "with_streamlit",
    """
import functools
import cleanlab.filter, fpdf, genanki, httpx, onnxruntime, pandas, PIL.Image, plotly.graph_objects
import pydantic, scipy.optimize, scipy.stats, sklearn.linear_model, streamlit.web.cli, uvicorn
from streamlit.components.v2 import manifest_scanner

# each start looks for components in every installed package: none is installed meanwhile
found = functools.cache(manifest_scanner.scan_component_manifests)
found()
vars(manifest_scanner)["scan_component_manifests"] = found
""",
)
SERVE = """
import sys
import streamlit.web.cli

del sys.path[0]
sys.argv[0] = "streamlit"
streamlit.web.cli.main(prog_name="streamlit")
"""


class ReadyServer(Server):
    """The same app, port, home and log; up in half of the processor's time."""

    def start(self) -> None:
        """Return when it answers; raises AssertionError when it does not in four minutes, and
        RuntimeError where it ended."""
        flags = ["--server.port", str(self.port), "--server.headless", "true"]
        words = ["run", str(self.script), *flags]
        environment = {**os.environ, "DRIVETRAIN_HOME": str(self.home), **self.environment}
        begun = LIBRARIES.fork(SERVE, words, ROOT, [ROOT], environment, self.log, self.log)
        self.process = psutil.Process(begun.pid)
        until(self._answers_or_ended, START_S, f"the server on port {self.port}")
        if not self.process.is_running():
            raise RuntimeError(f"The server ended: {self.last_words()}")

    def kill(self) -> None:
        """End it as a power cut would; one that has ended may be killed again."""
        with contextlib.suppress(psutil.NoSuchProcess):
            super().kill()

    def _answers_or_ended(self) -> bool:
        return self.answers() or not self.process.is_running()
