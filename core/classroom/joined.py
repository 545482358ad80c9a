"""The joined set: everybody's pictures of the same classes as one project.

It is a project of its own beside the learners' work, and ends with the class, as does every copy of
it. Nothing in anybody's own project changes by it.
"""

import errno
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from secrets import token_hex

from core.classroom import tables
from core.classroom.after import projects_of, work_of
from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner, learners_of
from core.classroom.starting import copied
from core.classroom.union import Choice, Offer, chosen, shared_names, without_alike
from core.learning.paths.paths import give_own_path, go_to, place_now
from core.project.archive.attribution import CREATOR
from core.project.database import let_go
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.disk import home, place_in_home
from core.project.limits import disk_is_short, folder_size, room, room_beside
from core.project.project import Project, ProjectUnreadable
from core.project.records import NewImage
from core.project.workspace import Workspace

SOURCE, LEARNER = "class", "learner"  # how a picture came, and the key of whose it was
_STARTER = "starter"
_CHUNK = 64
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class JoinedFigures:
    """What is known of a joined set: how many `pictures` of how many `learners`; `twice` came from
    several and are kept once; of those with several labels `settled` got the one that most gave,
    `tied` are left out; `no_room` did not fit. `is_open`: learners may open a copy. `alike` ones
    are left out, as they look nearly the same as a classmate's."""

    pictures: int
    learners: int
    twice: int
    settled: int
    tied: int
    no_room: int
    is_open: bool = False
    alike: int = 0


@dataclass(frozen=True)
class _Everybody:
    """The pictures of many projects, to be compared for the one at `path`."""

    path: Path
    whose: Mapping[str, Project]

    def image_path(self, image_id: str) -> Path:
        return self.whose[image_id].dataset.image_path(image_id)


@dataclass(frozen=True)
class JoinedSet:
    """The joined set of a class, as it was made."""

    project: Project
    figures: JoinedFigures


def works(of: SchoolClass) -> dict[str, Project]:
    """Return nickname → project of everybody in a class who has one: the open one, and where that
    is a copy of the joined set, the one of their own that they changed last."""
    copies = set(joined_places(of.id)[1])
    found = {one.nickname: _own_work(one, copies) for one in learners_of(of.id)}
    return {name: project for name, project in found.items() if project is not None}


def _own_work(learner: Learner, copies: set[Path]) -> Project | None:
    project = work_of(learner)
    if project is None or project.path not in copies:
        return project
    own = [one for one in projects_of(learner) if one.path not in copies]
    return max(own, key=lambda one: one.info().modified, default=None)


def make_joined(of: SchoolClass, title: str, wanted: Sequence[str], step: Step) -> JoinedSet:
    """Return a new joined set of the classes `wanted` (as `shared_names` calls them), in place of
    the one before. `step(done, all)` is told as it fills; what it raises ends it, and leaves the
    one before. Raises OSError on a full disk."""
    projects = works(of)
    offers = list(_offers(projects, wanted))
    picked = chosen(offers)
    workspace = Workspace.create()
    try:
        project = workspace.new_project(title)
        step(0, len(picked.kept))
        kept = without_alike(picked.kept, _alike(project, projects, picked))
        added = _fill(project, projects, kept, step)
    except BaseException:
        _drop(workspace)
        raise
    learners = len({one.learner for one in offers})
    figures = JoinedFigures(
        added,
        learners,
        picked.twice,
        picked.settled,
        picked.tied,
        no_room=len(kept) - added,
        alike=len(picked.kept) - len(kept),
    )
    _replace(of, project, figures)
    return JoinedSet(project, figures)


