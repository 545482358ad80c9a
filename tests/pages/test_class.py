"""A class on the pages: joining, guesses of every kind held, closed pages, the teacher."""

import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.classroom import tables
from core.classroom.answers import Asked, hold, keep, reveal, take_out
from core.classroom.classes import (
    ClassPath,
    SchoolClass,
    class_of_id,
    class_of_key,
    lead,
    new_class,
    open_to_newcomers,
)
from core.classroom.joined import joined_of, joined_places, works
from core.classroom.lead import EVERY_PAGE, RESULT_TOPICS, called_to
from core.classroom.learners import join, learners_of
from core.classroom.shared_wall import show_model, wall_of
from core.classroom.starting import begin_with_project, join_class
from core.classroom.swap import lends
from core.classroom.topics import topic_of, topics_of
from core.content import lesson_text
from core.deploy.which_home.timing import TIMING
from core.drivetrain.plan.plan import Plan, save_plan
from core.drivetrain.simulators.content import simulators_text
from core.learning.pages import page_info
from core.learning.paths.paths import Place, go_to, guided_paths
from core.learning.possible.possible import possible
from core.learning.tour.content import tour
from core.learning.tour.place import go_on_tour, tapped
from core.project.guesses import CORRECT, SIMULATED, TRAINING, saved_guess
from core.project.project import Project
from core.words import percent
from tests.app import ROOT, has, open_page, texts, unfold, workspace_of
from tests.core.project.pictures import store_setting
from tests.pages.test_whose_work import address, visit
from tests.waiting import until
from ui.classroom.board.board import _LOOK
from ui.classroom.held import SHOWN
from ui.classroom.teacher import _KEY
from ui.train.run_result import right_of


def in_class(project: Project) -> SchoolClass:
    """A class whose guesses are all held, with the learner whose project this is."""
    of, _ = new_class(ClassPath(), "", 7)
    join(of, "brave deer", workspace_of(project))
    hold(of.id, [EVERY_PAGE])
    return of


def choice(app: AppTest) -> None:
    domain = possible().domains[0]
    app.pills(key="domain").set_value(domain.id).run()
    app.radio(key=f"guess_{domain.id}").set_value(1).run()
    app.button(key=f"lock_guess_{domain.id}").click().run()


def number(app: AppTest) -> None:
    app.number_input[0].set_value(7).run()
    app.button(key="lock_recall").click().run()


def order(app: AppTest) -> None:
    app.segmented_control(key="deploy_part").set_value("Which home?").run()
    chosen: list[str] = []
    for place in ("edge", "here", "host"):
        app.pills(key=f"which_home_waiting_{'_'.join(chosen)}").set_value(place).run()
        chosen.append(place)
    app.button(key="lock_which_home_waiting").click().run()


def pill(app: AppTest) -> None:
    choices = simulators_text().simulators["recommendation"].guesses["ranking"].choices
    app.pills(key="guess_recommendation_ranking").set_value(next(iter(choices))).run()
    app.button(key="lock_recommendation_ranking").click().run()


@pytest.mark.parametrize(
    ("page", "guess", "kind"),
    [
        ("possible", choice, "choice"),
        ("simulators", pill, "choice"),
        ("report", number, "number"),
        ("deploy", order, "order"),
    ],
)
def test_a_guess_of_every_kind_waits_and_opens_for_all(
    trained: Project, page: str, guess: Callable[[AppTest], None], kind: str
) -> None:
    of = in_class(trained)
    app = open_page(f"/{page}", trained)
    guess(app)
    assert not app.exception
    [topic] = topics_of(of)
    assert topic.kind == kind and sum(bar.guesses for bar in topic.bars) == 1
    assert not any(button.key.startswith(("lock_", "skip_")) for button in app.button if button.key)
    assert not app.success and not saved_guess(trained, CORRECT, trained.runs.all()[0].id).revealed
    reveal(of.id, [topic.name])
    app.run()
    assert not app.exception
    bars = [one for one in app.get("html") if "<table" in one.proto.body]
    assert len(bars) == 1
    TIMING.stop(trained)
    TIMING.wait(trained, 60)
    if kind == "number":
        assert saved_guess(trained, CORRECT, trained.runs.all()[0].id).choice == 7


