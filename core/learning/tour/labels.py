"""The stop of the labels: one that the model doubts, what it shows, and what correcting brings."""

from pathlib import Path

from core.content import says
from core.curation.labels.suspicion import Suspect, suspects_of
from core.learning.tour.place import Mark
from core.learning.tour.standing import Standing
from core.project.records import RunRecord
from core.starter.bear_sets import BearPicture, faults_found, known_faults
from core.training.outcome import Outcome
from core.training.runs import finished_runs
from core.words import count_of, percent

WRONG_LABEL = "wrong label"


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
        "found": says("tour", "found", found=found.found, planted=found.planted) if found else "",
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
    return f"{here.valid.correct} of {here.held}", says(
        "tour", "before", count=here.mark.get("right", 0)
    )


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