def joined_of(of: SchoolClass) -> JoinedSet | None:
    """Return the joined set of a class; None where there is none."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT place, said FROM joined WHERE class = ? AND said != '' ORDER BY at DESC",
            (of.id,),
        ).fetchall()
    for place, said in rows:
        try:
            project = Project.open(home() / place)
        except ProjectUnreadable:
            continue
        return JoinedSet(project, JoinedFigures(**json.loads(said)))
    return None


def open_to_learners(of: SchoolClass, is_open: bool) -> None:
    """Let learners open a copy of the joined set, or no more; copies that they have stay."""
    found = joined_of(of)
    if found is not None:
        _write(of, found.project, replace(found.figures, is_open=is_open))


def open_copy(of: SchoolClass, joined: JoinedSet, workspace: Workspace) -> Project:
    """Return a copy of the joined set in a workspace, which is open there then, at the stop of the
    path where the work was. It is noted, to end with the class. Raises OSError on a full disk, and
    where the workspace may hold no more."""
    before, projects = place_now(workspace.current()), workspace.path / "projects"
    size = folder_size(joined.project.path / "images")
    if disk_is_short(projects) or room_beside(projects).workspace_bytes < size:
        raise OSError(errno.ENOSPC, "This workspace has no room for a copy.")
    project = copied(joined.project, projects / token_hex(8))
    _write(of, project, None)
    if before is not None:
        if of.path.pages:
            give_own_path(project, of.path.pages)
        go_to(project, before)
    return workspace.switch(project.id)


def joined_places(class_id: str) -> tuple[list[Path], list[Path]]:
    """Return the folders of the joined set of a class, and those of its copies."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT place, said FROM joined WHERE class = ?", (class_id,)
        ).fetchall()
    of_sets = [home() / place for place, said in rows if said]
    return of_sets, [home() / place for place, said in rows if not said]


def _offers(projects: Mapping[str, Project], wanted: Sequence[str]) -> Iterator[Offer]:
    counts = {name: project.dataset.classes() for name, project in projects.items()}
    common = {own: one.name for one in shared_names(counts) for own in one.spellings}
    for learner, project in projects.items():
        for image in project.dataset.images():
            label = common.get(image.label, "")
            if label in wanted:
                yield Offer(image.id, label, learner)


def _alike(project: Project, projects: Mapping[str, Project], picked: Choice) -> dict[str, str]:
    """Picture → group of those that look nearly the same."""
    whose = {one.image: projects[one.learner] for one in picked.kept}
    return near_duplicate_groups(_Everybody(project.path, whose), list(whose))


def _fill(
    project: Project, projects: Mapping[str, Project], kept: Sequence[Offer], step: Step
) -> int:
    """Add what fits; returns how many pictures that were."""
    left, added = room(project), 0
    for start in range(0, len(kept), _CHUNK):
        fitting = []
        for offer in kept[start : start + _CHUNK]:
            image = _new(offer, projects[offer.learner])
            if left.fits(size := len(image.jpeg)):
                left = left.less(1, size)
                fitting.append(image)
        added += project.dataset.add(fitting).new
        step(min(start + _CHUNK, len(kept)), len(kept))
    return added


def _new(offer: Offer, project: Project) -> NewImage:
    """The picture with what is known of it, and whose project it is from."""
    dataset = project.dataset
    image, known = dataset.image(offer.image), dataset.provenance(offer.image)
    ours = image.source == _STARTER
    whose = {} if ours else {LEARNER: offer.learner, CREATOR: known.get(CREATOR) or offer.learner}
    return NewImage(
        id=image.id,
        jpeg=dataset.image_path(image.id).read_bytes(),
        label=offer.label,
        name=image.name,
        width=image.width,
        height=image.height,
        source=image.source if ours else SOURCE,
        provenance={**known, **whose},
    )


def _replace(of: SchoolClass, project: Project, figures: JoinedFigures) -> None:
    before = joined_of(of)
    _write(of, project, figures)
    if before is not None:
        with tables.writing() as table:
            table.execute(
                "DELETE FROM joined WHERE place = ?", (place_in_home(before.project.path),)
            )
        _drop(Workspace("", before.project.path.parents[1]))


def _write(of: SchoolClass, project: Project, figures: JoinedFigures | None) -> None:
    """Note a set with its figures, or a copy ("")."""
    said = "" if figures is None else json.dumps(asdict(figures))
    with tables.writing() as table:
        table.execute(
            "INSERT OR REPLACE INTO joined VALUES (?, ?, ?, ?)",
            (place_in_home(project.path), of.id, said, time.time()),
        )


def _drop(workspace: Workspace) -> None:
    for project in workspace.every_project():
        let_go(project.path)
    shutil.rmtree(workspace.path, ignore_errors=True)
