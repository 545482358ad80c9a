"""Two models, one app, as a learner meets it on Deploy."""

import pytest
from streamlit.testing.v1 import AppTest

from core.deploy.two_models import strange
from core.deploy.two_models.gates import GateChoice, Model
from core.deploy.two_models.measured import BETTER, CHAIN, TRYING, about
from core.deploy.two_models.places import PLACES, keep_often, often_at, places_of
from core.deploy.two_models.strange import STATIC, Strange
from core.project.guesses import saved_guess
from core.project.project import Project
from core.training.runs import chosen_run
from core.vision.preprocess import Preprocess
from tests.app import has, hints, open_page, texts, workspace_of
from tests.core.production.tuned import tuned_run
from tests.core.project.pictures import pictures

PART = "Two models"
VOCAB = ["one", "two", "zwölf"]


def _model(project: Project) -> Model:
    run = chosen_run(project)
    assert run is not None
    return Model(project, run)


def _second_project(project: Project) -> Model:
    second = workspace_of(project).new_project("Second")
    second.dataset.add(pictures(4, *VOCAB))
    workspace_of(project).switch(project.id)
    return Model(second, tuned_run(second, Preprocess(32), VOCAB))


def _at(project: Project, step: str) -> AppTest:
    page = open_page("/deploy", project)
    page.segmented_control(key="deploy_part").set_value(PART).run()
    page.pills(key="two_models_step").set_value(step).run()
    assert not page.exception
    return page


def test_the_guess_comes_first_and_then_both_are_counted(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strange, "MOST_STRANGE", 12)
    model = _model(trained)
    page = _at(trained, "gate")
    page.selectbox(key="two_models_source").set_value(STATIC).run()
    topic = about(model, GateChoice(model), Strange(STATIC))
    assert has(page, "lock_two_models") and TRYING.progress(trained, topic) is None
    page.radio(key=f"g_{topic}").set_value(0).run()
    page.button(key="lock_two_models").click().run()
    assert not page.exception
    assert saved_guess(trained, BETTER, topic).choice == CHAIN
    TRYING.wait(trained, 60, topic)
    progress = TRYING.progress(trained, topic)
    assert progress and progress.result
    page.run()
    assert not page.exception
    scores = [progress.result.score(chained=chained).in_words for chained in (True, False)]
    assert any(all(one in box.value for one in scores) for box in (*page.success, *page.info))
    assert [figure.value for figure in page.metric] == [
        progress.result.score(chained=False, strange=False).fraction,
        progress.result.score(chained=True, strange=False).fraction,
        progress.result.score(chained=True, strange=True).fraction,
    ]


def test_another_projects_model_is_a_gate_once_some_answers_let_in(trained: Project) -> None:
    other = _second_project(trained)
    page = _at(trained, "gate")
    page.selectbox(key="two_models_gate_try").set_value(other.project.id).run()
    assert has(page, "lock_two_models")
    left_out = page.multiselect(key=f"two_models_but_{other.project.id}")
    assert left_out.options == VOCAB[1:]  # the first is let in
    page.multiselect(key=f"two_models_lets_in_{other.project.id}").set_value(VOCAB).run()
    assert not page.exception and not has(page, "lock_two_models")


def test_one_photo_gets_two_answers(trained: Project) -> None:
    assert len(hints(_at(trained, "second"))) == 1
    _second_project(trained)
    page = _at(trained, "second")
    assert not hints(page)
    answers = [one.value.split(",")[0] for one in page.subheader][-2:]
    assert answers[0] in _model(trained).vocab and answers[1] in VOCAB


def test_the_place_is_kept_and_changes_the_answer(trained: Project) -> None:
    model = _model(trained)
    assert not trained.settings.get(PLACES)
    keep_often(trained, "The [moon](x)", dict.fromkeys(model.vocab, 5))
    page = _at(trained, "place")
    before = page.subheader[-1].value
    likeliest = before.split(",")[0]
    key = f"two_models_often_{trained.id}_The [moon](x)_{likeliest}"
    page.slider(key=key).set_value(0).run()
    assert not page.exception
    assert often_at(trained, "The [moon](x)", model.vocab)[likeliest] == 0
    assert not page.subheader[-1].value.startswith(likeliest) and page.warning
    for name in model.vocab:
        page.slider(key=f"two_models_often_{trained.id}_The [moon](x)_{name}").set_value(0).run()
    assert not page.exception and hints(page) and not places_of(model).shares


def test_the_app_says_what_is_in_it(trained: Project) -> None:
    other = _second_project(trained)
    page = _at(trained, "app")
    assert "`kind/`" in texts(page) and "`second/`" not in texts(page)
    page.selectbox(key="two_models_gate_app").set_value(other.project.id).run()
    page.selectbox(key="two_models_second_app").set_value(other.project.id).run()
    assert not page.exception
    assert "`second/`" in texts(page) and "`gate/`" not in texts(page)  # one folder for both
