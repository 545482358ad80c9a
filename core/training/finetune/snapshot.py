"""What a page shows of a fine-tune at one moment, read from its events: a pure function."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from core.content import says
from core.jobs.queue.events import REMARK
from core.jobs.queue.protocol import Event, JobStatus, QueuePosition, position_in_words
from core.training.finetune.resume import GOES_ON, PAUSED, TOO_LONG, saved_epoch_in, that_count
from core.training.finetune.settings import FineTuneSettings
from core.training.outcome import JudgedPicture

FIRST = QueuePosition()
MOST_LOSSES = 300
SURE_AFTER = 0.03
_ENDS = {
    "stopped": ("stopped", "stopped_kept"),
    "too_long": ("too_long", "too_long_kept"),
    "interrupted": ("interrupted", "interrupted_kept"),
}
"""Why it ended → the sentence where it left no model, and where it can go on."""


@dataclass(frozen=True)
class EpochRow:
    """One finished epoch: mean losses, the share of wrong validation pictures (0…1), seconds.
    `size` is the side of its pictures in pixels, 0 where nobody noted it."""

    epoch: int
    frozen: bool
    train_loss: float
    valid_loss: float
    error_rate: float
    seconds: float
    memory_mb: int = 0
    size: int = 0


@dataclass(frozen=True)
class RunSnapshot:
    """One moment of a fine-tune.

    `fraction` (0…1) counts all the work, the saving included; `losses` are (epoch as a decimal
    number, loss) of training batches, at most a few hundred, `rates` likewise the learning rates;
    `seconds_left` is None while nobody can know. `message` says in words what is happening, or how
    it ended. `saved_epoch` is the one it can go on from; `memory_mb` its peak so far and
    `memory_now_mb` what it has in use. `momenta` go with `rates`. `pictures` are the verdicts on
    the watched pictures by epoch, 0 is before the first step. `jobs_ahead` and `wait_s` are its
    place in line while it waits; `remarks` are sentences on what happened on the way.
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
    memory_now_mb: int = 0
    momenta: list[tuple[float, float]] = field(default_factory=list)
    pictures: dict[int, list[JudgedPicture]] = field(default_factory=dict)
    paused: bool = False
    jobs_ahead: int = 0
    wait_s: float | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status not in {"queued", "running"}


