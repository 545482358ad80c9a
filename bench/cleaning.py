"""Does cleaning pay? Plants wrong labels in a clean set, and counts how many we point at.

    python -m bench.cleaning DIR [--wrong 0.08] [--seed 0] [--no-fastai]

DIR has a folder of pictures a class, every one of them in the right folder. Three pictures of ten
are locked away as a test set; `wrong` of the training pictures get another label at random, and the
same training is asked three times: with the wrong labels, after the first k suggestions got their
true labels (k = as many as were planted), and with perfect labels. Prints one JSON line:
precision_at_k and recall (the share of wrong labels among the first k suggestions, and of the
planted ones found by them: the same at this k); flagged with its precision and recall (the labels
that the app itself calls wrong, however many); loss_ranking_precision_at_k (the same k by plain
loss after fastai's fine_tune(1) on the same pictures); the three test accuracies; and recovered,
the share of the lost accuracy won back, 1.0 where none was lost.
"""

import argparse
import json
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.time_to_model import fastai_order, said_by, under
from core.curation.labels.label_issues import JUDGED, LabelIssue, ranked_labels
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.outcome import FILE, Outcome
from core.training.quick.quick import train_quick
from core.vision.embeddings import embed_images
from core.vision.recipe import load_recipe

TEST_SHARE = 0.3
FASTAI_LIMIT = 3600

Truth = dict[str, str]  # picture id → its true label


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--wrong", type=float, default=0.08)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-fastai", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        project = gathered(options.pictures, options.seed)
        print(json.dumps(measure(project, options, Path(home))))


def gathered(pictures: Path, seed: int) -> Project:
    """A project with the pictures of the folder, its locked test set drawn."""
    project = Workspace.create().current()
    files = ((path.relative_to(pictures).as_posix(), path.read_bytes()) for path in under(pictures))
    take_in(project, from_folder(files))
    project.dataset.lock_test(TEST_SHARE, seed)
    return project


def measure(project: Project, options: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """The figures by name; accuracies and shares to four digits."""
    truth = {record.id: record.label for record in project.dataset.images(split="train")}
    planted = plant(project, truth, options.wrong, options.seed)
    dirty = train_quick(project)
    ranked = suggestions(project, dirty)
    by_loss = None if options.no_fastai else loss_ranking(project, dirty, options.pictures, scratch)
    first = [issue.image_id for issue in ranked[: len(planted)]]
    cleaned = trained_with(project, truth, first)
    perfect = trained_with(project, truth, truth)
    accuracies = [run.results["test_accuracy"] for run in (dirty, cleaned, perfect)]
    flagged = {issue.image_id for issue in ranked if issue.flagged}
    names = ("test_accuracy_planted", "test_accuracy_cleaned", "test_accuracy_perfect")
    return {
        "train": len(truth),
        "test": dirty.results["test"],
        "planted": len(planted),
        "precision_at_k": share(set(first), planted),
        "recall": share(planted, set(first)),
        "flagged": len(flagged),
        "flagged_precision": share(flagged, planted),
        "flagged_recall": share(planted, flagged),
        "loss_ranking_precision_at_k": by_loss and share(set(by_loss[: len(planted)]), planted),
        **{name: round(value, 4) for name, value in zip(names, accuracies, strict=True)},
        "recovered": recovered(*accuracies),
    }


def plant(project: Project, truth: Truth, wrong: float, seed: int) -> set[str]:
    """Give that share of the training pictures another label at random; returns which ones."""
    chance, classes = random.Random(seed), sorted(set(truth.values()))
    chosen = chance.sample(sorted(truth), round(wrong * len(truth)))
    for picture in chosen:
        others = [name for name in classes if name != truth[picture]]
        project.dataset.move([picture], chance.choice(others), who="bench")
    return set(chosen)


def suggestions(project: Project, run: RunRecord) -> list[LabelIssue]:
    """The training pictures by the doubt in their label, as the Clean page ranks them."""
    outcome = Outcome.load(project.runs.folder(run.id) / FILE)
    records = {record.id: record for record in project.dataset.images()}
    judged = [records[picture] for picture in outcome.part(*JUDGED).image_ids]
    embeddings = embed_images(project, judged, load_recipe(project).preprocess())
    ranked = ranked_labels(outcome, embeddings)
    return [issue for issue in ranked if records[issue.image_id].split == "train"]


def loss_ranking(project: Project, run: RunRecord, pictures: Path, scratch: Path) -> list[str]:
    """The training pictures by their loss after a plain fine-tune, highest first."""
    order = scratch / "order.json"
    order.write_text(json.dumps(fastai_order(project, run, pictures, [])), encoding="utf-8")
    ranked = said_by("bench.plain_loss_ranking", order, FASTAI_LIMIT)["ranked"]
    rows = [row.id for row in project.versions.images(run.version) if row.split == "train"]
    return [rows[row] for row in ranked]


def trained_with(project: Project, truth: Truth, right: Sequence[str] | Truth) -> RunRecord:
    """The run after these pictures got their true labels back."""
    for picture in right:
        project.dataset.move([picture], truth[picture], who="bench")
    return train_quick(project)


def share(pictures: set[str], among: set[str]) -> float:
    """How many of `pictures` are `among` others, 0…1; 0 for no pictures."""
    return round(len(pictures & among) / max(1, len(pictures)), 4)


def recovered(planted: float, cleaned: float, perfect: float) -> float:
    """The share of the lost accuracy won back; 1.0 where none was lost."""
    lost = perfect - planted
    return round(min(1.0, (cleaned - planted) / lost), 4) if lost > 0 else 1.0


if __name__ == "__main__":
    main()
