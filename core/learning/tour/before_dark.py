"""The stops before dark: the wish, the pictures, the first model, and its mistakes."""

from pathlib import Path

from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import MixUp, confusion, mix_ups, times_mixed_up
from core.learning.tour.content import ANY
from core.learning.tour.place import Mark
from core.learning.tour.standing import Standing
from core.project.guesses import MIX_UP, save_guess
from core.starter.tell_apart import tell_apart
from core.training.runs import keep_guess
from core.words import count_of, listed, percent, percent_of

SHARES = {"third": 1 / 3, "half": 1 / 2, "most": 0.9, "all": 1.0}
NEAR = 0.08  # of the pictures: a guess is good when it is not farther away


def no_verdict(here: Standing) -> str:
    """The same is said whatever was tapped."""
    return ANY


def has_levers(here: Standing) -> bool:
    """Whether the plan says what should happen and what can be done."""
    plan = load_plan(here.project)
    return plan.has_objective and bool(plan.named_levers)


def plan_words(here: Standing) -> dict[str, str]:
    """The levers by name, each in quotation marks: they are whole phrases."""
    names = [f"“{one.name.strip()}”" for one in load_plan(here.project).named_levers]
    return {"levers": listed(names)}


def levers_figure(here: Standing) -> tuple[str, str]:
    """How many things can be done."""
    return str(len(load_plan(here.project).named_levers)), ""


def has_pictures(here: Standing) -> bool:
    """Whether there are pictures of two kinds."""
    return sum(count > 0 for count in here.project.dataset.classes().values()) > 1


def class_words(here: Standing) -> dict[str, str]:
    """Every class with its number of pictures."""
    counts = here.project.dataset.classes()
    return {"classes": listed([f"{count:,} {name}" for name, count in counts.items()])}


def brown_black_bear(here: Standing) -> Path | None:
    """Where the picture lies of a black bear that is brown."""
    return tell_apart().question_path


def pictures_figure(here: Standing) -> tuple[str, str]:
    """How many pictures there are."""
    return f"{len(here.project.dataset.images()):,}", ""


def runs_mark(here: Standing) -> Mark:
    """How many models there were on arrival."""
    return {"runs": here.runs}


def trained_since(here: Standing) -> bool:
    """Whether a training ended since the arrival."""
    return here.runs > int(here.mark.get("runs", 0))


def keep_training_guess(here: Standing) -> None:
    """The tap is the guess about the next training."""
    keep_guess(here.project, round(SHARES.get(here.choice, 0.0) * here.held))


def training_words(here: Standing) -> dict[str, str]:
    """How many pictures are set aside."""
    return {"held": str(here.held)}


def training_verdict(here: Standing) -> str:
    """Whether the guess was too low, near or too high."""
    if here.valid is None:
        return "near"
    away = here.valid.accuracy - SHARES.get(here.choice, 0.0)
    return "near" if abs(away) <= NEAR else "low" if away > 0 else "high"


def training_figure(here: Standing) -> tuple[str, str]:
    """How many were named right."""
    if here.valid is None:
        return "", ""
    return f"{here.valid.correct} of {here.held}", percent(here.valid.accuracy)


def keep_mix_up_guess(here: Standing) -> None:
    """The tap is the guess that Evaluate would ask for."""
    first, second = here.choice.split(" ")
    if here.run is not None:
        save_guess(here.project, MIX_UP, (first, second), here.run.id)


def looked_at_mistakes(here: Standing) -> bool:
    """Whether the pictures were opened; nothing is to open where nothing is mixed up."""
    return bool(here.mark.get("looked")) or _most_mixed_up(here) is None


def mistake_words(here: Standing) -> dict[str, str]:
    """How many mistakes there are, and between which two classes most."""
    most = _most_mixed_up(here)
    return {
        "held": str(here.held),
        "wrong": str(here.held - here.valid.correct) if here.valid else "0",
        "pair": listed([most.first, most.second]) if most else "",
        "times": count_of(most.count, "time") if most else "",
    }


def mistake_verdict(here: Standing) -> str:
    """How the guess turned out; a tie is said as one."""
    most = _most_mixed_up(here)
    if most is None or here.valid is None:
        return "none"
    matrix = confusion(here.valid)
    first, _, second = here.choice.partition(" ")
    if times_mixed_up(matrix, (first, second)) < most.count:
        return "wrong"
    return "tie" if sum(one.count == most.count for one in mix_ups(matrix)) > 1 else "right"


def mistake_figure(here: Standing) -> tuple[str, str]:
    """How many of the mistakes are between the two."""
    most = _most_mixed_up(here)
    wrong = here.held - here.valid.correct if here.valid else 0
    return f"{most.count if most else 0} of {wrong}", ""


def _most_mixed_up(here: Standing) -> MixUp | None:
    return next(iter(mix_ups(confusion(here.valid))), None) if here.valid is not None else None


def right_in_words(here: Standing) -> str:
    """For example: 58 of 64 (91 %)."""
    return percent_of(here.valid.correct, here.held) if here.valid is not None else ""