def test_a_held_result_is_on_no_page_until_it_is_revealed(trained: Project) -> None:
    of, [run] = in_class(trained), trained.runs.all()
    lead(of.id, lambda now: {"since": 0.0})
    figures = (right_of(run), percent(float(run.results["accuracy"])))
    for page in ("train", "evaluate", "", "decide", "predict"):
        app = open_page(f"/{page}", trained)
        said = texts(app) + " ".join(one.value for one in app.metric)
        assert not app.exception and not any(figure in said for figure in figures), page
    [topic] = topics_of(of)
    assert topic.name == TRAINING.setting.name and topic.passed == 1
    reveal(of.id, [topic.name])
    assert right_of(run) in [one.value for one in open_page("/train", trained).metric]


def test_typed_words_wait_and_stand_beside_those_of_the_class(trained: Project) -> None:
    of = in_class(trained)
    go_to(trained, Place(guided_paths()["class"], 11))
    app = open_page("/predict", trained)
    app.text_input[0].set_value("A grizzly.").run()
    app.button(key="path_lock").click().run()
    [topic] = topics_of(of)
    assert (topic.kind, topic.page) == ("words", "predict") and not has(app, "path_lock")
    take_out(of.id, topic.name, " a GRIZZLY")
    assert not topics_of(of) and has(app.run(), "path_lock")
    app.button(key="path_lock").click().run()
    app.radio(key="static_guess").set_value(0).run()
    app.button(key="lock_static_guess").click().run()
    names = {topic.name for topic in topics_of(of)}
    assert len(names) == 2 and not any(topic.judged for topic in topics_of(of))
    reveal(of.id, names)
    app.run()
    assert not app.exception and not has(app, "path_lock")
    assert len([one for one in app.get("html") if "<table" in one.proto.body]) == 2
    told = topic_of(of, "static_guess")
    assert told is not None and told.truth and (told.right, told.judged) == (0, 1)
    assert any(told.truth in one.value for one in app.markdown)


def test_a_tap_of_the_tour_waits_and_is_then_the_learners_answer(trained: Project) -> None:
    of = in_class(trained)
    go_on_tour(trained)
    store_setting(trained, "tour", {"stop": 2})
    app = open_page("/train", trained)
    app.button(key="tour_choice_1").click().run()
    [topic] = topics_of(of)
    assert topic.name in RESULT_TOPICS and sum(bar.guesses for bar in topic.bars) == 1
    stop = tour().stops[2]
    assert not app.exception and tapped(trained, stop) is None and not has(app, "tour_choice_1")
    reveal(of.id, [topic.name])
    app.run()
    assert not app.exception and tapped(trained, stop) == list(stop.choices)[1]


