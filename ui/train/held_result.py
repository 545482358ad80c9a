"""A training's result while a class guesses about it: what stands in its place on Train."""

from core.classroom.answers import Asked
from core.content import lesson_text
from core.learning.tour.place import tour_asks
from core.project.guesses import TRAINING
from core.project.project import Project
from core.training.runs import chance_level
from ui.parts.class_guess import SharedGuess, shared_guess
from ui.parts.no_model import say_result_waits

TEXT = lesson_text("train")


def shared_training() -> SharedGuess | None:
    """The question how many a training gets right, as the class shares it."""
    return shared_guess(TRAINING.setting.name)


def training_question(project: Project, valid: int) -> tuple[str, int]:
    """The question about so many validation pictures, and what pure chance gets right of them."""
    chance = chance_level(valid, sum(count > 0 for count in project.dataset.classes().values()))
    return TEXT["guess"].format(valid=valid, chance=chance), chance


def say_held_result(project: Project, shared: SharedGuess | None) -> None:
    """Show the guess that waits, and that the result does. A learner who moved no slider made no
    guess, which the teacher sees, too: there is something to reveal."""
    if shared and not tour_asks(project, "train"):
        made = shared.made()
        if made is None:
            valid = len(project.dataset.images(split="valid"))
            prompt, _ = training_question(project, valid)
            shared.keep(None, Asked(prompt=prompt, kind="number", high=valid))
            made = shared.made()
        if made is not None:
            shared.wait_here(made)
    say_result_waits()
