"""Asks a server for /health until a line comes in: python -m bench.attack.ticker PORT.

Says "asking" when it begins, and at the end the longest time in seconds that an answer took.
"""

import http.client
import sys
import threading
import time

PAUSE_S = 0.01


def main(port: int) -> None:
    """Ask, and say what was found."""
    done = threading.Event()
    print("asking", flush=True)
    threading.Thread(target=_wait_for_a_line, args=(done,), daemon=True).start()
    line = http.client.HTTPConnection("localhost", port, timeout=120)
    longest = 0.0
    while not done.wait(PAUSE_S):
        began = time.perf_counter()
        line.request("GET", "/_stcore/health")
        line.getresponse().read()
        longest = max(longest, time.perf_counter() - began)
    print(longest, flush=True)


def _wait_for_a_line(done: threading.Event) -> None:
    sys.stdin.readline()
    done.set()


if __name__ == "__main__":
    main(int(sys.argv[1]))
