"""Confidence corrected on pictures the model had not learned from, and Bayes' rule by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drivetrain.decide.stream import Judgement, judgement
from core.evaluation.calibration import fit_temperature, tempered_out_of_fold, unseen
from core.evaluation.reliability import calibration
from core.training.outcome import Outcome
from core.vision.judge import shifted, tempered


def overconfident(count: int, temperature: float, seed: int = 0) -> tuple:  # type: ignore[type-arg]
    """Honest chances, labels drawn from them, and what a model says that exaggerates them."""
    generator = np.random.default_rng(seed)
    honest = generator.dirichlet([1.0, 1.0, 1.0], count)
    targets = np.array([generator.choice(3, p=row) for row in honest])
    return honest, targets, tempered(honest, 1 / temperature)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_was_put_in_is_found(temperature: float) -> None:
    _, targets, said = overconfident(4000, temperature)
    assert fit_temperature(said, targets) == pytest.approx(temperature, rel=0.1)


def test_corrected_chances_come_close_to_the_honest_ones() -> None:
    honest, targets, said = overconfident(2000, 2.5)
    corrected = tempered_out_of_fold(said, targets)
    assert np.abs(corrected - honest).mean() < 0.2 * np.abs(said - honest).mean()


def test_a_few_faultless_pictures_do_not_make_a_model_certain() -> None:
    said = np.tile([0.9, 0.1], (10, 1))
    corrected = tempered(said, fit_temperature(said, np.zeros(10, dtype=np.int64)))
    assert corrected[0, 0] == pytest.approx(11 / 12, abs=1e-3)


def test_a_picture_has_no_say_in_its_own_correction() -> None:
    _, targets, said = overconfident(60, 2.0)
    lied = targets.copy()
    lied[0] = (targets[0] + 1) % 3
    fold = np.empty(60, dtype=int)
    fold[np.argsort(targets, kind="stable")] = np.arange(60) % 5
    others = fold != fold[0]
    expected = tempered(said[:1], fit_temperature(said[others], targets[others]))
    assert tempered_out_of_fold(said, targets)[0] == pytest.approx(expected[0])


@given(st.lists(st.floats(0.001, 1), min_size=3, max_size=3), st.floats(0.2, 5))
def test_temperature_keeps_the_order_and_the_sum(row: list[float], temperature: float) -> None:
    probs = np.array([row]) / sum(row)
    after = tempered(probs, temperature)
    assert after.sum() == pytest.approx(1)
    assert after[0][probs.argmax()] == pytest.approx(after.max())


def test_bayes_rule_by_hand() -> None:
    """Half and half in the data set, one in a hundred in real life: 80 % becomes about 4 %."""
    after = shifted(np.array([[0.8, 0.2]]), np.array([0.5, 0.5]), np.array([0.01, 0.99]))
    assert after[0, 0] == pytest.approx(0.8 * 0.01 / (0.8 * 0.01 + 0.2 * 0.99))


@given(st.lists(st.floats(0.01, 1), min_size=9, max_size=9))
def test_the_same_mix_changes_nothing_and_there_and_back_is_the_same(numbers: list[float]) -> None:
    probs, seen, real = (np.array(numbers[i : i + 3]) / sum(numbers[i : i + 3]) for i in (0, 3, 6))
    assert shifted(probs[None], seen, seen)[0] == pytest.approx(probs)
    assert shifted(shifted(probs[None], seen, real), real, seen)[0] == pytest.approx(probs)


def judged(whole: Outcome, *, out_of_fold: bool) -> Judgement | None:
    return judgement(whole, unseen(whole, out_of_fold=out_of_fold))


def outcome() -> Outcome:
    return Outcome(
        vocab=["a", "b"],
        image_ids=["1", "2", "3"],
        splits=["train", "train", "valid"],
        targets=np.array([0, 0, 1]),
        probs=np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]], dtype=np.float32),
    )


def test_training_pictures_count_only_if_they_were_judged_out_of_fold() -> None:
    fair, all_of_them = (judged(outcome(), out_of_fold=fold) for fold in (False, True))
    assert fair is not None and fair.image_ids == ["3"]
    assert all_of_them is not None and all_of_them.image_ids == ["1", "2", "3"]
    assert fair.seen == pytest.approx([2 / 3, 1 / 3]), "the mix the model learned from"
    assert fair.missing() == ["a"]


def test_no_fair_picture_means_no_judgement() -> None:
    assert judged(outcome().part("train"), out_of_fold=False) is None


def test_a_run_has_one_temperature_whichever_of_its_pictures_are_asked_for() -> None:
    _, targets, said = overconfident(300, 2.5)
    whole = Outcome(
        vocab=["a", "b", "c"],
        image_ids=[str(number) for number in range(300)],
        splits=["train"] * 240 + ["valid"] * 60,
        targets=targets,
        probs=said.astype(np.float32),
    )
    honest = unseen(whole, out_of_fold=True)
    assert honest is not None and (honest.pictures, honest.out_of_fold) == (300, 240)
    every = judgement(whole, honest)
    assert every is not None
    valid = every.only(set(whole.part("valid").image_ids))
    shown = calibration(whole.part("valid"), honest)
    assert valid is not None and every.only(set()) is None
    assert every.temperature == valid.temperature == shown.temperature == honest.temperature
    assert every.probs[240:] == pytest.approx(valid.probs)
