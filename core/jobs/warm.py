"""The warm worker: one process beside the web process in which fastai is already imported.

Requests and answers are JSON, one a line, over its stdin and stdout. It starts when first asked
for, where its memory is free, is restarted when it is dead or stuck, and ends when nobody asked it
anything for a while, or when the web process does (its stdin closes).
"""

import json
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from filelock import FileLock, Timeout

from core.content import lesson_text, says
from core.jobs.queue.environment import REPOSITORY, torch_is_here, worker_environment
from core.jobs.queue.memory import free_memory
from core.project.disk import home
from core.project.limits import limits
from core.project.servers import FOLDER
from core.words import duration, memory_size

Slot = FileLock


def take_slot(kind: str, most: int) -> Slot | None:
    """Return one of `most` places of a kind, held until `release()` or the end of this process;
    None where all are taken. Raises OSError on a disk that takes no writes."""
    folder = home() / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(most):
        slot = FileLock(folder / f"{kind}-{number}.slot", timeout=0, thread_local=False)
        with suppress(Timeout):
            slot.acquire()
            return slot
    return None


START_SECONDS = 120.0
NEEDS = 520 * 2**20  # bytes: what fastai, imported and at work on previews, was measured to hold


class WorkerFailed(RuntimeError):
    """The worker could not answer; the message is one sentence a learner can act on."""


class WarmWorker:
    """Answers requests one after the other; safe to use from many threads. `command` starts its
    process when it is first asked for, and it is ended after so many minutes without a request as
    the server's limits say."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._one_at_a_time = threading.Lock()
        self._starting = threading.Lock()
        self._connection: _Connection | None = None

    @property
    def ready(self) -> bool:
        """Whether it has imported fastai and would answer at once."""
        connection = self._connection
        return connection is not None and connection.alive and connection.ready.is_set()

    @property
    def pid(self) -> int | None:
        """The process id of the living worker, None when there is none."""
        connection = self._connection
        return connection.process.pid if connection and connection.alive else None

    def no_room(self) -> str:
        """The sentences that say why it cannot start now, with figures where memory is short; ""
        where it can."""
        if not torch_is_here():
            return lesson_text("fastai")["not_here"]
        free = free_memory()
        if self.pid is not None or free >= NEEDS:
            return ""
        return says("jobs", "fastai_memory", need=memory_size(NEEDS), free=memory_size(free))

    def start(self) -> None:
        """Wake it without waiting: returns at once; `ready` tells when it is. Raises WorkerFailed
        where memory is short, or fastai is not installed."""
        with self._starting:
            if self._connection is None or not self._connection.alive:
                if refused := self.no_room():
                    raise WorkerFailed(refused)
                self._connection = self._begun()
                watch = (self._connection, 60.0 * limits().idle_minutes)
                threading.Thread(target=self._end_when_idle, args=watch, daemon=True).start()
            self._connection.used = time.monotonic()

    def _begun(self) -> "_Connection":
        """A new process in one of the places that all web processes of this home share."""
        if (slot := take_slot("fastai", limits().fastai_at_once)) is None:
            raise WorkerFailed(lesson_text("fastai")["no_place"])
        try:
            return _Connection(self._command, slot)
        except OSError:
            slot.release()
            raise

    def ask(self, kind: str, timeout: float = 60.0, **request: Any) -> dict[str, Any]:
        """The answer to one request, at most `timeout` seconds after the worker is ready.

        Raises WorkerFailed with a sentence when the worker refuses, dies or takes too long; a
        worker that takes too long is killed, and the next request starts a new one.
        """
        with self._one_at_a_time:
            self.start()
            assert self._connection is not None
            try:
                return self._connection.ask({"kind": kind, **request}, timeout)
            finally:
                self._connection.used = time.monotonic()

    def stop(self) -> None:
        """End the worker; the next request starts a new one."""
        with self._starting:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _end_when_idle(self, connection: "_Connection", idle_s: float) -> None:
        """End the process once nobody asked for so long; never while it answers."""
        left = idle_s
        while not connection.ended.wait(left):
            with self._one_at_a_time, self._starting:
                left = connection.used + idle_s - time.monotonic()
                if left <= 0:
                    connection.close()
                    return


class _Connection:
    """One living worker process, its answers collected by a thread. `used` is when it was wanted
    last, by time.monotonic()."""

    def __init__(self, command: Sequence[str], slot: Slot) -> None:
        self._slot = slot
        self.process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=REPOSITORY,
            env=worker_environment(),
        )
        self.ready, self.ended = threading.Event(), threading.Event()
        self.used = time.monotonic()
        self._answers: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        threading.Thread(target=self._collect, daemon=True, name="warm-worker").start()

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        if not self.ready.wait(START_SECONDS) or not self.alive:
            self.close()
            raise WorkerFailed(says("jobs", "fastai_not_started"))
        self._send(request)
        try:
            answer = self._answers.get(timeout=timeout)
        except Empty:
            self.close()
            too_slow = says("jobs", "fastai_too_slow", time=duration(timeout))
            raise WorkerFailed(too_slow) from None
        if answer is None:
            self.close()
            raise WorkerFailed(says("jobs", "fastai_ended"))
        if "error" in answer:
            raise WorkerFailed(str(answer["error"]))
        return answer

    def close(self) -> None:
        """Kill the process and free its pipes; nothing of value is ever inside it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        try:
            self.process.stdin.close()
        except OSError:
            pass

    def _send(self, request: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except OSError:
            pass  # it has just died: the collecting thread reports that as the answer

    def _collect(self) -> None:
        """Read until the worker's stdout ends; the first line only says that it is ready. An answer
        that its death cut short is none."""
        assert self.process.stdout is not None
        with self.process.stdout as lines, suppress(ValueError):
            for line in lines:
                if self.ready.is_set():
                    self._answers.put(json.loads(line))
                self.ready.set()
        self._slot.release()
        self._answers.put(None)
        self.ended.set()
        self.ready.set()
