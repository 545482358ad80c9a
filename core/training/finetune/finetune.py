"""Fine-tunes of a project: started, watched, stopped, and set right after a server died."""

from collections.abc import Container
from dataclasses import replace
from functools import cache
from pathlib import Path

from core.content import lesson_text, says
from core.jobs.keys_off_disk import take_keys_off_disk
from core.jobs.keys_off_logs import take_keys_off_logs
from core.jobs.queue.environment import torch_is_here
from core.jobs.queue.events import RESUMED, STOP_FLAG, report, stop_requested
from core.jobs.queue.local import LocalRunner, runner_for
from core.jobs.queue.protocol import ENDED, CannotQueue, QueuePosition
from core.project.disk import home
from core.project.disk_full import is_disk_full, make_room
from core.project.project import Project
from core.project.records import RunRecord
from core.training.enough import Need, shortage
from core.training.finetune.from_quick import starting_head
from core.training.finetune.memory_plan import resources_of
from core.training.finetune.recovery import note_run, set_right
from core.training.finetune.resume import forget, saved_epoch
from core.training.finetune.settings import (
    SPEC,
    CannotFineTune,
    FineTuneSettings,
    FineTuneSpec,
    Picture,
    finetune_settings,
)
from core.training.finetune.snapshot import RunSnapshot, snapshot_of
from core.training.finetune.starting_head import FILE as HEAD
from core.training.finetune.starting_head import StartingHead
from core.vision.recipe import load_recipe

KIND = "finetune"
NEED = Need(each=1, valid=2)
WORKER = "core.worker.training.main"
STILL_ENDING_S = 6.0


def start_finetune(project: Project, settings: FineTuneSettings) -> RunRecord:
    """Queue a fine-tune of the pictures as they are now; it goes on without page and server.

    Earlier ones that were stopped cannot be resumed any more: their states take tens of MB each.
    Raises CannotFineTune with a sentence when there is too little to learn from, or when one of
    this project is on its way already.
    """
    _ensure_alone(project)
    blank = order(project, settings, run_id="")
    earlier = [run for run in project.runs.all() if run.kind == KIND]
    version = project.versions.freeze("fine-tune")
    head = starting_head(project) if settings.quick_head else None
    run = project.runs.create(
        KIND, {**settings.model_dump(), "recipe": blank.recipe.model_dump()}, version.number
    )
    try:
        _queue(project.runs.folder(run.id), blank.model_copy(update={"run_id": run.id}), head)
    except CannotFineTune:
        project.runs.delete(run.id)
        raise
    for old in earlier:
        forget(project.runs.folder(old.id))
    return project.runs.get(run.id)


def _queue(folder: Path, spec: FineTuneSpec, head: StartingHead | None) -> None:
    """Leave the order in its folder, then queue it; raises CannotFineTune."""
    try:
        if head is not None:
            head.save(folder / HEAD)
            spec = spec.model_copy(update={"head_file": folder / HEAD})
        spec.write(folder)
    except OSError as error:
        if not is_disk_full(error, folder):
            raise
        raise CannotFineTune(make_room("go_on")) from error
    queue_job(folder, spec)


def queue_job(folder: Path, spec: FineTuneSpec) -> None:
    """Put an order that was written to its folder in the line; raises CannotFineTune, also where
    this install has no fastai."""
    if not torch_is_here():
        raise CannotFineTune(lesson_text("fastai")["not_here"])
    try:
        job_runner().submit(folder, resources_of(spec))
    except CannotQueue as refusal:
        raise CannotFineTune(str(refusal)) from refusal


def resume_finetune(project: Project, run_id: str) -> None:
    """Go on with a stopped, interrupted or failed fine-tune after its last whole epoch.

    Raises CannotFineTune when no epoch of it is kept, its order cannot be read any more, or
    another one is on its way.
    """
    run, folder = project.runs.get(run_id), project.runs.folder(run_id)
    _ensure_alone(project)
    if not can_resume(project, run):
        raise CannotFineTune(says("training", "nothing_kept_fine"))
    spec = FineTuneSpec.read(folder)
    if not job_runner().left_the_queue(folder, STILL_ENDING_S):
        raise CannotFineTune(says("training", "still_ending_try"))
    (folder / STOP_FLAG).unlink(missing_ok=True)
    report(folder, RESUMED, epoch=saved_epoch(folder))
    project.runs.update(run_id, status="queued")
    try:
        queue_job(folder, spec)
    except CannotFineTune:
        project.runs.update(run_id, status=run.status)
        raise


