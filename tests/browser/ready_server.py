"""The app's server from a process that has the libraries already.

Half of a start is spent importing libraries, and walks kill the server and start it again. So one
process imports them, nothing of this app, and each server is a fork of it, which goes on as `python
-m streamlit run` would. A start from nothing is walked in test_deep_links.py, on the light install
in test_light_install.py.
"""

import contextlib
import json
import os
import subprocess
import sys
from functools import cache

import psutil

from bench.app_server import ROOT, START_S, Server
from tests.waiting import until

STANDS_READY = """
import functools, json, os, signal, sys
import cleanlab.filter, fpdf, genanki, httpx, onnxruntime, pandas, PIL.Image, plotly.graph_objects
import pydantic, scipy.optimize, scipy.stats, sklearn.linear_model, streamlit.web.cli, uvicorn
from streamlit.components.v2 import manifest_scanner

# each start looks for components in every installed package: none is installed meanwhile
found = functools.cache(manifest_scanner.scan_component_manifests)
found()
vars(manifest_scanner)["scan_component_manifests"] = found

def serve(asked):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND)
    for number, opened in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
        os.dup2(opened, number)
    sys.path.insert(0, asked["folder"])
    sys.argv = ["streamlit", *asked["words"]]
    streamlit.web.cli.main(prog_name="streamlit")

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # servers that ended are gone at once
for line in sys.stdin:
    child = os.fork()
    if not child:
        serve(json.loads(line))
        os._exit(0)
    print(child, flush=True)
"""


class ReadyServer(Server):
    """The same app, port, home and log; up in half of the processor's time."""

    def start(self) -> None:
        """Return when it answers; raises AssertionError when it does not in four minutes, and
        RuntimeError where it ended."""
        flags = ["--server.port", str(self.port), "--server.headless", "true"]
        self.log.touch()
        asked = {
            "folder": str(ROOT),
            "environment": {
                **os.environ,
                "DRIVETRAIN_HOME": str(self.home),
                **self.environment,
            },
            "log": str(self.log),
            "words": ["run", str(self.script), *flags],
        }
        template = _template()
        assert template.stdin is not None and template.stdout is not None
        template.stdin.write(json.dumps(asked) + "\n")
        template.stdin.flush()
        self.process = psutil.Process(int(template.stdout.readline()))
        until(self._answers_or_ended, START_S, f"the server on port {self.port}")
        if not self.process.is_running():
            raise RuntimeError(f"The server ended: {self.last_words()}")

    def kill(self) -> None:
        """End it as a power cut would; one that has ended may be killed again."""
        with contextlib.suppress(psutil.NoSuchProcess):
            super().kill()

    def _answers_or_ended(self) -> bool:
        return self.answers() or not self.process.is_running()


@cache
def _template() -> subprocess.Popen[str]:
    """It ends with this process: then its stdin does."""
    return subprocess.Popen(
        [sys.executable, "-I", "-c", STANDS_READY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
