"""Would a person still give it the same label? What the learner said of drawn pictures.

Kept with the project: for each augmentation the strengths that were shown, and yes or no to each.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from core.content import says
from core.project.project import Project
from core.project.settings import Setting
from core.vision.augment.augmentation import Augmentation, Strength
from core.vision.augment.augmentations import CATALOGUE, augmentation
from core.vision.recipe import Recipe

ANSWERS = Setting[dict[str, list[tuple[Strength, bool]]]](
    "same_label", dict[str, list[tuple[Strength, bool]]], dict
)


@dataclass(frozen=True)
class Verdict:
    """What the answers say of one augmentation.

    `yes` of `asked` draws kept their label. `strongest` is the last step before the first "no"
    that was itself answered with yes; None where none was.
    """

    augmentation: Augmentation
    yes: int
    asked: int
    strongest: Strength | None

    def advice(self, recipe: Recipe) -> str:
        """What to do with it in the recipe: keep, turn down, leave out, or nothing."""
        steps = self.augmentation.options(recipe)
        now = steps.index(self.augmentation.strength_in(recipe))
        if self.strongest is None:
            return says("augment", "leave_out" if now else "left_out")
        limit = self.augmentation.shown(self.strongest)
        if now > steps.index(self.strongest):
            return says("augment", "turn_down", limit=limit)
        return says("augment", "keep" if now else "could_use", limit=limit)

    def applied(self, recipe: Recipe) -> Recipe:
        """The recipe with this augmentation no stronger than the learner's answers allow."""
        steps = self.augmentation.options(recipe)
        now = self.augmentation.strength_in(recipe)
        limit = steps[0] if self.strongest is None else self.strongest
        if steps.index(now) <= steps.index(limit):
            return recipe
        return self.augmentation.put_in(recipe, limit)


def next_question(
    recipe: Recipe, asked: int, seed: int, beside: Sequence[str] = ()
) -> tuple[Augmentation, Strength]:
    """The augmentation and strength of question number `asked`: mild, strong or destroyed.

    Asks about what is in the recipe and about the keys `beside`, in an order of chance.
    """
    chosen = [one for one in CATALOGUE if one.is_on(recipe) or one.key in beside]
    # a callback mixes the label as it mixes the picture
    chosen = [one for one in chosen if one.place != "callback"] or [augmentation("rotation")]
    all_of_them = [(one, strength) for one in chosen for strength in _three(one, recipe)]
    random.Random(seed).shuffle(all_of_them)
    return all_of_them[asked % len(all_of_them)]


def _three(one: Augmentation, recipe: Recipe) -> tuple[Strength, Strength, Strength]:
    steps = one.options(recipe)
    now = one.strength_in(recipe) if one.is_on(recipe) else one.usual
    return now, steps[(steps.index(now) + len(steps)) // 2], steps[-1]


def keep_answer(project: Project, key: str, strength: Strength, same: bool) -> None:
    """Remember what the learner said of one draw."""
    kept = project.settings.get(ANSWERS)
    kept.setdefault(key, []).append((strength, same))
    project.settings.set(ANSWERS, kept)


def forget_answers(project: Project) -> None:
    """Start the tally again."""
    project.settings.set(ANSWERS, {})


def verdicts(project: Project) -> list[Verdict]:
    """One verdict for each augmentation that was asked about, in the catalogue's order."""
    kept = project.settings.get(ANSWERS)
    return [_verdict(one, kept[one.key]) for one in CATALOGUE if kept.get(one.key)]


def _verdict(one: Augmentation, answers: list[tuple[Strength, bool]]) -> Verdict:
    steps = list(one.steps)
    places = [(_place(steps, strength), same) for strength, same in answers]
    first_no = min((place for place, same in places if not same), default=len(steps))
    accepted = [place for place, same in places if same and place < first_no]
    strongest = steps[max(accepted)] if accepted else None
    return Verdict(one, sum(same for _, same in places), len(places), strongest)


def _place(steps: list[Strength], strength: Strength) -> int:
    """Where a strength stands among the steps; one between two counts as the weaker."""
    if strength in steps:
        return steps.index(strength)
    growing = float(steps[0]) < float(steps[1])
    weaker = [s for s in steps if (float(s) < float(strength)) == growing]
    return len(weaker) - 1
