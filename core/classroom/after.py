"""After the lesson: all reports and cards as one ZIP, and the class's answers by question."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

from core.classroom.learners import Learner
from core.classroom.topics import Topic
from core.learning.pages import page_info
from core.learning.report.documents import report_zip
from core.plain_text import as_cell
from core.project.archive.class_folders import safe_name
from core.project.project import Project
from core.project.workspace import Workspace

Step = Callable[[int, int], None]


def work_of(learner: Learner) -> Project | None:
    """Return the project a learner has open, to be read; None where the folder is gone."""
    workspace = Workspace("", learner.folder)
    return workspace.current() if workspace.is_kept and workspace.projects() else None


def projects_of(learner: Learner) -> list[Project]:
    """Return all projects of a learner, to be read."""
    return Workspace("", learner.folder).every_project()


def reports_of_class(learners: list[Learner], day: date, step: Step) -> bytes:
    """Return one ZIP with a folder for each learner: card and post as HTML and Markdown, charts and
    pictures; where somebody has several projects, a folder for each in it. `step(done, all)` is
    told after each learner; what it raises ends it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, learner in enumerate(learners, 1):
            for folder, project in _folders(learner):
                _add(archive, folder, report_zip(project, day))
            step(done, len(learners))
    return buffer.getvalue()


def _folders(learner: Learner) -> Iterator[tuple[str, Project]]:
    """Each project with its folder: which one is open at the end says nothing about the others."""
    own = learner.nickname.replace(" ", "-")
    projects = sorted(projects_of(learner), key=lambda one: one.name)
    for number, project in enumerate(projects, 1):
        name = f"{own}/{number}-{safe_name(project.name)}" if len(projects) > 1 else own
        yield name, project


def _add(archive: zipfile.ZipFile, folder: str, packed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as own:
        for name in own.namelist():
            archive.writestr(f"{folder}/{name}", own.read(name))


def hardest_first(topics: list[Topic]) -> list[Topic]:
    """Return the questions by their share of right guesses, the hardest first; those that no page
    could judge come last."""
    return sorted(
        topics,
        key=lambda one: (not one.judged, one.right / one.judged if one.judged else 0.0, -one.count),
    )


def answers_table(topics: list[Topic]) -> bytes:
    """Return the answers of a class by question as CSV: page, question, choice, how many, and how
    many guesses held where the page could judge."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["page", "question", "choice", "guesses", "right", "judged"])
    for topic in hardest_first(topics):
        for bar in topic.bars:
            row = [page_info(topic.page).title, topic.prompt, bar.words]
            cells = [as_cell(one) for one in row]
            writer.writerow([*cells, bar.guesses, topic.right, topic.judged])
    return out.getvalue().encode("utf-8-sig")
