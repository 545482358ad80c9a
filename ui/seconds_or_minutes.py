"""What the learner just saw on Train: two models, two prices, one set of validation pictures."""

from __future__ import annotations

from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run
from ui.durations import in_words
from ui.quick_card import latest
from ui.run_result import right_of
from ui.shell import what_you_saw


def seconds_or_minutes(project: Project) -> None:
    """Two or three sentences with the figures of the runs there are; nothing without any."""
    quick, finetuned = latest(project, "quick"), latest(project, "finetune")
    if quick is not None and finetuned is not None:
        what_you_saw(f"{_both(quick, finetuned)} {_which_is_yours(project, quick, finetuned)}")
    elif quick is not None:
        what_you_saw(_quick_only(quick))


def _quick_only(quick: RunRecord) -> str:
    return (
        f"{in_words(quick.results['seconds'])} were enough for **{right_of(quick)}**, because the "
        "body already knew edges, textures and shapes; only the step from there to your classes "
        "was new. That is transfer learning. Would minutes buy more? Fine-tune and compare."
    )


def _both(quick: RunRecord, finetuned: RunRecord) -> str:
    times = finetuned.results["seconds"] / max(quick.results["seconds"], 0.1)
    return (
        f"Quick: **{right_of(quick)}** in {in_words(quick.results['seconds'])}. Fine-tune: "
        f"**{right_of(finetuned)}** in {in_words(finetuned.results['seconds'])}, "
        f"{times:.0f} times as long. {_verdict(quick, finetuned)}"
    )


def _verdict(quick: RunRecord, finetuned: RunRecord) -> str:
    if quick.version != finetuned.version:
        return (
            "They saw different versions of your pictures, so the two figures cannot be compared "
            "yet: train the older one again."
        )
    gained = int(finetuned.results["correct"]) - int(quick.results["correct"])
    if abs(gained) <= 2:
        return (
            "A difference of a picture or two can be luck. When seconds are as good as minutes, "
            "spend the minutes on better data."
        )
    if gained > 0:
        return f"Here the minutes paid: {gained} more pictures right."
    steps = finetuned.results.get("steps")
    return (
        f"Longer is not better by itself: it made {f'only {steps}' if steps else 'few'} steps, one "
        "for each batch, and changed every layer with them. More pictures, more epochs or smaller "
        "batches give it more steps."
    )


def _which_is_yours(project: Project, quick: RunRecord, finetuned: RunRecord) -> str:
    """A warning when the weaker of the two is the learner's model."""
    yours = chosen_run(project)
    weaker, stronger = sorted((quick, finetuned), key=lambda run: float(run.results["accuracy"]))
    if yours is None or yours.id != weaker.id:
        return ""
    if weaker.results["accuracy"] == stronger.results["accuracy"]:
        return ""
    return "The weaker one is your model now; you can choose the other below."
