"""What the learner just saw on Train: two models, two prices, one set of validation pictures."""

from core.content import lesson_text, says
from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.settings import finetune_settings
from core.training.runs import chosen_run, outcome_of, result_waits, run_name
from core.words import count_of, duration, percent
from ui.parts.lesson import what_you_saw
from ui.train.quick import latest
from ui.train.run_result import right_of

TEXT = lesson_text("train")
WAYS = {"seconds": "Seconds", "minutes": "Minutes", "compare": "Compare"}


def seconds_or_minutes(project: Project) -> None:
    """Two or three sentences with the figures of the runs there are; nothing without any."""
    quick, finetuned = latest(project, "quick"), latest(project, "finetune")
    cut_off = _cut_off(project)
    if cut_off is not None and result_waits(project, cut_off):
        return
    if cut_off is not None:
        what_you_saw(_what_it_reached(cut_off, yours=chosen_run(project)))
    elif quick is not None and finetuned is not None:
        lesson, yours = _lesson(project, quick, finetuned), _which_is_yours(project)
        what_you_saw(" ".join(filter(None, (_prices(quick, finetuned), *lesson, yours))))
    elif quick is not None:
        time, right = duration(quick.results["seconds"]), right_of(quick)
        words = says("train", "quick_only", time=time, right=right)
        what_you_saw(f"{words} {_looked_before(quick)}".strip())


def _cut_off(project: Project) -> RunRecord | None:
    """The newest run of the project where it is a fine-tune that ended without a model."""
    newest = next(iter(project.runs.all()), None)
    ended = newest is not None and newest.kind == "finetune" and newest.status in ENDED
    return newest if ended and newest is not None and newest.status != "finished" else None


def _what_it_reached(run: RunRecord, yours: RunRecord | None) -> str:
    """How far a fine-tune came before it ended early, and which model is used meanwhile."""
    epochs = [row for row in run.results.get("epochs", []) if "error_rate" in row]
    asked = finetune_settings(run).all_epochs
    model = TEXT["still_yours"].format(run=run_name(yours)) if yours else TEXT["no_model_yet"]
    if not epochs:
        return f"{TEXT['no_whole_epoch'].format(asked=asked)} {model}"
    last = epochs[-1]
    reached = TEXT["reached"].format(
        epochs=count_of(len(epochs), "epoch"),
        asked=asked,
        right=percent(1 - float(last["error_rate"])),
        loss=float(last["valid_loss"]),
    )
    return f"{reached} {model}"


def _prices(quick: RunRecord, finetuned: RunRecord) -> str:
    times = round(finetuned.results["seconds"] / max(quick.results["seconds"], 0.1))
    words = says(
        "train",
        "prices_longer" if times > 1 else "prices",
        quick=right_of(quick),
        quick_time=duration(quick.results["seconds"]),
        finetuned=right_of(finetuned),
        time=duration(finetuned.results["seconds"]),
        times=f"{times:,}",
    )
    return f"{words} {_looked_before(quick)}".strip()


def _looked_before(quick: RunRecord) -> str:
    """A sentence where its seconds were those of the last layer alone."""
    return says("train", "looked_before") if quick.results.get("embedded") == 0 else ""


def _lesson(project: Project, quick: RunRecord, finetuned: RunRecord) -> tuple[str, ...]:
    """What the two say together, on the pictures that both were checked on."""
    outcomes = [outcome_of(project, run) for run in (quick, finetuned)]
    judged = [outcome for outcome in outcomes if outcome is not None]
    both = compare_runs(judged) if len(judged) == 2 else None
    if both is None or not both.pictures:
        return (TEXT["not_the_same"],)
    return _on_the_same(both), _verdict(both, finetuned)


def _on_the_same(both: RunComparison) -> str:
    if not any(both.left_out):
        return ""
    pictures, right = count_of(len(both.pictures), "picture"), (both.score(0), both.score(1))
    quick, finetuned = (score.correct for score in right)
    return TEXT["on_the_same"].format(pictures=pictures, quick=quick, finetuned=finetuned)


def _verdict(both: RunComparison, finetuned: RunRecord) -> str:
    difference = both.difference(0, 1)
    quick, tuned = len(difference.first_right), len(difference.second_right)
    split = says("train", "quick_and_tuned", quick=quick, tuned=tuned)
    if difference.ahead is None or difference.could_be_chance:
        pictures = count_of(difference.disagreed, "picture")
        return TEXT["luck"].format(pictures=pictures, split=split)
    if difference.ahead == 1:
        return TEXT["paid"].format(split=split)
    return _why_weaker(finetuned)


def _why_weaker(finetuned: RunRecord) -> str:
    if not finetuned.settings.get("pretrained", True):
        return says("train", "weaker_from_scratch")
    steps = finetuned.results.get("steps")
    return says("train", "weaker_few_steps" if steps else "weaker", steps=steps)


def _which_is_yours(project: Project) -> str:
    """A warning when the weaker of the two is the learner's model."""
    quick, finetuned = latest(project, "quick"), latest(project, "finetune")
    yours = chosen_run(project)
    if yours is None or quick is None or finetuned is None:
        return ""
    weaker, stronger = sorted((quick, finetuned), key=lambda run: float(run.results["accuracy"]))
    if yours.id != weaker.id or weaker.results["accuracy"] == stronger.results["accuracy"]:
        return ""
    return TEXT["weaker_is_yours"]
