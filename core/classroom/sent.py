"""Pictures that a learner sent to classmates: where they are, and gone with who sent them."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from core.classroom.joined import LEARNER
from core.classroom.joined import SOURCE as JOINED
from core.classroom.learners import Learner, learners_of
from core.gather.phone import tray
from core.jobs.background import stop_all
from core.jobs.queue.protocol import ENDED
from core.project.archive.attribution import CREATOR
from core.project.project import Project
from core.project.settings import Setting
from core.project.workspace import Workspace
from core.training.erased_pictures import erase_pictures
from core.training.finetune.finetune import stop_finetune
from core.training.finetune.lr_find import stop_lr_find

TAKEN_BACK = Setting[int]("pictures_taken_back", int, int)


class Sent(NamedTuple):
    """The pictures of one learner in one project of a classmate: those that wait in the tray, and
    those that were accepted."""

    to: Learner
    project: Project
    waiting: tuple[str, ...]
    accepted: tuple[str, ...]

    @property
    def pictures(self) -> int:
        """Return how many there are."""
        return len(self.waiting) + len(self.accepted)

    def files(self) -> list[Path]:
        """Return where their JPEGs are."""
        dataset = self.project.dataset
        waiting = [one.file for one in tray.waiting(self.project) if one.id in self.waiting]
        return waiting + [dataset.image_path(one) for one in self.accepted]


def sent_by(learner: Learner) -> list[Sent]:
    """Return what a learner sent to classmates and is still there, by classmate and project."""
    others = [one for one in learners_of(learner.class_id) if one.id != learner.id]
    found = (
        Sent(to, project, _waiting(project, learner), _accepted(project, learner))
        for to in others
        for project in _projects(to)
    )
    return [one for one in found if one.pictures]


def take_back(learner: Learner) -> None:
    """Delete for good what a learner sent to classmates, wherever it is: in trays, in projects, and
    in copies of a joined set. Each classmate is told on their page (TAKEN_BACK)."""
    for sent in sent_by(learner):
        tray.refuse(sent.project, sent.waiting)
        _erase(sent.project, sent.accepted)
        before = sent.project.settings.get(TAKEN_BACK)
        sent.project.settings.set(TAKEN_BACK, before + sent.pictures)


def take_back_in(project: Project, learner: Learner) -> None:
    """Delete for good the pictures of a learner in one project."""
    _erase(project, _accepted(project, learner))


def _erase(project: Project, ids: tuple[str, ...]) -> None:
    """What trains on them is stopped first."""
    if ids:
        stop_work(project)
        erase_pictures(project, ids)


def _projects(of: Learner) -> Iterator[Project]:
    workspace = Workspace("", of.folder)
    return iter(workspace.every_project() if workspace.is_kept else ())


def _waiting(project: Project, learner: Learner) -> tuple[str, ...]:
    nickname, since = learner.nickname, learner.joined
    found = tray.waiting(project)
    return tuple(one.id for one in found if one.sender == nickname and one.at >= since)


def _accepted(project: Project, learner: Learner) -> tuple[str, ...]:
    """Those that came since the learner joined: before, somebody else may have had the nickname."""
    with project.reading() as connection:
        rows = connection.execute(
            "SELECT id, source, provenance FROM picture WHERE added >= ?", (learner.joined,)
        ).fetchall()
    return tuple(
        one
        for one, source, known in rows
        if source in (tray.SOURCE, JOINED) and _is_of(json.loads(known), learner.nickname)
    )


def _is_of(known: Mapping[str, str], nickname: str) -> bool:
    return nickname in (known.get(CREATOR), known.get(LEARNER))


_GONE_WITHIN_S = 10.0  # a process that trains is ended within three seconds
_LOOK_S = 0.2


def stop_work(project: Project) -> None:
    """Stop what trains or searches in a project, and wait until it has ended."""
    stop_all(project)
    stop_lr_find(project)
    running = [run for run in project.runs.all() if run.status not in ENDED]
    for run in running:
        stop_finetune(project, run.id)
    until = time.monotonic() + _GONE_WITHIN_S
    while running and time.monotonic() < until:
        running = [run for run in project.runs.all() if run.status not in ENDED]
        time.sleep(_LOOK_S if running else 0.0)
