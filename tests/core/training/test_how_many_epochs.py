"""What a curve says about the number of epochs."""

from core.training.finetune.how_many_epochs import best_epoch, how_many_epochs
from core.training.finetune.snapshot import EpochRow
from tests.reading import figures


def curve(*valid: float, train: tuple[float, ...] = ()) -> list[EpochRow]:
    """Rows with these validation losses; the training loss halves from 1."""
    losses = train or tuple(0.5**number for number in range(len(valid)))
    return [
        EpochRow(number + 1, number == 0, losses[number], loss, 0.1, 1.0)
        for number, loss in enumerate(valid)
    ]


def test_a_curve_that_still_falls_asks_for_more() -> None:
    said = how_many_epochs(curve(1.0, 0.6, 0.3), 3)
    assert figures(said) == [3, 0.3]
    assert said != how_many_epochs(curve(1.0, 0.301, 0.3), 3)


def test_a_curve_that_rises_again_was_enough_at_its_lowest() -> None:
    said = how_many_epochs(curve(1.0, 0.3, 0.5, 0.7), 4)
    assert figures(said) == [2, 0.3, 0.7, 2]
    both_rise = how_many_epochs(curve(1.0, 0.3, 0.5, 0.7, train=(1.0, 0.2, 0.3, 0.4)), 4)
    assert len(both_rise) < len(said), "that the training loss went on falling is said"


def test_a_level_curve_wastes_time() -> None:
    assert figures(how_many_epochs(curve(1, 0.3, 0.303, 0.302), 4)) == [2, 0.3, 2, 4]
    assert figures(how_many_epochs(curve(1.0, 0.3, 0.299), 3)) == [3, 0.3]


def test_of_equal_epochs_the_earliest_is_best() -> None:
    best = best_epoch(curve(0.5, 0.2, 0.2))
    assert best is not None
    assert best.epoch == 2


def test_one_epoch_is_no_curve() -> None:
    assert how_many_epochs(curve(0.5), 1) == ""
    assert best_epoch([]) is None
