"""Several models as one app: the gate is measured, the place counts, and the ZIP says the same."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.deploy.two_models import measured
from core.deploy.two_models.gates import (
    GateChoice,
    Model,
    other_models,
    with_a_line,
)
from core.deploy.two_models.measured import (
    ALONE,
    CHAIN,
    NEITHER,
    TRYING,
    Asked,
    Tried,
    about,
    start_trying,
    usual_pictures,
)
from core.deploy.two_models.one_app import OneApp, app_download
from core.deploy.two_models.places import keep_often, places_of
from core.deploy.two_models.strange import (
    DIGITS,
    STATIC,
    Strange,
    strange_pictures,
    strange_sources,
)
from core.production.predictor import television_static, trained_on
from core.project.project import Project
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from core.vision.preprocess import Preprocess
from tests.app import workspace_of
from tests.core.deploy.moved_out import done_in
from tests.core.production.tuned import tuned_run
from tests.core.project.pictures import pictures

VOCAB = ["one", "two", "zwölf"]


@pytest.fixture
def model(trained: Project) -> Model:
    run = chosen_run(trained)
    assert run is not None
    return Model(trained, run)


@pytest.fixture
def other(trained: Project) -> Model:
    """The chosen model of a second project, whose classes are other ones."""
    second = workspace_of(trained).new_project("Second")
    workspace_of(trained).switch(trained.id)
    second.dataset.add(pictures(4, *VOCAB))
    return Model(second, tuned_run(second, Preprocess(32), VOCAB))


def test_a_usual_picture_that_is_stopped_is_a_mistake() -> None:
    usual = [Asked(False, True, True)] * 6 + [Asked(False, True, False)] * 2
    usual += [Asked(False, False, True)] * 2
    tried = Tried(usual + [Asked(True, False, False)] * 9 + [Asked(True, False, True)])
    assert tried.score(chained=False, strange=False).fraction == "8 of 10"
    assert tried.score(chained=True, strange=False).fraction == "6 of 10"
    assert tried.score(chained=True, strange=True).fraction == "9 of 10"
    assert tried.score(chained=True).fraction == "15 of 20"
    assert tried.stopped_usual == 2
    assert tried.p == pytest.approx(2 * 67 / 2**11)  # 2 against 9 tosses of a coin
    assert tried.better == NEITHER
    assert tried.pays_from == pytest.approx(0.2 / (0.2 + 0.9))


def test_the_better_one_is_named_only_with_proof() -> None:
    assert Tried([Asked(True, False, False)] * 6).better == CHAIN
    assert Tried([Asked(False, True, False)] * 6).better == ALONE
    assert Tried([Asked(False, True, True)] * 6).better == NEITHER
    assert Tried([Asked(False, True, False)] * 6).pays_from is None


def test_a_line_lets_own_pictures_in_and_stops_static(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.deploy.two_models.strange.MOST_STRANGE", 5)
    gate = GateChoice(model)
    start_trying(model, gate, Strange(STATIC), [])
    TRYING.wait(model.project, 60, about(model, gate, Strange(STATIC)))
    progress = TRYING.progress(model.project, about(model, gate, Strange(STATIC)))
    assert progress is not None and progress.state == "finished", progress
    tried = progress.result
    assert tried is not None
    assert tried.score(chained=True, strange=True).fraction == "5 of 5"
    usual = tried.score(chained=False, strange=False)
    assert usual.total == len(usual_pictures(model, gate)) > 0
    chained = tried.score(chained=True, strange=False)
    assert usual.correct - tried.stopped_usual <= chained.correct <= usual.correct
    assert tried.stopped_usual < usual.total / 2


def test_strange_pictures_are_none_of_the_kinds(model: Model, other: Model) -> None:
    here = model.project
    projects = [here, other.project]
    assert strange_sources(projects, here) == [other.project.id, DIGITS, STATIC]
    alike = workspace_of(here).new_project("Of the same classes")
    alike.dataset.add(pictures(1, *here.dataset.classes()))
    assert strange_sources([*projects, alike], here) == [other.project.id, DIGITS, STATIC]
    alike.dataset.add(pictures(1, "shoe", start=90))
    assert alike.id in strange_sources([*projects, alike], here)
    digits = strange_pictures(Strange(DIGITS), projects, here, GateChoice(model))
    assert len(digits) == 7 * 6  # three of the ten are classes here
    own = strange_pictures(Strange(other.project.id), projects, here, GateChoice(model))
    labels = [image.label for image in other.project.dataset.images()]
    assert len(own) == min(60, len(labels))
    let_in = GateChoice(other, (VOCAB[0],))
    without = Strange(other.project.id, (VOCAB[1],))
    left = strange_pictures(without, projects, here, GateChoice(model))
    assert len(left) == sum(label != VOCAB[1] for label in labels)
    fewer = strange_pictures(Strange(other.project.id), projects, here, let_in)
    learned = trained_on(other.project, other.run)
    images = other.project.dataset.images()
    assert len(fewer) == sum(i.label != VOCAB[0] and i.id not in learned for i in images)


def test_another_projects_classes_can_be_the_gate(model: Model, other: Model) -> None:
    assert other_models([model.project, other.project], model.project) == {other.project.id: other}
    picture = television_static()
    said = other.judge().answers([picture])[0].label
    apart = next(name for name in other.vocab if name != said)
    for names, let_in in (((said,), True), ((apart,), False)):
        chain = OneApp(model, GateChoice(other, names)).chain()
        assert chain.says(picture).stopped is not let_in
    assert with_a_line(other.project, other.run) is None


def test_the_place_changes_the_answer_by_bayes_rule(model: Model) -> None:
    vocab = model.vocab
    keep_often(model.project, "Nowhere", dict.fromkeys(vocab, 0))
    keep_often(model.project, "Den", {name: 10 * (name == vocab[0]) for name in vocab})
    keep_often(model.project, "Usual", dict.fromkeys(vocab, 5))
    places = places_of(model)
    assert set(places.shares) == {"Den", "Usual"}
    image = model.project.dataset.images()[-1]
    picture = Image.open(model.project.dataset.image_path(image.id))
    chain = OneApp(model).chain()
    there = chain.says(picture, "Den").kind
    assert there is not None and there[vocab[0]] == pytest.approx(1)
    usual, plain = chain.says(picture, "Usual").kind, chain.says(picture).kind
    assert usual is not None and plain is not None
    powers = np.array(list(plain.values())) ** (1 / places.temperature) / places.seen
    assert list(usual.values()) == pytest.approx((powers / powers.sum()).tolist(), abs=1e-4)
    with pytest.raises(KeyError):
        chain.says(picture, "Moon")


def test_the_zip_runs_far_from_the_app_and_says_the_same(
    model: Model, other: Model, tmp_path: Path
) -> None:
    keep_often(model.project, "Den", {name: 10 * (name == model.vocab[0]) for name in model.vocab})
    app = OneApp(model, GateChoice(model), other)
    data = b"".join(app_download(app).pieces)
    assert data == b"".join(app_download(app).pieces)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
        assert {name.split("/")[0] for name in archive.namelist() if "model.onnx" in name} == {
            "kind",
            "second",
        }
    assert model.project.path.name.encode() not in data
    answers = json.loads((tmp_path / "examples" / "answers.json").read_text("utf-8"))
    assert len(answers) == 11 and answers[-1]["kind"] is None
    assert {one["place"] for one in answers} == {None, "Den"}
    done = done_in(tmp_path, "smoke_test.py")
    assert done.returncode == 0, done.stdout + done.stderr

    wanted = next(one for one in answers if one["kind"] and one["place"])
    told = done_in(tmp_path, "ask.py", "--place", "Den", f"examples/{wanted['file']}")
    said = json.loads(told.stdout)
    assert not said["stopped"] and set(said["second"]) == set(VOCAB)
    assert said["kind"] == pytest.approx(wanted["kind"], abs=1e-3)

    wanted["kind"] = None
    (tmp_path / "examples" / "answers.json").write_text(json.dumps(answers), "utf-8")
    assert done_in(tmp_path, "smoke_test.py").returncode == 1


def test_a_gate_of_its_own_has_a_folder_of_its_own(
    trained: Project, model: Model, other: Model
) -> None:
    app = OneApp(model, GateChoice(other, (VOCAB[0],)))
    assert set(app.models) == {"kind", "gate"}
    assert app.as_json()["gate"] == {"folder": "gate", "line": None, "lets_in": [VOCAB[0]]}
    again = Model(Project(other.project.path), other.run)
    assert set(OneApp(model, GateChoice(other, (VOCAB[0],)), again).models) == {"kind", "second"}
    newer = train_quick(trained)
    assert set(OneApp(Model(trained, newer), GateChoice(model)).models) == {"kind", "gate"}


def test_a_stopped_gate_is_counted_as_the_chain_runs(model: Model) -> None:
    """What is measured is what the app does."""
    gate = GateChoice(model)
    chain = OneApp(model, gate).chain()
    assert chain.says(television_static()).stopped
    first, label = usual_pictures(model, gate)[0]
    picture = Image.open(model.project.dataset.image_path(first)).convert("RGB")
    assert chain.says(picture).stopped is not gate.gate().lets_in([picture])[0]
    assert label in measured.held_out(model.project, model.run)[0]
