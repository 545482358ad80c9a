"""Every *Try it* of a question leads to a page on which the control that it names is found: by its
key, and by each name that the text has in quotes."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.json_format import MessageToJson
from streamlit.testing.v1 import AppTest

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.jobs.warm import WarmWorker
from core.learning.questions.exercises import TryIt, exercises
from core.learning.questions.own_words import own_words
from core.learning.questions.questionnaire import questionnaire
from core.project.project import Project
from tests.app import open_page

Views = tuple[tuple[str, str], ...]
MOST_SKIPS = 3
NAMED = re.compile('["“]([^"“”]+)["”]')
IN_SENTENCES = ("markdown", "caption")  # may speak of a control that is not there
_OWN_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.+)$")


def try_its() -> dict[str, list[tuple[str, TryIt]]]:
    """Page → the questions that lead there, with their names."""
    found: dict[str, list[tuple[str, TryIt]]] = defaultdict(list)
    asked = [*((one.id, one) for one in questionnaire().questions + exercises())]
    for name, one in [*asked, *own_words().items()]:
        found[one.page].append((name, one))
    return found


def keys_and_names_on(app: AppTest) -> tuple[set[str], str]:
    """The keys of everything on the page that has one (widgets, charts, components, panels), and
    what is written on them, on panels and in headings."""
    found, names = set[str](), list[str]()
    for node in _nodes(app):
        proto = getattr(node, "proto", None)
        own = _OWN_KEY.match(getattr(proto, "id", "") or "")
        found |= {own[1]} if own else {str(getattr(proto, "id", "")), str(getattr(node, "key", ""))}
        if hasattr(proto, "DESCRIPTOR") and getattr(node, "type", "") not in IN_SENTENCES:
            names.append(MessageToJson(proto, ensure_ascii=False))
    return found, "\n".join(names)


def _nodes(app: AppTest) -> Iterator[Any]:
    left: list[Any] = [app.main]
    while left:
        node = left.pop()
        left += getattr(node, "children", {}).values()
        yield node


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
    app, lost = open_page(f"/{page}", planned), dict[str, list[str]]()
    for view, those in sorted(by_view.items()):  # the page as it opens comes first
        for key, option in view:
            app.session_state[key] = option
        keys, names = seen_on(app.run(), planned)
        for name, one in those:
            missing = [] if _has(keys, one.at) else [one.at]
            missing += [each for each in NAMED.findall(one.try_it) if each not in names]
            lost |= {name: missing} if missing else {}
        assert all(app.session_state[key] == option for key, option in view), "no such part"
    assert lost == {}


def seen_on(app: AppTest, project: Project) -> tuple[set[str], str]:
    """Both on the page, keys without the project's id; what its guesses hide too."""
    found, names = keys_and_names_on(app)
    behind, more = keys_and_names_on(skipped(app))
    return {key.replace(f"{project.id}_", "") for key in found | behind}, names + more


def _has(keys: set[str], at: str) -> bool:
    return any(key == at or key.startswith(f"{at}_") for key in keys)
