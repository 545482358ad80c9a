"""The stops before dark: the wish, the pictures, the first model, its mistakes, and the labels."""

from pathlib import Path

from core.curation.labels.suspicion import Suspect, suspects_of
from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import MixUp, confusion, mix_ups, times_mixed_up
from core.learning.tour.content import ANY
from core.learning.tour.place import Mark
from core.learning.tour.standing import Standing
from core.project.guesses import MIX_UP, save_guess
from core.project.records import RunRecord
from core.starter.bear_sets import BearPicture, faults_found, known_faults
from core.starter.tell_apart import tell_apart
from core.training.outcome import Outcome
from core.training.runs import finished_runs, keep_guess
from core.words import count_of, listed, percent, percent_of

SHARES = {"third": 1 / 3, "half": 1 / 2, "most": 0.9, "all": 1.0}
NEAR = 0.08  # of the pictures: a guess is good when it is not farther away
WRONG_LABEL = "wrong label"


def no_verdict(here: Standing) -> str:
    """The same is said whatever was tapped."""
    return ANY


def has_levers(here: Standing) -> bool:
    """Whether the plan says what should happen and what can be done."""
    plan = load_plan(here.project)
    return plan.has_objective and bool(plan.named_levers)


def plan_words(here: Standing) -> dict[str, str]:
    """The levers by name."""
    return {"levers": listed([one.name.strip() for one in load_plan(here.project).named_levers])}


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
        "pair": f"{most.first} and {most.second}" if most else "",
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


def doubtful_mark(here: Standing) -> Mark:
    """The picture whose label the model doubts most, and how good the model is before."""
    last, doubted = here.project.cleaning.last(), _most_doubted(here)
    judged = doubted.judged if doubted else None
    return {
        "picture": doubted.image_id if doubted else "",
        "label": doubted.label if doubted else "",
        "called": judged.predicted if judged else "",
        "sure": float(judged.confidence) if judged else 0.0,
        "runs": here.runs,
        "run": here.run.id if here.run else "",
        "before": last.version_after if last else 0,
        "right": here.valid.correct if here.valid else 0,
    }


def marked_picture(here: Standing) -> Path | None:
    """Where the picture lies that was noted on arrival; None once it is gone."""
    image_id = str(here.mark.get("picture", ""))
    there = any(record.id == image_id for record in here.project.dataset.images())
    return here.project.dataset.image_path(image_id) if there else None


def corrected(here: Standing) -> bool:
    """Whether a label waits to be changed, or was changed since the arrival."""
    return applied(here) or _staged(here) > 0


def applied(here: Standing) -> bool:
    """Whether corrections were carried out since the arrival."""
    last = here.project.cleaning.last()
    return last is not None and last.version_after > int(here.mark.get("before", 0))


def retrained(here: Standing) -> bool:
    """Whether a training ended that knows the labels as they are."""
    now = here.project.versions.now()
    if not applied(here) or here.run is None or here.run.id == here.mark.get("run"):
        return False
    return now is not None and here.run.version == now.number


def label_words(here: Standing) -> dict[str, str]:
    """Label and answer of the doubted picture, what it really is, and what became of the model."""
    truth = _truth(here)
    before, after = _before_and_after(here)
    found = faults_found(here.project).get(WRONG_LABEL)
    return {
        "label": str(here.mark.get("label", "")),
        "called": str(here.mark.get("called", "")),
        "sure": percent(float(here.mark.get("sure", 0.0))),
        "true": truth.true if truth else "",
        "staged": count_of(_staged(here), "label"),
        "before": percent(before),
        "after": percent(after),
        "found": f"You found {found.found} of {found.planted}." if found else "",
    }


def label_verdict(here: Standing) -> str:
    """Before the training how the tap turned out, after it what the labels changed."""
    if retrained(here):
        before, after = _before_and_after(here)
        return "better" if after > before else "same" if after == before else "worse"
    truth = _truth(here)
    if truth is None or truth.fault != WRONG_LABEL:
        return "open"
    return "right" if here.choice == "model" else "wrong"


def label_figure(here: Standing) -> tuple[str, str]:
    """How many are right now, and how many were before."""
    if here.valid is None:
        return "", ""
    return f"{here.valid.correct} of {here.held}", f"before: {here.mark.get('right', 0)}"


def _most_doubted(here: Standing) -> Suspect | None:
    if here.run is None:
        return None
    return next(iter(suspects_of(here.project, here.run, None, "train")), None)


def _staged(here: Standing) -> int:
    return sum(choice.action != "keep" for choice in here.project.cleaning.staged().values())


def _truth(here: Standing) -> BearPicture | None:
    return known_faults().get(str(here.mark.get("picture", "")))


def _before_and_after(here: Standing) -> tuple[float, float]:
    """The accuracy of the model that was there on arrival, and of the one now."""
    old = _run(here, str(here.mark.get("run", "")))
    before = float(old.results.get("accuracy", 0.0)) if old else 0.0
    return before, _accuracy(here.valid)


def _run(here: Standing, run_id: str) -> RunRecord | None:
    return next((run for run in finished_runs(here.project) if run.id == run_id), None)


def _accuracy(valid: Outcome | None) -> float:
    return float(valid.accuracy) if valid is not None else 0.0


def right_in_words(here: Standing) -> str:
    """For example: 58 of 64 (91 %)."""
    return percent_of(here.valid.correct, here.held) if here.valid is not None else ""
