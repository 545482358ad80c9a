"""Is one of two models really better? McNemar's test, in its exact form.

Pictures on which both are right or both are wrong say nothing about which is better. What is left
is like a series of coin tosses: if the two were equally good, each picture that only one of them
gets right would be heads or tails. (McNemar 1947; for classifiers on one test set: Dietterich,
"Approximate statistical tests for comparing supervised classification learning algorithms", 1998.)
"""

from __future__ import annotations

PROOF = 0.05


def mcnemar(only_first: int, only_second: int) -> float:
    """How often (0–1) coin tosses split this lopsidedly or more: the exact two-sided p-value.

    `only_first` pictures are right for the first model alone, `only_second` for the second alone.
    Without any there is nothing to tell them apart: 1.0. Raises ValueError for negative counts.
    """
    from scipy.stats import binomtest

    if only_first < 0 or only_second < 0:
        raise ValueError("Counts of pictures cannot be negative.")
    tosses = only_first + only_second
    return float(binomtest(only_first, tosses, 0.5).pvalue) if tosses else 1.0


def fewest_for_proof(needed: float = PROOF) -> int:
    """How many pictures two models must disagree on before even 0 against all is below `needed`."""
    tosses = 1
    while mcnemar(0, tosses) >= needed:
        tosses += 1
    return tosses
