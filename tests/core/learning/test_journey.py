"""Where a learner is, told by what they have."""

from core.content import says
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.learning.journey import Journey, journey, note_visit
from core.learning.report.content import own_words, save_words
from core.project.contact_sheet import contact_sheet
from core.project.project import Project
from core.words import count_of, listed, percent
from tests.core.project.pictures import picture, pictures
from tests.reading import figures


def stop(here: Journey, key: str) -> tuple[str, str]:
    """State and words of one stop."""
    found = next(stop for stop in here.stops if stop.page.id == key)
    return found.state, found.words


def train(project: Project, accuracy: float) -> None:
    run = project.runs.create("quick", {}, project.versions.freeze().number)
    project.runs.update(run.id, status="finished", results={"accuracy": accuracy})


def test_a_newcomer_begins_with_the_objective(project: Project) -> None:
    here = journey(project)
    assert (here.started, here.next.page.id, here.done) == (False, "objective", 0)


def test_each_step_leads_to_the_next(project: Project) -> None:
    def following() -> str:
        return journey(project).next.page.id

    save_plan(project, Plan(objective="Nobody is hurt"))
    assert following() == "levers"
    save_plan(project, Plan(objective="Nobody is hurt", levers=[Lever(name="Alarm")]))
    assert following() == "gather"
    project.dataset.add(pictures(5, "bear", "fox"))
    assert following() == "datablock"
    note_visit(project, "datablock")
    assert following() == "augment"
    note_visit(project, "augment")
    assert following() == "train"
    train(project, 0.9)
    assert following() == "evaluate"
    note_visit(project, "evaluate")
    assert following() == "clean"


def test_stops_speak_in_the_learners_words(project: Project) -> None:
    save_plan(project, Plan(objective="Nobody is hurt", levers=[Lever(name="Alarm"), Lever()]))
    project.dataset.add(pictures(5, "bear", "fox"))
    train(project, 0.9)
    here = journey(project)
    assert stop(here, "objective") == ("done", "Nobody is hurt")
    assert stop(here, "levers") == ("done", "Alarm")
    each = [says("journey", "class_count", name=name, count=5) for name in ("bear", "fox")]
    words = says("journey", "pictures", all=count_of(10, "picture"), each=listed(each))
    assert stop(here, "gather") == ("done", words)
    assert stop(here, "train")[1].startswith(percent(0.9))


def test_changed_pictures_ask_for_training_again(project: Project) -> None:
    save_plan(project, Plan(objective="x", levers=[Lever(name="y")]))
    project.dataset.add(pictures(5, "bear", "fox"))
    train(project, 0.9)
    for page in ("datablock", "augment", "evaluate"):
        note_visit(project, page)
    project.cleaning.stage(project.dataset.images()[0].id, "delete")
    state, note = stop(journey(project), "clean")
    assert (state, figures(note)) == ("next", [1])
    project.cleaning.apply()
    here = journey(project)
    assert here.next.page.id == "train"
    assert here.next.why != here.next.page.about
    train(project, 0.95)
    assert stop(journey(project), "clean") == ("done", "0 relabelled, 1 deleted")


def test_a_visit_counts_once_there_is_something_to_see(project: Project) -> None:
    note_visit(project, "evaluate")
    note_visit(project, "augment")
    project.dataset.add([picture(1, "bear")])
    assert journey(project).done == 0
    note_visit(project, "augment")
    assert stop(journey(project), "augment")[0] == "done"


def test_the_contact_sheet_follows_the_dataset(project: Project) -> None:
    assert contact_sheet(project) is None
    project.dataset.add(pictures(9, "bear", "fox"))
    first = contact_sheet(project)
    assert first is not None
    assert contact_sheet(project) == first
    project.dataset.remove([project.dataset.images()[0].id])
    second = contact_sheet(project)
    assert second is not None
    assert second != first
    assert not first.exists()


def test_the_report_is_a_stop_of_its_own(project: Project) -> None:
    assert stop(journey(project), "report") == ("to come", "")
    prompts = list(own_words(project))
    save_words(project, prompts[0], "For the ranger next door.")
    assert figures(stop(journey(project), "report")[1]) == [1, len(prompts)]
    for prompt in prompts:
        save_words(project, prompt, "Mine.")
    assert stop(journey(project), "report")[0] == "done"
