"""Backbone and head, joined into one graph."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from core.production.head_onnx import join_head
from tests.core.production.graphs import flat_backbone, weights_of


@pytest.fixture
def joined(tmp_path: Path) -> onnx.ModelProto:
    rng = np.random.default_rng(0)
    return join_head(
        flat_backbone(tmp_path / "b.onnx", 4), rng.normal(size=(3, 48)), np.arange(3.0)
    )


def test_takes_image_and_gives_probabilities(joined: onnx.ModelProto) -> None:
    assert [taken.name for taken in joined.graph.input] == ["image"]
    assert [given.name for given in joined.graph.output] == ["probabilities", "embedding"]
    assert {"head.weight", "head.bias"} <= weights_of(joined)


@pytest.mark.parametrize("pictures", [1, 5])
def test_is_softmax_of_the_linear_head(joined: onnx.ModelProto, pictures: int) -> None:
    rng = np.random.default_rng(0)
    coef = rng.normal(size=(3, 48)).astype(np.float32)
    batch = np.random.default_rng(7).normal(size=(pictures, 3, 4, 4)).astype(np.float32)
    session = onnxruntime.InferenceSession(joined.SerializeToString())
    found, seen = session.run(None, {"image": batch})
    np.testing.assert_array_equal(seen, batch.reshape(pictures, 48))
    scores = np.exp(batch.reshape(pictures, 48) @ coef.T + np.arange(3.0))
    assert found.shape == (pictures, 3)
    np.testing.assert_allclose(found, scores / scores.sum(1, keepdims=True), atol=1e-5)


def test_refuses_a_head_that_does_not_fit(tmp_path: Path) -> None:
    backbone = flat_backbone(tmp_path / "b.onnx", 4)
    with pytest.raises(Exception, match=r"(?i)incompatible|dimension"):
        join_head(backbone, np.zeros((3, 47)), np.zeros(3))
