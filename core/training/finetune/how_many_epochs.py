"""How many epochs are enough? The answer that a fine-tune's own curve gives."""

from collections.abc import Sequence

from core.content import says
from core.training.finetune.snapshot import EpochRow
from core.words import count_of

ALIKE = 0.02


def best_epoch(rows: Sequence[EpochRow]) -> EpochRow | None:
    """The epoch with the lowest validation loss, the earliest of equals; None without any."""
    return min(rows, key=lambda row: row.valid_loss, default=None)


def how_many_epochs(rows: Sequence[EpochRow], asked: int) -> str:
    """Two or three sentences about the curve of an ended fine-tune of `asked` epochs in all. ""
    with fewer than two epochs: there is no curve yet."""
    best = best_epoch(rows)
    if best is None or len(rows) < 2:
        return ""
    where = says("training", "lowest", epoch=best.epoch, loss=best.valid_loss)
    return f"{where} {_advice(rows, best, asked)}"


def _advice(rows: Sequence[EpochRow], best: EpochRow, asked: int) -> str:
    last = rows[-1]
    if best.epoch < last.epoch:
        return _past_the_best(best, last, asked)
    gained = rows[-2].valid_loss - last.valid_loss
    if gained > ALIKE * rows[-2].valid_loss:
        return says("training", "still_falling")
    return says("training", "hardly_falling")


def _past_the_best(best: EpochRow, last: EpochRow, asked: int) -> str:
    if last.valid_loss <= best.valid_loss * (1 + ALIKE):
        return says("training", "level", epoch=best.epoch, asked=asked)
    rose = "rose_while_learning" if last.train_loss < best.train_loss else "rose"
    return says("training", rose, loss=last.valid_loss, epochs=count_of(best.epoch, "epoch"))
