"""The warm worker's process: `python -m core.worker.warm_worker`.

One JSON request a line on stdin, one JSON answer a line on stdout; an empty answer first, once
fastai is imported. Ends when stdin closes, so it never outlives the web process.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any, TextIO

from core.content import says
from core.jobs.queue.environment import give_memory_back
from core.project.places import without_places

Answer = dict[str, Any]
HANDLERS = {
    "batch": "core.worker.preview.batch:batch",
    "draws": "core.worker.preview.draws:draws",
    "transform_timing": "core.worker.preview.batch:transform_timing",
    "summary": "core.worker.preview.summary:summary",
    "stages": "core.worker.preview.batch:stages",
    "broken": "core.worker.preview.summary:broken",
    "look_up": "core.worker.look_up:look_up",
    "where_it_looked": "core.worker.occlusion:where_it_looked",
    "batch_times": "core.worker.batch_times:batch_times",
    "export_quick": "core.worker.learner_export:export_quick",
    "export_again": "core.worker.learner_export:export_again",
}


def answer_to(request: dict[str, Any]) -> Answer:
    """The answer to one request, or {"error": sentence} for what went wrong."""
    try:
        return _handler(request["kind"])(request)
    except Exception as error:
        traceback.print_exc()
        return {"error": _sentence(error)}


def main() -> None:
    """Serve requests until stdin closes."""
    replies = _private_stdout()
    _handler("draws")  # imports fastai
    _reply(replies, {})
    for line in sys.stdin:
        _reply(replies, answer_to(json.loads(line)))
        give_memory_back()


def _handler(kind: str) -> Callable[[dict[str, Any]], Answer]:
    module, function = HANDLERS[kind].split(":")
    handler: Callable[[dict[str, Any]], Answer] = getattr(import_module(module), function)
    return handler


def _sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return says("worker", "picture_missing")
    said = without_places(str(error))
    if isinstance(error, ValueError) and said:
        return said
    return says("worker", "fastai_failed", kind=type(error).__name__, said=said)


def _private_stdout() -> TextIO:
    """Our own handle on stdout; whatever libraries print goes to stderr instead."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


def _reply(replies: TextIO, answer: Answer) -> None:
    replies.write(json.dumps(answer) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
