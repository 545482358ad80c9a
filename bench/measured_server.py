"""The app under measurement: what `streamlit run` starts, and its counters for those who measure.

    python -m bench.measured_server PORT run streamlit_app.py [--server.port …]

Counters are read as JSON from http://localhost:PORT: database connections opened, seconds of
garbage collection, and processor seconds of this process since it started.
"""

import gc
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COUNTERS = {"connections": 0.0, "collections": 0.0, "gc_s": 0.0}


def main(port: int, arguments: list[str]) -> None:
    """Count, answer who asks, and be the app until it ends."""
    sys.addaudithook(count_connection)
    gc.callbacks.append(GarbageClock())
    answers = ThreadingHTTPServer(("localhost", port), Answer)
    threading.Thread(target=answers.serve_forever, daemon=True).start()
    from streamlit.web import cli

    sys.argv = ["streamlit", *arguments]
    cli.main(prog_name="streamlit")


def count_connection(event: str, _arguments: tuple[Any, ...]) -> None:
    """Count an SQLite connection when Python says that one is opened."""
    if event == "sqlite3.connect":
        COUNTERS["connections"] += 1


class GarbageClock:
    """Times every collection: Python calls it as each one starts and stops."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, _info: dict[str, int]) -> None:
        """Add the time since "start" at "stop"; collections never overlap."""
        now = time.thread_time()
        if phase == "start":
            self._began = now
        else:
            COUNTERS["gc_s"] += now - self._began
            COUNTERS["collections"] += 1


class Answer(BaseHTTPRequestHandler):
    """Says the counters as they stand."""

    def do_GET(self) -> None:
        """Send them as JSON."""
        body = json.dumps({**COUNTERS, "cpu_s": time.process_time()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the server's own log is read for other things."""


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