def test_a_click_of_a_learner_opens_no_connection_for_the_class(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_class(trained)
    app = open_page("/gather", trained)
    opened: list[str] = []
    connect = sqlite3.connect

    def counted(file: object, *more: Any, **options: Any) -> Any:
        opened.append(str(file))
        return connect(file, *more, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(sqlite3, "connect", counted)
    app.run()
    assert not app.exception and not [file for file in opened if tables.FILE in file]


def test_joining_takes_a_code_a_nickname_and_no_name(home: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    app = visit(page=page_info("join").file)
    app.text_input(key="join_code_field").input(of.code.lower())
    open_to_newcomers(of.id, False)
    app.button(key="join_next").click().run()
    assert has(app, "other_code") and not has(app, "join_now")
    open_to_newcomers(of.id, True)
    name = app.run().pills(key="nickname").options[0]
    app.pills(key="nickname").set_value(name).run()
    app.button(key="join_now").click().run()
    assert not app.exception
    [learner] = learners_of(of.id)
    assert learner.nickname == name and has(app, "go_to_stop")
    assert not has(visit(page=page_info("join").file), "go_to_stop")
    assert has(visit(cookie=address(app)), "i_am_0")


def test_a_card_is_made_when_it_is_saved_and_not_for_each_look(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr("ui.classroom.join.personal_card", lambda *about: made.append(about))
    in_class(project)
    app = open_page("/join", project)
    assert has(app, "go_to_stop") and app.get("download_button") and not made


def test_a_path_is_offered_with_the_minutes_that_it_then_has(home: Path) -> None:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.switch_page(page_info("teach").file).run()
    paths = app.selectbox(key="class_path")
    with_tour = next(place for place, words in enumerate(paths.options) if "tour" in words)
    offered = paths.options[with_tour]
    paths.select_index(with_tour).run()
    app.button(key="create_class").click().run()
    path = class_of_key(app.session_state[_KEY]).path.guided()
    assert [stop.page for stop in path.stops] == [stop.page for stop in tour().stops]
    assert f"({path.minutes} " in offered


def test_a_closed_page_leads_back_and_a_call_takes_everybody_along(project: Project) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    workspace, _ = join_class(of, "brave deer")
    lead(of.id, lambda now: {"up_to": 0})
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.query_params["w"] = workspace.key
    app.switch_page(page_info("train").file).run()
    assert has(app, "back_to_stop") and not has(app, "train_quick")
    lead(of.id, lambda now: called_to(now, 3))
    app.run()
    assert not app.exception and not has(app, "back_to_stop")
    stop = class_of_id(of.id).path.guided().stops[3]
    assert app.title[0].value == page_info(stop.page).title


def test_who_went_on_to_a_stop_that_is_closed_finds_the_way_back(project: Project) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    workspace, _ = join_class(of, "brave deer")
    lead(of.id, lambda now: {"up_to": 1})
    path = of.path.guided()
    go_to(workspace.current(), Place(path, 2))
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.query_params["w"] = workspace.key
    app.switch_page(page_info(path.stops[2].page).file).run()
    assert has(app, "back_to_stop") and not has(app, "path_on") and not app.text_input
    app.button(key="back_to_stop").click().run()
    assert not app.exception and not has(app, "back_to_stop")
    assert app.title[0].value == page_info(path.stops[1].page).title


def test_a_countdown_starts_ends_and_starts_again(home: Path) -> None:
    of, key = new_class(ClassPath(), "", 7)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.session_state[_KEY] = key
    app.switch_page(page_info("teach").file).run()
    app.segmented_control(key="class_part").set_value("Now").run()
    unfold(app, "class_lead")
    for starts in (True, False, True):
        app.button(key="countdown_start" if starts else "countdown_stop").click().run()
        assert not app.exception
        assert (class_of_id(of.id).lead.until is not None) == starts
    lead(of.id, lambda now: {"until": 1.0, "up_to": 1})  # long over
    app.selectbox(key="together_stop").set_value(4).run()
    app.button(key="class_together").click().run()
    assert class_of_id(of.id).lead.up_to == app.selectbox(key="class_up_to").value == 4
    app.button(key="countdown_stop").click().run()
    app.selectbox(key="class_up_to").set_value(2).run()
    now = class_of_id(of.id).lead
    assert not app.exception and (now.until, now.up_to) == (None, 2)


def test_the_teacher_sees_the_countdown_that_the_class_sees(trained: Project) -> None:
    of, key = new_class(ClassPath(), "", 7)
    join(of, "brave deer", workspace_of(trained))
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.session_state[_KEY] = key
    app.switch_page(page_info("teach").file).run()
    app.segmented_control(key="class_part").set_value("Now").run()
    said = lesson_text("class_strip")
    left = re.compile(re.escape(said["countdown"]).replace(r"\{time\}", r"4:\d\d"))
    over = re.compile(re.escape(said["countdown_over"]))

    def seen(until: float | None) -> tuple[bool, bool]:
        lead(of.id, lambda now: {"until": until})
        app.run()
        shown = [one.value for one in app.markdown]
        return any(map(left.fullmatch, shown)), any(map(over.fullmatch, shown))

    assert seen(None) == (False, False)
    assert seen(time.time() + 250) == (True, False)
    assert seen(1.0) == (False, True)


def test_the_teacher_sees_guesses_fall_and_looks_at_work_that_stays_as_it_is(
    trained: Project,
) -> None:
    of, key = new_class(ClassPath(), "", 7)
    learner = join(of, "brave deer", workspace_of(trained))
    before = trained.info().modified
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.session_state[_KEY] = key
    app.switch_page(page_info("teach").file).run()
    for part in ("Now", "Guesses", "After"):
        app.segmented_control(key="class_part").set_value(part).run()
        assert not app.exception
    app.session_state[_LOOK] = learner.id
    app.run()
    assert not app.exception and has(app, "look_back")
    assert list(app.table[0].value.columns) == sorted(trained.dataset.classes())
    assert trained.info().modified == before and saved_guess(trained, SIMULATED, "x").choice is None
    assert topic_of(of, "t") is None
    app.button(key="look_back").click().run()
    assert app.segmented_control(key="class_part").value == "after"


def test_the_teacher_takes_words_out_and_sees_all_that_waits(home: Path) -> None:
    of, key = new_class(ClassPath(), "", 7)
    hold(of.id, [EVERY_PAGE])
    learners = [join_class(of, name)[1] for name in ("brave deer", "quick otter")]
    for learner, words in zip(learners, ("You fool", "A bear"), strict=True):
        for number in range(SHOWN + 2):
            asked = Asked(prompt="Which?", kind="words", words=words)
            keep(learner, f"path.class.{number}", words, asked, page="predict", held=True)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
    app.session_state[_KEY] = key
    app.switch_page(page_info("teach").file).run()
    app.segmented_control(key="class_part").set_value("Guesses").run()
    fields = [one for one in app.selectbox if (one.key or "").startswith("take_out_")]
    assert len(fields) == SHOWN + 2
    app.selectbox(key="take_out_path_class_3").set_value("You fool").run()
    assert not app.exception
    told = {topic.name: [bar.words for bar in topic.bars] for topic in topics_of(of)}
    assert told.pop("path.class.3") == ["A bear"]
    assert all(set(words) == {"You fool", "A bear"} for words in told.values())


def test_a_plan_is_shown_to_the_class_and_taken_down_again(trained: Project) -> None:
    of = in_class(trained)
    save_plan(trained, Plan(objective="Nobody is hurt"))
    app = open_page("/join", trained)
    app.segmented_control(key="my_class_part").set_value("Our wall").run()
    app.button(key="wall_plan").click().run()
    assert not app.exception
    [plan] = wall_of(of.id)
    assert plan.lines == ("Nobody is hurt",)
    app.button(key=f"down_{plan.learner}_plan").click().run()
    assert not app.exception and not wall_of(of.id)
    app.segmented_control(key="my_class_part").set_value("Swap models").run()
    app.toggle(key="lend_model").set_value(True).run()
    assert not app.exception and lends(learners_of(of.id)[0])


def test_the_teacher_compares_models_and_joins_everybodys_pictures(trained: Project) -> None:
    of, key = new_class(ClassPath(), "project", 7)
    begin_with_project(of, trained)
    joined = [join_class(of, name) for name in ("brave deer", "quick otter")]
    for _, learner in joined:
        show_model(learner)
    app = open_page("/teach", trained)
    app.session_state[_KEY] = key
    app.run()
    app.segmented_control(key="class_part").set_value("Wall").run()
    app.button(key="compare_models").click().run()
    until(lambda: bool(app.run().table))
    assert not app.exception and list(app.table[0].value.iloc[:, 0]) == [
        "brave deer",
        "quick otter",
    ]
    app.button(key="show_board").click().run()
    assert not app.exception and has(app, "hide_board")
    mine = open_page("/join", joined[0][0].current())
    mine.segmented_control(key="my_class_part").set_value("Our wall").run()
    assert len(mine.table) == 1
    app.segmented_control(key="class_part").set_value("One set").run()
    app.button(key="make_joined").click().run()
    until(lambda: joined_of(of) is not None)
    until(lambda: has(app.run(), "copy_joined"))
    made = joined_of(of)
    assert made is not None
    assert made.figures.pictures == made.figures.twice == len(trained.dataset.images())
    app.toggle(key="joined_open").set_value(True).run()
    app.button(key="copy_joined").click().run()
    assert not app.exception and app.title[0].value == page_info("gather").title
    learner = open_page("/join", works(of)["brave deer"])
    learner.segmented_control(key="my_class_part").set_value("Everybody's pictures").run()
    learner.button(key="copy_joined").click().run()
    assert not learner.exception and len(joined_places(of.id)[1]) == 2
