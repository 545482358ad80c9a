"""Where each *Try it* of a question leads, and what of the controls that it names is not there."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from core.drivetrain.simulators.content import simulators_text
from core.learning.possible.possible import possible
from core.learning.questions.exercises import TryIt, exercises
from core.learning.questions.own_words import own_words
from core.learning.questions.questionnaire import questionnaire
from tests.browser.views import View
from ui.evaluate.views import VIEWS
from ui.start.possible import DOMAIN, PARTS
from ui.train.lesson import WAYS

NAMED = re.compile('["“]([^"“”]+)["”]')


@cache
def try_its() -> dict[str, list[tuple[str, TryIt]]]:
    """Page → the questions that lead there, with their names."""
    found: dict[str, list[tuple[str, TryIt]]] = defaultdict(list)
    asked = [*((one.id, one) for one in questionnaire().questions + exercises())]
    for name, one in [*asked, *own_words().items()]:
        found[one.page].append((name, one))
    return found


def lost_controls(page_id: str, views: Sequence[View], project_id: str) -> list[str]:
    """A line for each try-it of a page that leads to no view of it, or names what is not there."""
    lines = []
    for name, one in try_its()[page_id]:
        view = _meant(one, views)
        if view is None:
            lines.append(f"{name} leads to no view of {page_id}: {one.view}")
            continue
        there = _has(view.keys, one.at, project_id)
        missing = [] if there else [one.at]
        missing += [each for each in NAMED.findall(one.try_it) if each not in view.names]
        lines += [f"{name} names what is not on {page_id}: {missing}"] if missing else []
    return lines


def _meant(one: TryIt, views: Sequence[View]) -> View | None:
    """The view that the button of a try-it opens; without one, the page as it opens."""
    options = {key: _names_of(key).get(option, option) for key, option in one.view.items()}
    if not options:
        return views[0]
    return next((view for view in views if options.items() <= view.chosen.items()), None)


@cache
def _names_of(key: str) -> dict[str, str]:
    """Option → its name on the page, of a row whose options go by other names there."""
    worlds = {name: one.title for name, one in simulators_text().simulators.items()}
    domains = {one.id: one.title for one in possible().domains}
    rows = {"look": VIEWS, "how": WAYS, "part": PARTS, "sim": worlds, DOMAIN: domains}
    return rows.get(key, {})


def _has(keys: set[str], at: str, project_id: str) -> bool:
    own = {key.replace(f"{project_id}_", "") for key in keys}
    return any(key == at or key.startswith(f"{at}_") for key in own)
