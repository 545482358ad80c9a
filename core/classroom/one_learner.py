"""Everything of one learner as one file, for who asks what is kept of them."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial

from core.classroom.answers import guesses_of
from core.classroom.learners import Learner
from core.classroom.sent import Sent, sent_by
from core.classroom.swap import swaps_of
from core.project.archive.saving import saved_project
from core.project.archive.streamed_zip import Download, Member, in_memory, on_disk, zip_pieces
from core.project.project import Project
from core.project.workspace import Workspace


def everything_of(learner: Learner) -> Download:
    """Return a ZIP of all projects of a learner (each as a saved project), their guesses, their
    line in the list of the class, and the pictures that they sent to classmates. It is made while
    it goes out."""
    return Download(zip_pieces(_members(learner)))


def _members(learner: Learner) -> Iterator[Member]:
    yield in_memory("line.json", _line(learner))
    yield in_memory("guesses.json", _guesses(learner))
    yield in_memory("models_tested.json", _swaps(learner))
    sent = sent_by(learner)
    yield in_memory("sent_pictures.json", _sent(sent))
    for one in sent:
        yield from (on_disk(f"sent/{file.name}", file) for file in one.files())
    workspace = Workspace("", learner.folder)
    projects = workspace.every_project() if workspace.is_kept else []
    for number, project in enumerate(projects, 1):
        yield Member(f"project-{number}.zip", partial(_pieces, project), packed=True)


def _pieces(project: Project) -> Iterator[bytes]:
    with closing(saved_project(project)) as saved:
        yield from saved.pieces


def _line(learner: Learner) -> bytes:
    """The line without what would open the work."""
    kept = asdict(learner)
    for secret in ("place", "pulse", "id", "class_id"):
        del kept[secret]
    kept |= {moment: _iso(kept[moment]) for moment in ("joined", "seen", "moved", "since")}
    return json.dumps(kept, indent=2).encode()


def _iso(moment: float) -> str:
    """A moment as people read it, in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


def _swaps(learner: Learner) -> bytes:
    tests = [
        {"model_of": one.owner.nickname, "pictures_of": one.tester.nickname, **one.figures()}
        for one in swaps_of(learner)
    ]
    return json.dumps(tests, indent=2, ensure_ascii=False).encode()


def _sent(sent: list[Sent]) -> bytes:
    lists = [
        {"to": one.to.nickname, "wait": list(one.waiting), "accepted": list(one.accepted)}
        for one in sent
    ]
    return json.dumps(lists, indent=2).encode()


def _guesses(learner: Learner) -> bytes:
    made = [
        {
            "question": one.asked.prompt,
            "page": one.page,
            "guess": one.asked.words,
            "at": _iso(one.at),
        }
        for one in guesses_of(learner)
    ]
    return json.dumps(made, indent=2, ensure_ascii=False).encode()