def can_resume(project: Project, run: RunRecord) -> bool:
    """Whether a fine-tune ended without a model, but with an epoch it can go on from."""
    folder = project.runs.folder(run.id)
    unfinished = run.status in ENDED and run.status != "finished"
    return unfinished and (folder / SPEC).exists() and saved_epoch(folder) > 0


def order(project: Project, settings: FineTuneSettings, run_id: str) -> FineTuneSpec:
    """What a worker is told about the pictures as they are now. Raises CannotFineTune with a
    sentence when there is too little to learn from."""
    pictures = _pictures(project)
    return FineTuneSpec(
        settings=settings,
        recipe=settings.applied_to(load_recipe(project)),
        vocab=sorted({picture.label for picture in pictures}),
        pictures=pictures,
        project=project.path,
        run_id=run_id,
    )


def active_finetune(project: Project) -> RunRecord | None:
    """The project's fine-tune that waits or runs, None when there is none."""
    return next(
        (run for run in project.runs.all() if run.kind == KIND and run.status not in ENDED), None
    )


def snapshot(project: Project, run_id: str) -> RunSnapshot:
    """What to show of a fine-tune now, read from its row, the queue and its events. It has ended
    once its row says so (`look_after`): who sees the end also finds the results."""
    run, runner = project.runs.get(run_id), job_runner()
    folder = project.runs.folder(run_id)
    noted = next((status for status in ENDED if status == run.status), None)
    queued_as = runner.status(folder)
    status = noted or ("running" if queued_as in ENDED else queued_as)
    moment = snapshot_of(
        runner.events(folder),
        status,
        finetune_settings(run),
        place=runner.place(folder) if status == "queued" else QueuePosition(),
    )
    stopping = stop_requested(folder) and not moment.ended
    return replace(moment, message="Stopping.", seconds_left=None) if stopping else moment


def look_after(project: Project) -> None:
    """Keep the machine's queue moving, and note how fine-tunes of the project have ended. Cheap:
    who waits for a fine-tune calls it before each `snapshot`."""
    runner = job_runner()
    runner.watch()
    for run in project.runs.all():
        if run.kind == KIND and run.status not in ENDED:
            folder = project.runs.folder(run.id)
            if (status := runner.status(folder)) in ENDED:
                note_run(folder, status)


def stop_finetune(project: Project, run_id: str) -> None:
    """Stop a fine-tune, waiting or running: gone within 3 s. Returns at once."""
    job_runner().cancel(project.runs.folder(run_id))


def recover(home: Path, alive: Container[str] = ()) -> None:
    """Set right what a dead server left in a home, or one of before; living workers are left alone
    unless their folders have to move. Where this goes on beside a server's first answers, the runs
    that it began itself are `alive` and no business of ours."""
    take_keys_off_disk(home)
    take_keys_off_logs(home)
    set_right(home, _runner_of(home), alive)


def _ensure_alone(project: Project) -> None:
    if active_finetune(project) is not None:
        raise CannotFineTune(says("training", "fine_tune_project"))


def _pictures(project: Project) -> list[Picture]:
    pictures = [
        Picture(
            id=image.id,
            path=project.dataset.image_path(image.id),
            label=image.label,
            split=image.split,
        )
        for image in project.dataset.images()
    ]
    _ensure_enough(pictures)
    return pictures


def _ensure_enough(pictures: list[Picture]) -> None:
    names = {picture.label for picture in pictures}
    pairs = ((picture.label, picture.split) for picture in pictures)
    if missing := shortage(names, pairs, NEED):
        raise CannotFineTune(str(missing))


def job_runner() -> LocalRunner:
    """What runs the jobs of this machine's home."""
    return _runner_of(home())


@cache
def _runner_of(home: Path) -> LocalRunner:
    """One runner for each home in this process; all it knows is on disk."""
    return runner_for(home, WORKER, note_run)