def snapshot_of(
    events: Sequence[Event],
    status: JobStatus,
    settings: FineTuneSettings,
    *,
    place: QueuePosition = FIRST,
    now: float | None = None,
) -> RunSnapshot:
    """The moment that these events and this status describe."""
    events = that_count(events)
    paused = status == "running" and is_paused(events)
    batches = [event for event in events if event["event"] == "batch"]
    where = batches[-1] if batches else {}
    fraction = _fraction(events)
    rows = [_row(event) for event in events if event["event"] == "epoch"]
    return RunSnapshot(
        status=status,
        message=_message(events, status, settings, place),
        epochs=settings.all_epochs,
        epoch=int(where.get("epoch", 0)),
        batch=int(where.get("batch", 0)),
        batches=int(where.get("batches", 0)),
        fraction=1.0 if status == "finished" else fraction,
        seconds_left=_seconds_left(events, fraction, now)
        if status == "running" and not paused
        else None,
        device=next((str(e["device"]) for e in events if e["event"] == "started"), ""),
        losses=_curve(batches, "loss"),
        rates=_curve(batches, "lr"),
        momenta=_curve(batches, "mom"),
        epoch_rows=rows,
        saved_epoch=saved_epoch_in(events),
        memory_mb=max((row.memory_mb for row in rows), default=int(where.get("memory_mb", 0))),
        memory_now_mb=int(where.get("memory_mb", 0)),
        pictures=_pictures(events),
        paused=paused,
        jobs_ahead=place.jobs_ahead,
        wait_s=place.wait_s,
        remarks=_remarks(events),
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
    worked = last - float(starts[-1]["time"]) - _seconds_paused(events)
    left_then = max(0.0, worked) * (1 - fraction) / done
    return max(0.0, left_then - ((now or time.time()) - last))


def is_paused(events: Sequence[Event]) -> bool:
    """Whether it waits at the moment."""
    said = [event["event"] for event in events if event["event"] in {PAUSED, GOES_ON}]
    return bool(said) and said[-1] == PAUSED


def _seconds_paused(events: Sequence[Event]) -> float:
    """The seconds of all pauses that have ended."""
    begins = [float(event["time"]) for event in events if event["event"] == PAUSED]
    ends = [float(event["time"]) for event in events if event["event"] == GOES_ON]
    return sum(end - begin for begin, end in zip(begins, ends, strict=False))


def _curve(batches: Sequence[Event], name: str) -> list[tuple[float, float]]:
    """(epoch as a decimal number, value) of the training batches, at most a few hundred."""
    return _thinned([(_place(event), float(event[name])) for event in batches if _has(event, name)])


def _has(event: Event, name: str) -> bool:
    return bool(event["training"]) and name in event


def _pictures(events: Sequence[Event]) -> dict[int, list[JudgedPicture]]:
    looks = [event for event in events if event["event"] == "pictures"]
    return {
        int(look["epoch"]): [JudgedPicture(*said) for said in look["verdicts"]] for look in looks
    }


def _place(event: Event) -> float:
    return float(event["epoch"] - 1 + event["batch"] / event["batches"])


def _thinned(losses: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every n-th point, so that no chart gets more than a few hundred; the last one always."""
    step = -(-len(losses) // MOST_LOSSES) or 1
    return losses[::-step][::-1]


def _row(event: Event) -> EpochRow:
    names = (one.name for one in fields(EpochRow))
    return EpochRow(**{name: event[name] for name in names if name in event})


def _message(
    events: Sequence[Event], status: JobStatus, settings: FineTuneSettings, place: QueuePosition
) -> str:
    if status == "queued":
        return position_in_words(place)
    if status == "running":
        return _doing(events, settings)
    if status == "failed":
        return next((str(e["message"]) for e in reversed(events) if e["event"] == "failed"), "")
    return _how_it_ended(events, status, settings)


def _how_it_ended(events: Sequence[Event], status: JobStatus, settings: FineTuneSettings) -> str:
    if status == "finished":
        return says("training", "finished")
    too_long = [event["minutes"] for event in events if event["event"] == TOO_LONG]
    why = "interrupted" if status == "interrupted" else "too_long" if too_long else "stopped"
    minutes = too_long[-1] if too_long else 0
    saved, epochs = saved_epoch_in(events), settings.all_epochs
    return says("training", _ENDS[why][bool(saved)], minutes=minutes, saved=saved, epochs=epochs)


def _remarks(events: Sequence[Event]) -> list[str]:
    """What a learner should know of what happened on the way, each thing once."""
    said = [str(event["message"]) for event in events if event["event"] == REMARK]
    return list(dict.fromkeys(said))


def _doing(events: Sequence[Event], settings: FineTuneSettings) -> str:
    said = [event for event in events if event["event"] in {"note", "batch"}]
    if is_paused(events):
        return _where_it_waits(said)
    if not said:
        return says("training", "starting")
    if said[-1]["event"] == "note":
        return str(said[-1]["message"])
    where = said[-1]
    doing = "doing_head" if where["frozen"] else "doing_all"
    at = {name: where[name] for name in ("epoch", "batch", "batches")}
    what = doing if where["training"] else "doing_check"
    return says("training", what, **at, epochs=settings.all_epochs)


def _where_it_waits(said: Sequence[Event]) -> str:
    where = said[-1] if said and said[-1]["event"] == "batch" else None
    if where is None:
        return says("training", "paused_first")
    at = {name: where[name] for name in ("epoch", "batch", "batches")}
    return says("training", "paused", **at)
