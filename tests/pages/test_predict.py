"""Predict, as a learner meets it."""

from pathlib import Path

from core.drivetrain.costs.starting_costs import LEVER_FOR_CLASS, load_costs
from core.drivetrain.decide.decision import Decision, save_decision
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.project.project import Project
from core.training.outcome import FILE as FILE_OF_OUTCOME
from core.training.outcome import Outcome
from tests.app import hints, open_page, shows
from tests.reading import figures
from ui.predict.picture import FILE


def test_without_a_model_it_says_what_to_do(digits: Project) -> None:
    page = open_page("/predict", digits)
    assert len(hints(page)) == 1 and not page.subheader


def test_a_model_whose_files_are_gone_says_so(trained: Project) -> None:
    (trained.runs.folder(trained.runs.all()[0].id) / "head.npz").unlink()
    page = open_page("/predict", trained)
    assert len(page.error) == 1


def test_answers_about_an_unseen_picture_at_once(trained: Project) -> None:
    page = open_page("/predict", trained)
    said = page.subheader[0].value
    assert any(name in said for name in trained.dataset.classes()) and figures(said)
    assert len(page.caption) >= 2, "whether it was learned from, and how long the answer took"


def test_an_uploaded_file_is_answered_and_not_kept(trained: Project, odd_files: Path) -> None:
    before = len(trained.dataset.images())
    page = open_page("/predict", trained)
    page.segmented_control(key="predict_source").set_value(FILE).run()
    assert not any(figures(heading.value) for heading in page.subheader)
    photo = odd_files / "png-rgba-0.png"
    page.file_uploader(key="predict_file").upload(photo.name, photo.read_bytes(), "image/png").run()
    assert not page.exception
    assert figures(page.subheader[0].value)
    assert len(trained.dataset.images()) == before


def test_a_bad_file_gets_one_clear_sentence(trained: Project) -> None:
    page = open_page("/predict", trained)
    page.segmented_control(key="predict_source").set_value(FILE).run()
    page.file_uploader(key="predict_file").upload("notes.jpg", b"no picture", "image/jpeg").run()
    assert not page.exception
    assert len(page.error) == 1
    assert "notes" in page.error[0].value


def test_a_class_leads_to_a_lever_which_is_remembered(trained: Project) -> None:
    save_plan(trained, Plan(objective="Sort the post", levers=[Lever(name="Set it aside")]))
    page = open_page("/predict", trained)
    levers = next(pills for pills in page.pills if "Set it aside" in pills.options)
    levers.set_value("Set it aside").run()
    assert not page.exception
    assert list(trained.settings.get(LEVER_FOR_CLASS).values()) == ["Set it aside"]


def test_static_is_shown_only_after_a_guess(trained: Project) -> None:
    page = open_page("/predict", trained)
    before = len(page.markdown)
    page.radio(key="static_guess").set_value(0).run()
    assert len(page.markdown) > before and shows(page, 100)


def test_a_full_day_of_the_human_is_said_where_it_decides(trained: Project) -> None:
    """A look would cost least, and must save more than it can: the bar is on the page."""
    run = trained.runs.all()[0]
    names = list(Outcome.load(trained.runs.folder(run.id) / FILE_OF_OUTCOME).vocab)
    costs = load_costs(trained, names).changed(look=0.0, looks_a_day=1)
    made = Decision(
        at=0.0,
        run_id=run.id,
        classes=names,
        seen=[1 / len(names)] * len(names),
        temperature=1.0,
        look_price=876.5,
        costs=costs,
        strategies=[],
    )
    save_decision(trained, made)
    assert shows(open_page("/predict", trained), costs.ask, 876.5, costs.pictures_a_day)
    save_decision(trained, made.model_copy(update={"look_price": 0.0}))
    assert not shows(open_page("/predict", trained), costs.ask, costs.pictures_a_day)
