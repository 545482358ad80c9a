"""Asking a model about one picture."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.evaluation.runs.run_settings import model_size
from core.production.predictor import Predictor, load_predictor, television_static
from core.production.run_files import model_onnx
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import chosen_run
from core.vision.preprocess import Preprocess
from tests.core.production.graphs import picture


def test_names_the_likeliest_class_and_keeps_the_order() -> None:
    def see(batch: NDArray[np.float32]) -> tuple[NDArray[np.float32], None]:
        assert batch.shape == (1, 3, 32, 32)
        return np.array([[0.2, 0.7, 0.1]], dtype=np.float32), None

    answer = Predictor(["z", "a", "m"], Preprocess(32), see).predict(picture(50, 90))
    assert (answer.label, list(answer.probs)) == ("a", ["z", "a", "m"])
    assert answer.sure == pytest.approx(0.7)
    assert answer.seconds >= 0


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK"])
def test_takes_a_picture_of_any_mode(mode: str) -> None:
    seen = []

    def see(batch: NDArray[np.float32]) -> tuple[NDArray[np.float32], None]:
        seen.append(batch)
        return np.array([[1.0]], dtype=np.float32), None

    Predictor(["only"], Preprocess(32), see).predict(picture(50, 50).convert(mode))
    assert seen[0].dtype == np.float32
    assert -1 <= seen[0].min() < seen[0].max() <= 1


def test_a_quick_run_answers_as_it_did_when_it_was_judged(trained: Project) -> None:
    run = trained.runs.all()[0]
    outcome = Outcome.load(trained.runs.folder(run.id) / "outcome.npz").part("valid")
    predictor = load_predictor(trained, run.id)
    for image_id, probs in zip(outcome.image_ids, outcome.probs, strict=True):
        answer = predictor.predict(Image.open(trained.dataset.image_path(image_id)))
        assert [answer.probs[name] for name in outcome.vocab] == pytest.approx(
            probs.tolist(), abs=1e-3
        )


def test_television_static_is_the_same_for_a_seed_and_has_no_shape() -> None:
    assert television_static().tobytes() == television_static().tobytes()
    assert television_static(seed=1).tobytes() != television_static().tobytes()
    assert np.asarray(television_static()).std() > 50


def test_the_size_that_is_promised_is_the_size_of_the_file(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    promised = model_size(trained, run)
    made = model_onnx(trained, run).stat().st_size
    assert promised is not None and promised.bytes == pytest.approx(made, rel=0.02)
