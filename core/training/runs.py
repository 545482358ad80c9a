"""Which run is "your model", what it said of every picture, and results that a class waits for."""

import time
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from core.project.everybody import EVERYBODY
from core.project.guesses import TRAINING, save_guess, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.training.finetune.settings import architecture_in_words
from core.training.outcome import FILE, Outcome

CHOSEN_RUN = Setting[str | None]("model_run", str | None, lambda: None)
KINDS = {"quick": "Quick training", "finetune": "Fine-tune"}


def finished_runs(project: Project) -> list[RunRecord]:
    """The runs that ended with a model, newest first; without those whose result a class waits for
    (core/training/runs.py)."""
    return [
        run
        for run in project.runs.all()
        if run.status == "finished" and not result_waits(project, run)
    ]


def chosen_run(project: Project) -> RunRecord | None:
    """The finished run the learner chose as their model, else the latest finished one.

    None when nothing has been trained to its end yet. A choice whose run was deleted falls back
    to the latest, so pages never have to ask whether the choice still exists.
    """
    finished = finished_runs(project)
    chosen_id = project.settings.get(CHOSEN_RUN)
    chosen = [run for run in finished if run.id == chosen_id]
    return next(iter(chosen + finished), None)


def choose_run(project: Project, run_id: str | None) -> None:
    """Make a run "your model"; None goes back to "always the latest"."""
    project.settings.set(CHOSEN_RUN, run_id)


def newer_run(project: Project, run: RunRecord) -> RunRecord | None:
    """The newest finished run where it is another than `run`; None where `run` is the newest."""
    newest = next(iter(finished_runs(project)), None)
    return None if newest is None or newest.id == run.id else newest


def run_name(run: RunRecord) -> str:
    """For example: Quick training, 14:02:31 (12 May), dataset version 3. With the second where
    seconds are all it takes: two in a minute are not the same."""
    kind = KINDS.get(run.kind, run.kind)
    return f"{kind}, {run_time(run)}, dataset version {run.version}"


def run_time(run: RunRecord) -> str:
    """When it ended, or began while it has not: 14:02:31 (12 May)."""
    when = datetime.fromtimestamp(run.ended or run.created)
    clock = "%H:%M:%S" if run.kind == "quick" else "%H:%M"
    return f"{when:{clock}} ({when.day} {when:%b})"


def run_words(run: RunRecord) -> str:
    """The kind of training and its network, for example: Fine-tune of ResNet-18."""
    network = run.settings.get("architecture") or run.settings.get("backbone") or ""
    kind = KINDS.get(run.kind, run.kind)
    return f"{kind} of {architecture_in_words(network)}" if network else kind


def outcome_of(project: Project, run: RunRecord) -> Outcome | None:
    """What a finished run said about every picture; None when its file is gone. It is read once and
    shared: do not change its arrays."""
    file = project.runs.folder(run.id) / FILE
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=2 * EVERYBODY)
def part_of(outcome: Outcome, *splits: str) -> Outcome:
    """The rows of one split or several; cut out once and shared, like the whole."""
    return outcome.part(*splits)


@lru_cache(maxsize=EVERYBODY)
def _read(file: Path, _modified_ns: int) -> Outcome:
    return Outcome.load(file)


def cleaning_run(project: Project) -> RunRecord | None:
    """The run that doubts labels: the learner's model, or its companion head; None without runs.

    A fine-tune has learned its training pictures by heart, so its own doubts about them are worth
    little. Its companion is the newest quick run on the same version of the data, else the newest
    quick run there is: each training picture was judged by a head that had not seen it.
    """
    yours = chosen_run(project)
    if yours is None or yours.kind == "quick":
        return yours
    quick = [run for run in finished_runs(project) if run.kind == "quick"]
    same_data = [run for run in quick if run.version == yours.version]
    return next(iter(same_data + quick), yours)


def before_and_after(project: Project) -> tuple[RunRecord, RunRecord] | None:
    """The latest finished run and the last one before it that saw other labels, of the same
    kind where there is one; None until the data changed between two runs."""
    finished = finished_runs(project)
    if not finished:
        return None
    after = finished[0]
    others = [run for run in finished[1:] if run.version != after.version]
    alike = [run for run in others if run.kind == after.kind]
    return next(((run, after) for run in alike + others), None)


def chance_level(pictures: int, classes: int) -> int:
    """How many of `pictures` somebody gets right who only guesses among `classes` (≥ 1)."""
    return round(pictures / max(1, classes))


def keep_guess(project: Project, right: int) -> None:
    """Remember a guess; it belongs to the next quick training that ends."""
    save_guess(project, TRAINING, right, at=time.time())


def last_guess(project: Project) -> int | None:
    """What the learner guessed last, None before the first time."""
    right = saved_guess(project, TRAINING).choice
    return None if right is None else max(0, int(right))


def guess_about(project: Project, run: RunRecord) -> int | None:
    """The guess made for this run: after the one before it began, before its own end."""
    at = project.settings.get(TRAINING.setting).get("at")
    if at is None or at > (run.ended or time.time()):
        return None
    earlier = [other for other in finished_runs(project) if _quick_before(other, run)]
    seen_one_since = any(at < (other.ended or 0) for other in earlier)
    return None if seen_one_since else last_guess(project)


def _quick_before(other: RunRecord, run: RunRecord) -> bool:
    return other.kind == "quick" and other.id != run.id and other.created < run.created


WAIT_SINCE = Setting[float | None]("results_wait", float | None, lambda: None)


def hold_results(project: Project, since: float | None) -> None:
    """Let the results of trainings wait that ended after `since` (seconds since 1970); None
    lets all go. Writes only what is new: it is called at every click of a learner."""
    if project.settings.get(WAIT_SINCE) != since:
        project.settings.set(WAIT_SINCE, since)


def results_wait(project: Project) -> bool:
    """Return whether what trains now shows no figures on its way: its result will wait."""
    return project.settings.get(WAIT_SINCE) is not None


def result_waits(project: Project, run: RunRecord) -> bool:
    """Return whether nobody may see yet how an ended run did: the class guesses about it. A
    fine-tune waits, too: it is checked on the same pictures."""
    since = project.settings.get(WAIT_SINCE)
    return since is not None and (run.ended or run.created) >= since


def waiting_runs(project: Project) -> list[RunRecord]:
    """Return the finished runs whose results wait, the newest first."""
    finished = (run for run in project.runs.all() if run.status == "finished")
    return [run for run in finished if result_waits(project, run)]
