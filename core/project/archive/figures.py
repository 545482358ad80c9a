"""What a run says of itself, and what happened in it, field by field: pages reckon with these."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Figure = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=1e9)]
Moment = Annotated[float, Field(ge=0, le=4_102_444_800)]  # until 2100
Line = Annotated[str, Field(max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
PictureId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Scalar = Line | bool | Annotated[int, Field(ge=-(10**12), le=10**12)] | Figure | None


class Strict(BaseModel):
    """Nothing is turned into another type; a field that is not named must be a plain value."""

    model_config = ConfigDict(strict=True, extra="allow")
    __pydantic_extra__: dict[str, Scalar] = Field(init=False)


class Epoch(Strict):
    """One row of the table of epochs."""

    epoch: Count
    frozen: bool = False
    train_loss: Figure
    valid_loss: Figure
    error_rate: Share
    seconds: Seconds = 0.0
    memory_mb: Count = 0
    size: Count = 0


class OfClass(Strict):
    """How many pictures of a class were learned from, judged, and judged right."""

    train: Count = 0
    valid: Count = 0
    correct: Count = 0


class Results(Strict):
    """The figures of a run; one that ended with a model has the first four."""

    accuracy: Share | None = None
    correct: Count | None = None
    valid: Count | None = None
    seconds: Seconds | None = None
    valid_loss: Figure = 0.0
    test: Count = 0
    test_correct: Count = 0
    test_accuracy: Share = 0.0
    train: Count = 0
    train_accuracy: Share = 0.0
    classes: dict[Name, OfClass] = {}
    embedded: Count = 0
    epochs: Annotated[list[Epoch], Field(max_length=100)] = []
    message: Line = ""
    device: Line = ""
    bs: Count = 0
    steps: Count = 0
    peak_mb: Count = 0
    card_before_mb: Count = 0
    parameters: Count = 0
    training_seconds: Seconds = 0.0
    training_cpu_seconds: Seconds = 0.0
    best_unfrozen_epoch: Count = 0
    stopped_early: bool = False
    diverged: Line = ""
    diverged_after: Count = 0
    memory_ran_out: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether a run with these figures may count as finished."""
        return None not in (self.accuracy, self.correct, self.seconds) and bool(self.valid)


class Asked(Strict):
    """The settings of a run."""

    backbone: Line = ""
    views: Line = ""
    head: Line = ""
    C: Figure = 0.0
    architecture: Line = ""
    pretrained: bool = True
    epochs: Count = 0
    freeze_epochs: Count = 0
    lr: Figure = 0.0
    bs: Count | None = None
    size: Count | None = None
    small_size: Count | None = None
    small_epochs: Count = 0
    patience: Count = 0
    recipe: dict[Line, Scalar] = {}


class Happened(Strict):
    """One line of events.jsonl."""

    event: Literal[
        "note", "remark", "saved", "resumed", "looked", "paused", "unpaused", "stopped",
        "failed", "finished", "paused_too_long", "started",
    ]  # fmt: skip
    time: Moment
    message: Line = ""
    epoch: Count = 0
    fraction: Share = 0.0
    device: Line = ""
    minutes: Count = 0
    results: Results | None = None


class Batch(Strict):
    """A batch was trained or judged."""

    event: Literal["batch"]
    time: Moment
    epoch: Count
    batch: Count
    batches: Annotated[int, Field(gt=0, le=1_000_000_000)]
    training: bool
    frozen: bool
    fraction: Share
    loss: Figure
    lr: Figure = 0.0
    mom: Figure = 0.0
    memory_mb: Count = 0


class EpochEnded(Epoch):
    """An epoch has ended."""

    event: Literal["epoch"]
    time: Moment


class Watched(Strict):
    """What the model said of the watched pictures after an epoch."""

    event: Literal["pictures"]
    time: Moment
    epoch: Count
    verdicts: Annotated[list[tuple[PictureId, Name, Share, Name, Share]], Field(max_length=100)]


MAX_EVENTS_BYTES = 32_000_000
_LONGEST_LINE = 200_000
_EVENT: TypeAdapter[Any] = TypeAdapter(Happened | Batch | EpochEnded | Watched)


def judged_events(data: bytes) -> bytes:
    """Return the lines of events.jsonl that are events of a run. Raises ValueError for a file that
    is too long."""
    if len(data) > MAX_EVENTS_BYTES:
        raise ValueError("too many events")
    return b"".join(line + b"\n" for line in data.split(b"\n") if _is_event(line))


def _is_event(line: bytes) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    try:
        _EVENT.validate_json(line, strict=True)
    except (ValidationError, ValueError, RecursionError):
        return False
    return True


DEEPEST, _WIDEST = 20, 20_000
_LONGEST_TEXT = 200_000


def is_tame(value: Any) -> bool:
    """Whether a JSON value holds no absurd number, no text without end and not too much of it."""
    for seen, (depth, one) in enumerate(_walk(value, 0)):
        if depth > DEEPEST or seen > _WIDEST:
            return False
        if isinstance(one, int | float) and not -1e15 <= one <= 1e15:
            return False
        if isinstance(one, str) and len(one) > _LONGEST_TEXT:
            return False
    return True


def _walk(value: Any, depth: int) -> Iterator[tuple[int, Any]]:
    yield depth, value
    if depth > DEEPEST:
        return
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    for one in inner if isinstance(inner, list) else ():
        yield from _walk(one, depth + 1)


def object_of(text: str, model: type[Strict]) -> Any:
    """Return the JSON object in `text` as `model`; raises ValueError."""
    if not isinstance(json.loads(text), dict):
        raise ValueError("not a JSON object")
    return model.model_validate_json(text, strict=True)
