import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.jobs import warm
from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.jobs.warm import NEEDS, WarmWorker, WorkerFailed
from core.words import memory_size
from tests.said import said
from ui.parts.worker_answer import WORKER

STAND_IN = """
import json, os, sys, time
print("{}", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request["kind"] == "die":
        os._exit(1)
    if request["kind"] == "die in the middle":
        print('{"pictures": ["/9j', end="", flush=True)
        os._exit(1)
    if request["kind"] == "hang":
        time.sleep(600)
    if request["kind"] == "take your time":
        time.sleep(1)
    answer = {"error": "No such picture."} if request["kind"] == "refuse" else request
    print(json.dumps({**answer, "pid": os.getpid()}), flush=True)
"""


@pytest.fixture
def worker(tmp_path: Path):
    """A worker that answers like the real one, without fastai."""
    script = tmp_path / "worker.py"
    script.write_text(STAND_IN)
    worker = WarmWorker([sys.executable, str(script)])
    yield worker
    worker.stop()


def test_one_process_answers_all_requests(worker):
    first, second = worker.ask("echo", words="où"), worker.ask("echo", words="là")
    assert (first["words"], second["words"]) == ("où", "là")
    assert first["pid"] == second["pid"] == worker.pid != os.getpid()


def test_it_starts_without_waiting_and_says_when_it_is_ready(worker, until):
    assert not worker.ready and worker.pid is None
    worker.start()
    until(lambda: worker.ready, what="the worker")


def test_what_the_worker_refuses_is_raised_as_its_sentence(worker):
    with pytest.raises(WorkerFailed, match=r"No such picture\."):
        worker.ask("refuse")
    assert worker.ask("echo")["kind"] == "echo"


@pytest.mark.parametrize("how", ["die", "die in the middle"])
def test_a_dead_worker_is_replaced(worker, how):
    first = worker.ask("echo")["pid"]
    with pytest.raises(WorkerFailed, match=said("jobs", "fastai_ended")):
        worker.ask(how)
    assert worker.ask("echo")["pid"] != first


def test_a_stuck_worker_is_killed_and_replaced(worker):
    first = worker.ask("echo")["pid"]
    with pytest.raises(WorkerFailed, match=said("jobs", "fastai_too_slow")):
        worker.ask("hang", timeout=0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert worker.ask("echo")["pid"] != first


def test_a_worker_that_cannot_start_says_so():
    broken = WarmWorker([sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(WorkerFailed):
        broken.ask("echo")
    assert broken.pid is None


def test_many_threads_each_get_their_own_answer(worker):
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        answers[number] = worker.ask("echo", number=number)["number"]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(12)}


def test_the_real_worker_speaks_only_json_and_ends_with_its_owner(digits):
    path = str(digits.dataset.image_path(digits.dataset.images()[0].id))
    request = {"kind": "draws", "recipe": {"size": 32}, "path": path, "count": 2, "seed": 0}
    process = subprocess.Popen(
        WORKER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
        env=worker_environment(),
        text=True,
    )
    said, _ = process.communicate(json.dumps(request) + "\n", timeout=500)
    ready, answer = (json.loads(line) for line in said.splitlines())
    assert ready == {}
    assert len(answer["pictures"]) == 2
    assert process.returncode == 0


def test_it_does_not_start_where_memory_is_short_and_says_how_much_there_is(worker, monkeypatch):
    monkeypatch.setattr(warm, "free_memory", lambda: NEEDS - 1)
    with pytest.raises(WorkerFailed) as refused:
        worker.ask("echo")
    assert memory_size(NEEDS) in str(refused.value)
    assert worker.pid is None
    monkeypatch.setattr(warm, "free_memory", lambda: NEEDS)
    assert not worker.no_room()
    assert worker.ask("echo")["pid"] == worker.pid
    monkeypatch.setattr(warm, "free_memory", lambda: 0)
    assert not worker.no_room(), "it is there already"


def test_it_ends_when_nobody_asks_and_comes_again_when_asked(worker, monkeypatch, until):
    monkeypatch.setattr(
        warm, "limits", lambda: SimpleNamespace(fastai_at_once=2, idle_minutes=0.2 / 60)
    )
    first = worker.ask("echo")["pid"]
    until(lambda: worker.pid is None, what="the end of an idle worker")
    assert worker.ask("echo")["pid"] != first


def test_it_is_not_idle_while_it_answers(worker, monkeypatch):
    monkeypatch.setattr(
        warm, "limits", lambda: SimpleNamespace(fastai_at_once=2, idle_minutes=0.2 / 60)
    )
    assert worker.ask("take your time")["kind"] == "take your time"


def test_all_web_processes_together_start_no_more_than_the_server_allows(
    worker, home: Path, tmp_path: Path, until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_FASTAI", "1")
    other = WarmWorker([sys.executable, str(tmp_path / "worker.py")])
    worker.start()
    with pytest.raises(WorkerFailed):
        other.start()
    worker.stop()

    def took_the_place() -> bool:
        with suppress(WorkerFailed):
            other.start()
        return other.pid is not None

    until(took_the_place, what="the place of the first")
    other.stop()
