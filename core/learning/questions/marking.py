"""What to say to an answer: right, partly or not, and why exactly this one is wrong."""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from core.content import says
from core.learning.questions.exercises import (
    ChoiceExercise,
    Exercise,
    LineExercise,
    MatchExercise,
    NumericExercise,
    OrderExercise,
)
from core.learning.questions.schedule import reviewed
from core.project.project import Project


@dataclass(frozen=True)
class Verdict:
    """`mark` as in the questionnaire; `whys` explain what is wrong, empty when nothing is."""

    mark: str
    whys: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.mark == "knew"


Size = Field(ge=-(10**12), le=10**12)


class HandedIn(BaseModel):
    """An answer as a project keeps it: what was `given`, in the form of its exercise, and what the
    exercise was `about` then. A project may come from anybody."""

    given: Annotated[int, Size] | Annotated[float, Size] | str | list[str] | dict[str, str]
    about: str


RIGHT = Verdict("knew")
AS_A_SHARE = says("questions", "right_share")


def judge(exercise: Exercise, given: Any) -> Verdict:
    """The verdict on an answer: an option's text, a number, the steps in the learner's order,
    left → right of a match, or the number of a line. What does not fit the form is wrong."""
    return _JUDGES[exercise.kind](exercise, given)


def _choice(exercise: ChoiceExercise, given: object) -> Verdict:
    chosen = next((one for one in exercise.options if one.text == given), None)
    if chosen and chosen.right:
        return RIGHT
    return Verdict("not yet", (chosen.why if chosen else says("questions", "none_options"),))


def _numeric(exercise: NumericExercise, given: object) -> Verdict:
    if not isinstance(given, (int, float)):
        return Verdict("not yet", (exercise.otherwise,))
    if abs(given - exercise.answer) <= exercise.tolerance + 1e-9:
        return RIGHT
    if exercise.unit == "%" and abs(100 * given - exercise.answer) <= exercise.tolerance:
        return Verdict("partly", (AS_A_SHARE,))
    close = (slip.why for slip in exercise.slips if math.isclose(slip.value, given, rel_tol=0.005))
    return Verdict("not yet", (next(close, exercise.otherwise),))


def _order(exercise: OrderExercise, given: object) -> Verdict:
    if not isinstance(given, list) or sorted(given) != sorted(exercise.steps):
        return Verdict("not yet", (says("questions", "every_step_once"),))
    place = [given.index(step) for step in exercise.steps]
    whys = [why for i, why in enumerate(exercise.why) if place[i] > place[i + 1]]
    if not whys:
        return RIGHT
    return Verdict("partly" if len(whys) < len(exercise.why) else "not yet", tuple(whys))


def _match(exercise: MatchExercise, given: object) -> Verdict:
    chosen = given if isinstance(given, dict) else {}
    wrong = [pair for pair in exercise.pairs if chosen.get(pair.left) != pair.right]
    if not wrong:
        return RIGHT
    whys = tuple(f"**{pair.left}** → {pair.right}. {pair.why}" for pair in wrong)
    return Verdict("partly" if len(wrong) < len(exercise.pairs) else "not yet", whys)


def _line(exercise: LineExercise, given: object) -> Verdict:
    if given == exercise.right:
        return RIGHT
    known = isinstance(given, int) and given in exercise.whys
    why = exercise.whys[given] if known else says("questions", "no_such_line")  # type: ignore[index]
    return Verdict("not yet", (why,))


_JUDGES: dict[str, Callable[[Any, Any], Verdict]] = {
    "choice": _choice,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "line": _line,
}


def hand_in(project: Project, exercise: Exercise, given: Any) -> Verdict:
    """Judge an answer, keep it with its mark, and plan when the exercise comes again."""
    verdict = judge(exercise, given)
    words = json.dumps({"given": given, "about": _fingerprint(exercise)})
    project.answers.save(exercise.id, words, mark=verdict.mark, revealed=True)
    reviewed(project, exercise.id, verdict.mark)
    return verdict


def handed_in(project: Project, exercise: Exercise) -> Any | None:
    """What the learner answered; None while open, once the exercise asks something else because
    the project has changed, and for what cannot be an answer."""
    answer = project.answers.get(exercise.id)
    if answer is None or not answer.revealed:
        return None
    try:
        saved = HandedIn.model_validate_json(answer.text)
    except ValidationError:
        return None
    return saved.given if saved.about == _fingerprint(exercise) else None


def once_more(project: Project, exercise: Exercise) -> None:
    """Open the exercise again; its last mark stays until the new answer."""
    answer = project.answers.get(exercise.id)
    project.answers.save(exercise.id, "", mark=answer.mark if answer else None, revealed=False)


def _fingerprint(exercise: Exercise) -> str:
    shown = exercise.model_dump_json(exclude={"order", "checked", "sources"})
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def right_answer(exercise: Exercise) -> str:
    """The right answer in one line of Markdown, whatever the form."""
    match exercise.kind:
        case "choice":
            return next(option.text for option in exercise.options if option.right)
        case "numeric":
            return f"{in_digits(exercise.answer)} {exercise.unit}".rstrip()
        case "order":
            return " → ".join(exercise.steps)
        case "match":
            return "; ".join(f"{pair.left}: {pair.right}" for pair in exercise.pairs)
        case "line":
            return says("questions", "line", number=exercise.right)


def in_words(given: Any) -> str:
    """An answer as `core.learning.questions.marking` takes it, in one line of Markdown."""
    if isinstance(given, list):
        return " → ".join(given)
    if isinstance(given, dict):
        return "; ".join(f"{left} → {right}" for left, right in given.items())
    return in_digits(given) if isinstance(given, float) else str(given)


def in_digits(number: float) -> str:
    """A number with at most two digits after the point, and none where there are none."""
    return f"{round(number, 2):.12g}"
