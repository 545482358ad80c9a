"""Pictures that a learner sent go with the learner: from trays, projects and their pasts."""

import io
import json
import zipfile
from pathlib import Path

from core.classroom.after import work_of
from core.classroom.classes import ClassPath, class_of_id, new_class
from core.classroom.ending import delete_learner
from core.classroom.learners import Learner
from core.classroom.one_learner import everything_of
from core.classroom.sent import TAKEN_BACK, sent_by
from core.classroom.starting import begin_with_project, join_class
from core.gather.phone import tray
from core.gather.phone.links import begin_link
from core.gather.phone.photo import take_photo
from core.project.archive.archive import open_archive, save_archive
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import outcome_of
from tests.core.classroom.test_class import ONE, OTHER
from tests.core.gather.pictures import as_file, noise


def send(project: Project, label: str, seeds: range, sender: str) -> list[str]:
    """Photos of a classmate; the first two are accepted."""
    link = begin_link(project, "others")
    for seed in seeds:
        assert take_photo(link, as_file(noise(seed)), label, sender) == "waits"
    ids = [one.id for one in tray.waiting(project) if one.sender == sender]
    tray.accept(project, ids[:2])
    return ids


def mine(learner: Learner) -> Project:
    found = work_of(learner)
    assert found is not None
    return found


def test_what_a_learner_sent_is_listed_and_goes_with_them(trained: Project) -> None:
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, trained)
    owner, sender = (join_class(of, name)[1] for name in (ONE, OTHER))
    project, label = mine(owner), next(iter(trained.dataset.classes()))
    ids = send(project, label, range(3), OTHER)
    [kept] = send(project, label, range(9, 10), "")
    before = project.versions.freeze()
    run = project.runs.all()[0]
    told = outcome_of(project, run)
    assert told is not None
    seen = Outcome(
        told.vocab,
        [*told.image_ids[: -len(ids[:2])], *ids[:2]],
        told.splits,
        told.targets,
        told.probs,
    )
    seen.save(project.runs.folder(run.id) / "outcome.npz")
    [found] = sent_by(sender)
    assert (set(found.accepted), set(found.waiting)) == (set(ids[:2]), set(ids[2:]))
    with zipfile.ZipFile(io.BytesIO(b"".join(everything_of(sender).pieces))) as packed:
        [listed] = json.loads(packed.read("sent_pictures.json"))
        assert listed["to"] == ONE and {f"sent/{one}.jpg" for one in ids} <= set(packed.namelist())
    news = class_of_id(of.id).news
    delete_learner(sender)
    assert not sent_by(sender) and class_of_id(of.id).news > news
    assert not [file for one in ids for file in project.path.rglob(f"{one}*")]
    assert [one.id for one in tray.waiting(project)] == []
    assert kept in {one.id for one in project.dataset.images()}
    project.versions.restore(before.number)
    assert not set(ids) & {one.id for one in project.dataset.images()}
    left = outcome_of(project, run)
    assert left is not None and not set(ids) & set(left.image_ids)
    assert len(left.image_ids) == len(told.image_ids) - 2
    assert project.settings.get(TAKEN_BACK) == len(ids)


def test_what_is_left_can_be_saved_and_opened_again(home: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    owner, sender = (join_class(of, name)[1] for name in (ONE, OTHER))
    theirs = mine(owner)
    theirs.dataset.add_class("leaf")
    theirs.versions.freeze()
    send(theirs, "leaf", range(2), OTHER)
    theirs.versions.freeze()
    delete_learner(sender)
    assert [one.images for one in theirs.versions.all()] == [0, 0]
    saved = save_archive(theirs, home / "saved.zip")
    again = open_archive(saved, home / "again")
    assert len(again.versions.all()) == 2
