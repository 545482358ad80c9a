"""Starting a fine-tune from the quick run: which one may be used, and its head made ready."""

from collections.abc import Sequence

from core.content import says
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.training.finetune.settings import CannotFineTune
from core.training.finetune.starting_head import StartingHead
from core.training.quick.head import FILE, Head
from core.vision.embeddings import embed_images
from core.vision.recipe import run_recipe


def quick_run_to_start_from(project: Project) -> RunRecord | None:
    """The latest quick run that saw the pictures and the split as they are now."""
    now = _seen(project.dataset.images())
    quick = (run for run in project.runs.all() if (run.kind, run.status) == ("quick", "finished"))
    latest = next(quick, None)
    if latest is None or _seen(project.versions.images(latest.version)) != now:
        return None
    return latest


def _seen(images: Sequence[ImageRecord]) -> set[tuple[str, str, str]]:
    """What a training sees of the pictures: which, their labels, their splits."""
    return {(image.id, image.label, image.split) for image in images}


def starting_head(project: Project) -> StartingHead:
    """Its head, over the embeddings that it learned from (they are in the cache). Raises
    CannotFineTune when the pictures have changed since, or there is none."""
    quick = quick_run_to_start_from(project)
    if quick is None:
        raise CannotFineTune(says("training", "train_quick_model"))
    seen = [image for image in project.versions.images(quick.version) if image.split == "train"]
    embeddings = embed_images(project, seen, run_recipe(quick).preprocess())
    return StartingHead.of(Head.load(project.runs.folder(quick.id) / FILE), embeddings)
