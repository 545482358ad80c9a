"""What the learner just saw on Train: two models, two prices, one set of validation pictures."""

from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.settings import finetune_settings
from core.training.runs import chosen_run, outcome_of, run_name
from core.words import count_of, duration, percent
from ui.parts.lesson import what_you_saw
from ui.train.quick import latest
from ui.train.run_result import right_of


def seconds_or_minutes(project: Project) -> None:
    """Two or three sentences with the figures of the runs there are; nothing without any."""
    quick, finetuned = latest(project, "quick"), latest(project, "finetune")
    cut_off = _cut_off(project)
    if cut_off is not None:
        what_you_saw(_what_it_reached(cut_off, yours=chosen_run(project)))
    elif quick is not None and finetuned is not None:
        lesson = _lesson(project, quick, finetuned)
        what_you_saw(f"{_prices(quick, finetuned)} {lesson}{_which_is_yours(project)}")
    elif quick is not None:
        what_you_saw(_quick_only(quick))


def _cut_off(project: Project) -> RunRecord | None:
    """The newest run of the project where it is a fine-tune that ended without a model."""
    newest = next(iter(project.runs.all()), None)
    ended = newest is not None and newest.kind == "finetune" and newest.status in ENDED
    return newest if ended and newest is not None and newest.status != "finished" else None


def _what_it_reached(run: RunRecord, yours: RunRecord | None) -> str:
    """How far a fine-tune came before it ended early, and which model is used meanwhile."""
    epochs = [row for row in run.results.get("epochs", []) if "error_rate" in row]
    asked = finetune_settings(run).all_epochs
    model = (
        f"Your model is still this one: {run_name(yours)}." if yours else "You have no model yet."
    )
    if not epochs:
        return f"The fine-tune ended before its first epoch of {asked} was whole. {model}"
    last = epochs[-1]
    return (
        f"After {count_of(len(epochs), 'epoch')} of {asked} the fine-tune got "
        f"{percent(1 - float(last['error_rate']))} of the validation pictures right, at a "
        f"validation loss of {float(last['valid_loss']):.2f}. It ended there and left no model. "
        f"{model}"
    )


def _quick_only(quick: RunRecord) -> str:
    return (
        f"{duration(quick.results['seconds'])} were enough for **{right_of(quick)}**"
        f"{_looked_before(quick)}, because the body already knew edges, textures and shapes; only "
        "the step from there to your classes was new. That is transfer learning. Would minutes "
        "buy more? Fine-tune under Minutes, then compare."
    )


def _prices(quick: RunRecord, finetuned: RunRecord) -> str:
    times = round(finetuned.results["seconds"] / max(quick.results["seconds"], 0.1))
    return (
        f"Quick: **{right_of(quick)}** in {duration(quick.results['seconds'])}"
        f"{_looked_before(quick)}. Fine-tune: **{right_of(finetuned)}** in "
        f"{duration(finetuned.results['seconds'])}"
        f"{f', {times:,} times as long' if times > 1 else ''}."
    )


def _looked_before(quick: RunRecord) -> str:
    """A word where its seconds were those of the last layer alone."""
    return " on pictures it had looked at before" if quick.results.get("embedded") == 0 else ""


def _lesson(project: Project, quick: RunRecord, finetuned: RunRecord) -> str:
    """What the two say together, on the pictures that both were checked on."""
    outcomes = [outcome_of(project, run) for run in (quick, finetuned)]
    judged = [outcome for outcome in outcomes if outcome is not None]
    both = compare_runs(judged) if len(judged) == 2 else None
    if both is None or not both.pictures:
        return (
            "They were not checked on the same pictures, so the two figures cannot be compared "
            "yet: train the older one again."
        )
    return f"{_on_the_same(both)} {_verdict(both, finetuned)}"


def _on_the_same(both: RunComparison) -> str:
    if not any(both.left_out):
        return ""
    quick, finetuned = both.score(0).correct, both.score(1).correct
    return (
        f"On the {count_of(len(both.pictures), 'picture')} that both were checked on it is {quick} "
        f"against {finetuned}."
    )


def _verdict(both: RunComparison, finetuned: RunRecord) -> str:
    difference = both.difference(0, 1)
    if difference.ahead is None or difference.could_be_chance:
        return (
            f"They differ on {count_of(difference.disagreed, 'picture')}, {_split(both)}: that can "
            "be luck. When seconds are as good as minutes, spend the minutes on better data."
        )
    if difference.ahead == 1:
        return (
            f"Here the minutes paid, and luck hardly explains it: {_split(both)}. Your pictures "
            "are far from what the body had seen, so the other layers had something to learn."
        )
    return f"Longer is not better by itself: {_why_weaker(finetuned)}"


def _split(both: RunComparison) -> str:
    difference = both.difference(0, 1)
    quick, finetuned = len(difference.first_right), len(difference.second_right)
    return f"{quick} for quick and {finetuned} for the fine-tune"


def _why_weaker(finetuned: RunRecord) -> str:
    if not finetuned.settings.get("pretrained", True):
        return "this one began with random numbers, and your pictures alone are too few to see by."
    steps = finetuned.results.get("steps")
    return (
        f"it made {f'only {steps}' if steps else 'few'} steps, one for each batch, and changed "
        "every layer with them. More pictures, more epochs or smaller batches give it more steps."
    )


def _which_is_yours(project: Project) -> str:
    """A warning when the weaker of the two is the learner's model."""
    quick, finetuned = latest(project, "quick"), latest(project, "finetune")
    yours = chosen_run(project)
    if yours is None or quick is None or finetuned is None:
        return ""
    weaker, stronger = sorted((quick, finetuned), key=lambda run: float(run.results["accuracy"]))
    if yours.id != weaker.id or weaker.results["accuracy"] == stronger.results["accuracy"]:
        return ""
    return " The weaker one is your model now; you can choose the other under Your runs."
