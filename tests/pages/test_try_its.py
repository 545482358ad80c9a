"""Every *Try it* of a question leads to a page on which the control that it names is found."""

import re
from collections import defaultdict

import pytest
from streamlit.testing.v1 import AppTest

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.jobs.warm import WarmWorker
from core.learning.questions.exercises import exercises
from core.learning.questions.own_words import own_words
from core.learning.questions.questionnaire import questionnaire
from core.learning.questions.try_it import TryIt
from core.project.project import Project
from tests.app import open_page

Views = tuple[tuple[str, str], ...]
MOST_SKIPS = 3
_OWN_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.+)$")


def try_its() -> dict[str, list[tuple[str, TryIt]]]:
    """Page → the questions that lead there, with their names."""
    found: dict[str, list[tuple[str, TryIt]]] = defaultdict(list)
    asked = [*((one.id, one) for one in questionnaire().questions + exercises())]
    for name, one in [*asked, *own_words().items()]:
        found[one.page].append((name, one))
    return found


def keys_on(app: AppTest) -> set[str]:
    """The keys of everything on the page that has one: widgets, charts, components, panels."""
    found, left = set(), [app.main]
    while left:
        node = left.pop()
        left += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        own = _OWN_KEY.match(getattr(proto, "id", "") or "")
        found |= {own[1]} if own else {str(getattr(proto, "id", "")), str(getattr(node, "key", ""))}
    return found


def skipped(app: AppTest) -> AppTest:
    """The page after its guesses were skipped: what they hide is what is sought."""
    for _ in range(MOST_SKIPS):
        skip = next((one for one in app.button if (one.key or "").startswith("skip_")), None)
        if skip is None:
            break
        skip.click().run()
        assert not app.exception, [error.value for error in app.exception]
    return app


@pytest.fixture
def planned(trained: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A trained project whose plan has an action for each class, as Decide needs it; fastai is not
    loaded yet, as a learner finds it."""
    monkeypatch.setattr(WarmWorker, "ready", False)
    monkeypatch.setattr(WarmWorker, "pid", None)
    levers = [Lever(name=f"Treat as {name}") for name in trained.dataset.classes()]
    save_plan(trained, Plan(levers=levers))
    return trained


@pytest.mark.parametrize("page", sorted(try_its()))
def test_the_control_is_there(planned: Project, page: str) -> None:
    by_view: dict[Views, list[tuple[str, TryIt]]] = defaultdict(list)
    for name, one in try_its()[page]:
        by_view[tuple(sorted(one.view.items()))].append((name, one))
    app, lost = open_page(f"/{page}", planned), {}
    for view, those in sorted(by_view.items()):  # the page as it opens comes first
        for key, option in view:
            app.session_state[key] = option
        found = seen_on(app.run(), planned)
        lost |= {name: one.at for name, one in those if not _has(found, one.at)}
        assert all(app.session_state[key] == option for key, option in view), "no such part"
    assert lost == {}


def seen_on(app: AppTest, project: Project) -> set[str]:
    """The keys on the page without the project's id, those behind its guesses too."""
    found = keys_on(app)
    found |= keys_on(skipped(app))
    return {key.replace(f"{project.id}_", "") for key in found}


def _has(keys: set[str], at: str) -> bool:
    return any(key == at or key.startswith(f"{at}_") for key in keys)
