"""What a page shows of a fine-tune at one moment, read from its events: a pure function."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.jobs.protocol import Event, JobStatus
from core.training.finetune_settings import FineTuneSettings
from core.training.resume import saved_epoch_in, that_count

MOST_LOSSES = 300
SURE_AFTER = 0.03


@dataclass(frozen=True)
class EpochRow:
    """One finished epoch: mean losses, the share of wrong validation pictures (0…1), seconds."""

    epoch: int
    frozen: bool
    train_loss: float
    valid_loss: float
    error_rate: float
    seconds: float
    memory_mb: int = 0


@dataclass(frozen=True)
class RunSnapshot:
    """One moment of a fine-tune.

    `fraction` (0…1) counts all the work, the saving included; `losses` are (epoch as a decimal
    number, loss) of training batches, at most a few hundred, `rates` likewise the learning rates;
    `seconds_left` is None while nobody can know. `message` says in words what is happening, or how
    it ended. `saved_epoch` is the one it can go on from; `memory_mb` its peak so far.
    """

    status: JobStatus
    message: str
    epochs: int
    epoch: int = 0
    batch: int = 0
    batches: int = 0
    fraction: float = 0.0
    seconds_left: float | None = None
    device: str = ""
    losses: list[tuple[float, float]] = field(default_factory=list)
    rates: list[tuple[float, float]] = field(default_factory=list)
    epoch_rows: list[EpochRow] = field(default_factory=list)
    saved_epoch: int = 0
    memory_mb: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status not in {"queued", "running"}


def snapshot_of(
    events: Sequence[Event],
    status: JobStatus,
    settings: FineTuneSettings,
    *,
    jobs_ahead: int = 0,
    now: float | None = None,
) -> RunSnapshot:
    """The moment that these events and this status describe."""
    events = that_count(events)
    batches = [event for event in events if event["event"] == "batch"]
    where = batches[-1] if batches else {}
    fraction = _fraction(events)
    rows = [_row(event) for event in events if event["event"] == "epoch"]
    return RunSnapshot(
        status=status,
        message=_message(events, status, settings, jobs_ahead),
        epochs=settings.all_epochs,
        epoch=int(where.get("epoch", 0)),
        batch=int(where.get("batch", 0)),
        batches=int(where.get("batches", 0)),
        fraction=1.0 if status == "finished" else fraction,
        seconds_left=_seconds_left(events, fraction, now) if status == "running" else None,
        device=next((str(e["device"]) for e in events if e["event"] == "started"), ""),
        losses=_thinned([_loss(event) for event in batches if event["training"]]),
        rates=_thinned([_rate(event) for event in batches if "lr" in event and event["training"]]),
        epoch_rows=rows,
        saved_epoch=saved_epoch_in(events),
        memory_mb=max((row.memory_mb for row in rows), default=0),
    )


def _fraction(events: Sequence[Event]) -> float:
    return max((float(event["fraction"]) for event in events if "fraction" in event), default=0.0)


def _seconds_left(events: Sequence[Event], fraction: float, now: float | None) -> float | None:
    """What is left at the pace so far; None before there is a pace."""
    starts = [event for event in events if event["event"] == "started"]
    done = fraction - float(starts[-1].get("fraction", 0.0)) if starts else 0.0
    if done < SURE_AFTER:
        return None
    last = max(float(event["time"]) for event in events if "fraction" in event)
    left_then = (last - float(starts[-1]["time"])) * (1 - fraction) / done
    return max(0.0, left_then - ((now or time.time()) - last))


def _loss(event: Event) -> tuple[float, float]:
    return _place(event), float(event["loss"])


def _rate(event: Event) -> tuple[float, float]:
    return _place(event), float(event["lr"])


def _place(event: Event) -> float:
    return float(event["epoch"] - 1 + event["batch"] / event["batches"])


def _thinned(losses: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every n-th point, so that no chart gets more than a few hundred; the last one always."""
    step = -(-len(losses) // MOST_LOSSES) or 1
    return losses[::-step][::-1]


def _row(event: Event) -> EpochRow:
    return EpochRow(
        epoch=event["epoch"],
        frozen=event["frozen"],
        train_loss=event["train_loss"],
        valid_loss=event["valid_loss"],
        error_rate=event["error_rate"],
        seconds=event["seconds"],
        memory_mb=int(event.get("memory_mb", 0)),
    )


def _message(
    events: Sequence[Event], status: JobStatus, settings: FineTuneSettings, jobs_ahead: int
) -> str:
    if status == "queued":
        before = "1 training is" if jobs_ahead == 1 else f"{jobs_ahead} trainings are"
        return f"Waiting: {before} before this one on this machine." if jobs_ahead else "Starting."
    if status == "running":
        return _doing(events, settings)
    if status == "failed":
        return next((str(e["message"]) for e in reversed(events) if e["event"] == "failed"), "")
    return {
        "finished": "Finished.",
        "stopped": f"You stopped this fine-tune; {_kept(events, settings)}",
        "interrupted": "The training process ended without a word: it was killed, the machine was "
        f"switched off, or its memory ran out; {_kept(events, settings)} If it happens again, "
        "choose a smaller batch size on DataBlock.",
    }[status]


def _kept(events: Sequence[Event], settings: FineTuneSettings) -> str:
    saved = saved_epoch_in(events)
    if not saved:
        return "it left no model."
    return f"it can go on after epoch {saved} of {settings.all_epochs}."


def _doing(events: Sequence[Event], settings: FineTuneSettings) -> str:
    said = [event for event in events if event["event"] in {"note", "batch"}]
    if not said:
        return "Starting the training process."
    if said[-1]["event"] == "note":
        return f"{said[-1]['message']}."
    where = said[-1]
    what = "Training the new head" if where["frozen"] else "Training all layers"
    verb = what if where["training"] else "Checking the validation pictures"
    return (
        f"{verb}: epoch {where['epoch']} of {settings.all_epochs}, "
        f"batch {where['batch']} of {where['batches']}."
    )
