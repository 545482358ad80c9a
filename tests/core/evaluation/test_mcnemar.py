"""McNemar's exact test against values worked out by hand."""

from math import comb

import pytest

from core.statistics import fewest_for_proof, mcnemar


@pytest.mark.parametrize("split", [(7, 2), (0, 6), (1, 12), (20, 5)])
def test_it_counts_the_coin_tosses_at_least_as_lopsided(split: tuple[int, int]) -> None:
    tosses, few = sum(split), min(split)
    tail = sum(comb(tosses, heads) for heads in range(few + 1)) / 2**tosses
    assert mcnemar(*split) == pytest.approx(2 * tail)


def test_it_does_not_matter_which_model_is_called_first() -> None:
    assert mcnemar(9, 3) == pytest.approx(mcnemar(3, 9))


def test_an_even_split_and_no_disagreement_prove_nothing() -> None:
    assert mcnemar(4, 4) == mcnemar(0, 0) == 1.0


def test_five_to_nothing_is_no_proof_and_six_to_nothing_is() -> None:
    assert mcnemar(0, 5) > 0.05 > mcnemar(0, 6)
    assert fewest_for_proof() == 6
    assert fewest_for_proof(0.05 / 3) == 7


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        mcnemar(-1, 3)
